import type { BaseType, Selection } from 'd3-selection';
import { round } from './canvas.js';
import { letters } from './text.js';
import type { WayLabel } from './way.js';

/** The colour of paths along routes, and the ground and the letters of their labels. */
export const wayPaint = { ink: '#b45309', tint: '#fffbeb', letters: '#78350f' } as const;

/** Paints the labels of paths along routes, each around its middle. */
export const paintWays = <Datum extends WayLabel, Parent extends BaseType, Before>(
  ways: Selection<SVGGElement, Datum, Parent, Before>,
): void => {
  ways
    .append('rect')
    .attr('x', ({ width }) => round(-width / 2))
    .attr('y', ({ height }) => round(-height / 2))
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
    .attr('rx', ({ height }) => height / 2)
    .attr('fill', wayPaint.tint)
    .attr('stroke', wayPaint.ink)
    .attr('stroke-width', 1);
  ways
    .append('text')
    .attr('y', 4)
    .attr('text-anchor', 'middle')
    .attr('font-size', letters.small)
    .attr('fill', wayPaint.letters)
    .attr('stroke', 'none')
    .text(({ text }) => text);
};
