import type { BaseType, Selection } from 'd3-selection';
import { inner } from './box.js';
import type { StateLook } from './stateLook.js';
import type { Theme } from './theme.js';

/** Paints the signs of states, each in a circle. */
export const paintBadges = <Datum>(
  badges: Selection<SVGGElement, Datum, BaseType, unknown>,
  look: (datum: Datum) => StateLook,
  { onInk }: Theme,
): void => {
  badges
    .append('circle')
    .attr('cx', inner.badge / 2)
    .attr('cy', inner.badge / 2)
    .attr('r', inner.badge / 2)
    .attr('fill', (datum) => look(datum).ink);
  badges
    .append('path')
    .attr('d', (datum) => look(datum).sign)
    .attr('transform', 'translate(2.2,2.2) scale(0.6)')
    .attr('fill', 'none')
    .attr('stroke', onInk)
    .attr('stroke-width', 2.4)
    .attr('stroke-linecap', 'round')
    .attr('stroke-linejoin', 'round');
};
