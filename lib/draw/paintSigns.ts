import type { BaseType, Selection } from 'd3-selection';
import type { Look } from './look.js';
import { light, type Theme } from './theme.js';

/** Paints the sign of a look into a square. */
export const paintSigns = <Datum>(
  signs: Selection<SVGGElement, Datum, BaseType, unknown>,
  size: number,
  look: (datum: Datum) => Pick<Look, 'ink' | 'sign'>,
  { onInk }: Theme = light,
): void => {
  signs
    .append('rect')
    .attr('width', size)
    .attr('height', size)
    .attr('rx', size / 4)
    .attr('fill', (datum) => look(datum).ink);
  signs
    .append('path')
    .attr('d', (datum) => look(datum).sign)
    .attr(
      'transform',
      `translate(${String(size / 6)},${String(size / 6)}) scale(${String(Math.round((size / 24) * 100) / 100)})`,
    )
    .attr('fill', 'none')
    .attr('stroke', onInk)
    .attr('stroke-width', 1.6)
    .attr('stroke-linecap', 'round')
    .attr('stroke-linejoin', 'round');
};
