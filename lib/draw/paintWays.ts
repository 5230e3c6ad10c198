import type { BaseType, Selection } from 'd3-selection';
import { round } from './canvas.js';
import { letters } from './text.js';
import { light, type Theme } from './theme.js';
import type { WayLabel } from './way.js';

/** Paints the labels of paths along routes, each around its middle. */
export const paintWays = <Datum extends WayLabel, Parent extends BaseType, Before>(
  ways: Selection<SVGGElement, Datum, Parent, Before>,
  { way }: Theme = light,
): void => {
  ways
    .append('rect')
    .attr('x', ({ width }) => round(-width / 2))
    .attr('y', ({ height }) => round(-height / 2))
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
    .attr('rx', ({ height }) => height / 2)
    .attr('fill', way.tint)
    .attr('stroke', way.ink)
    .attr('stroke-width', 1);
  ways
    .append('text')
    .attr('y', 4)
    .attr('text-anchor', 'middle')
    .attr('font-size', letters.small)
    .attr('fill', way.letters)
    .attr('stroke', 'none')
    .text(({ text }) => text);
};
