import type { BaseType, Selection } from 'd3-selection';
import { chipHeight, type Chip } from './mark.js';
import { letters } from './text.js';

/** Paints marks side by side. */
export const paintChips = <Parent extends BaseType>(
  chips: Selection<SVGGElement, Chip, Parent, unknown>,
): void => {
  chips
    .append('rect')
    .attr('width', ({ width }) => width)
    .attr('height', chipHeight)
    .attr('rx', 4)
    .attr('fill', '#fff')
    .attr('stroke', '#94a3b8');
  chips
    .append('text')
    .attr('x', ({ width }) => width / 2)
    .attr('y', chipHeight - 4)
    .attr('text-anchor', 'middle')
    .attr('font-size', letters.mark)
    .attr('fill', '#334155')
    .text(({ word }) => word);
};
