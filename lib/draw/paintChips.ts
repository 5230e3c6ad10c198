import type { BaseType, Selection } from 'd3-selection';
import { chipHeight, type Chip } from './mark.js';
import { letters } from './text.js';
import type { Theme } from './theme.js';

/** Paints marks side by side. */
export const paintChips = <Parent extends BaseType>(
  chips: Selection<SVGGElement, Chip, Parent, unknown>,
  { chip }: Theme,
): void => {
  chips
    .append('rect')
    .attr('width', ({ width }) => width)
    .attr('height', chipHeight)
    .attr('rx', 4)
    .attr('fill', chip.tint)
    .attr('stroke', chip.ink);
  chips
    .append('text')
    .attr('x', ({ width }) => width / 2)
    .attr('y', chipHeight - 4)
    .attr('text-anchor', 'middle')
    .attr('font-size', letters.mark)
    .attr('fill', chip.letters)
    .text(({ word }) => word);
};
