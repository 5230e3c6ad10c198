/**
 * The marbles and signs of a diagram.
 *
 * @module
 */

import type { Canvas } from '../../../lib/draw/canvas.js';
import { light } from '../../../lib/draw/theme.js';
import type { Tone } from './diagram.js';
import { paints, sizes, type Paint } from './measures.js';

/** Paints a letter in its marble, whose halves may have two colours. */
export const paintMarble = (place: Canvas, letter: string, tones: readonly Tone[]): void => {
  const { radius } = sizes;
  const [one = 'slate', other = one] = tones;
  const circle = place
    .append('circle')
    .attr('r', radius)
    .attr('fill', paints[one].tint)
    .attr('stroke', paints[one].ink)
    .attr('stroke-width', 1.8);
  if (other !== one) {
    circle.attr('stroke', paints[other].ink).attr('fill', paints[other].tint);
    place
      .append('path')
      .attr(
        'd',
        `M0,${String(-radius)}A${String(radius)},${String(radius)} 0 0 0 0,${String(radius)}`,
      )
      .attr('fill', paints[one].tint)
      .attr('stroke', paints[one].ink)
      .attr('stroke-width', 1.8);
  }
  place
    .append('text')
    .attr('y', 4.5)
    .attr('text-anchor', 'middle')
    .attr('font-size', 13)
    .attr('font-weight', 'bold')
    .attr('fill', light.strong)
    .text(letter);
};

/** Paints a sign: an end, a failure, a skip, a cancelling or a new beginning. */
export const paintSign = (place: Canvas, sign: string, { ink }: Paint): void => {
  switch (sign) {
    case '|':
      stroke(place, 'M0,-19V19', ink, 3);
      break;
    case '#':
      stroke(place, 'M-7,-7L7,7M-7,7L7,-7', '#fff', 7);
      stroke(place, 'M-7,-7L7,7M-7,7L7,-7', '#b91c1c', 3.2);
      break;
    case '/':
      place
        .append('circle')
        .attr('r', 8)
        .attr('fill', '#fff')
        .attr('stroke', '#64748b')
        .attr('stroke-width', 2);
      stroke(place, 'M-5.6,5.6L5.6,-5.6', '#64748b', 2);
      break;
    case '!':
      place
        .append('rect')
        .attr('x', -7)
        .attr('y', -7)
        .attr('width', 14)
        .attr('height', 14)
        .attr('rx', 3)
        .attr('fill', '#64748b')
        .attr('stroke', '#fff')
        .attr('stroke-width', 1.5);
      break;
    default:
      stroke(place, 'M0,-17V9', ink, 2.2);
      place.append('path').attr('d', 'M0,-17L10,-12L0,-7Z').attr('fill', ink);
  }
};

const stroke = (place: Canvas, d: string, ink: string, width: number): void => {
  place
    .append('path')
    .attr('d', d)
    .attr('fill', 'none')
    .attr('stroke', ink)
    .attr('stroke-width', width)
    .attr('stroke-linecap', 'round');
};
