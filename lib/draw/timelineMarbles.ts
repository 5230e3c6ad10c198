/**
 * The lines and the marbles of a timeline.
 *
 * @module
 */

import { moved, round, type Canvas } from './canvas.js';
import { letters, widthOf } from './text.js';
import { paintWays } from './paintWays.js';
import { light } from './theme.js';
import type { Line, Marble } from './timelineLane.js';
import { lead, type Routed } from './timelineRouted.js';

/** A colour and its tint. */
interface Paint {
  readonly ink: string;
  readonly tint: string;
}

/** Paints what a task is at; `y` is the middle of the lane. */
export const paintLine = (
  canvas: Canvas,
  { kind, x: [left, right] }: Pick<Line, 'kind' | 'x'>,
  y: number,
  { ink, tint }: Paint,
): Canvas => {
  const place = canvas.append('g');
  if (kind === 'running' && right - left > 2) {
    place
      .append('rect')
      .attr('x', round(left))
      .attr('y', y - 10)
      .attr('width', round(right - left))
      .attr('height', 20)
      .attr('rx', Math.min(6, round((right - left) / 2)))
      .attr('fill', tint);
  }
  const { width, dashes, colour } = strokes[kind];
  place
    .append('path')
    .attr('d', `M${String(round(left))},${String(y)}H${String(round(right))}`)
    .attr('fill', 'none')
    .attr('stroke', colour ?? ink)
    .attr('stroke-width', width)
    .attr('stroke-linecap', dashes === null ? 'butt' : 'round')
    .attr('stroke-dasharray', dashes);
  return place;
};

const strokes: Readonly<
  Record<
    Line['kind'],
    { readonly width: number; readonly dashes: string | null; readonly colour?: string }
  >
> = {
  waiting: { width: 1.6, dashes: '0.1 6', colour: '#94a3b8' },
  queued: { width: 1.2, dashes: null, colour: '#94a3b8' },
  running: { width: 2, dashes: null },
  retrying: { width: 2.2, dashes: '0.1 5', colour: '#d97706' },
};

/** Paints something that happened; `y` is the middle of the lane. */
export const paintMarble = (
  canvas: Canvas,
  { kind, x: [left, right], count, each }: Pick<Marble, 'kind' | 'x' | 'count' | 'each'>,
  y: number,
  paint: Paint,
): Canvas => {
  const place = canvas.append('g').attr('transform', moved({ x: left, y }));
  switch (kind) {
    case 'Part':
      if (count === 1) paintPart(place, paint);
      else
        paintParts(
          place,
          right - left,
          count,
          each.map((x) => x - left),
          paint,
        );
      break;
    case 'Output':
      place
        .append('path')
        .attr('d', 'M0,-11V11')
        .attr('stroke', paint.ink)
        .attr('stroke-width', 2.5);
      place.append('circle').attr('r', 6).attr('fill', paint.ink).attr('stroke', '#fff');
      break;
    case 'Retrying':
      paintCross(place, '#d97706');
      break;
    case 'Failed':
      paintCross(place, '#b91c1c');
      break;
    case 'Skipped':
      place
        .append('circle')
        .attr('r', 6)
        .attr('fill', '#fff')
        .attr('stroke', '#64748b')
        .attr('stroke-width', 1.8);
      place
        .append('path')
        .attr('d', 'M-4.2,4.2L4.2,-4.2')
        .attr('stroke', '#64748b')
        .attr('stroke-width', 1.8);
      break;
    case 'Cancelled':
      place
        .append('rect')
        .attr('x', -5.5)
        .attr('y', -5.5)
        .attr('width', 11)
        .attr('height', 11)
        .attr('rx', 2)
        .attr('fill', '#64748b')
        .attr('stroke', '#fff');
      break;
    case 'Anew':
      place.append('path').attr('d', 'M0,-9V9').attr('stroke', paint.ink).attr('stroke-width', 2);
      place.append('path').attr('d', 'M0,-9L6,-5.5L0,-2Z').attr('fill', paint.ink);
  }
  return place;
};

/** Paints the keys that a route gave; `y` is the middle of the lane. */
export const paintRouted = (
  canvas: Canvas,
  { x, label }: Pick<Routed, 'x' | 'label'>,
  y: number,
): Canvas => {
  const place = canvas.append('g').attr('transform', moved({ x, y }));
  place
    .append('path')
    .attr('d', `M0,0H${String(lead.line)}`)
    .attr('stroke', light.way.ink)
    .attr('stroke-width', 1.5)
    .attr('stroke-dasharray', '4 3');
  paintWays(
    place
      .append('g')
      .datum(label)
      .attr('transform', moved({ x: lead.line + label.width / 2, y: 0 })),
  );
  return place;
};

const paintPart = (place: Canvas, { ink, tint }: Paint): void => {
  place
    .append('circle')
    .attr('r', 5)
    .attr('fill', tint)
    .attr('stroke', ink)
    .attr('stroke-width', 1.5);
};

/** Many parts as one long marble with their number; fine strokes show how fast they came. */
const paintParts = (
  place: Canvas,
  wide: number,
  count: number,
  each: readonly number[],
  { ink, tint }: Paint,
): void => {
  const width = Math.max(wide, 4) + 4;
  const words = String(count);
  const room = widthOf(words, letters.mark, 'regular') + 8;
  place
    .append('rect')
    .attr('x', -2)
    .attr('y', -7)
    .attr('width', round(width))
    .attr('height', 14)
    .attr('rx', Math.min(7, round(width / 2)))
    .attr('fill', tint)
    .attr('stroke', ink)
    .attr('stroke-width', 1.5);
  const strokes = each.filter(
    (x) => x > 3 && x < wide - 3 && (room > width || Math.abs(x - wide / 2) > room / 2),
  );
  place
    .append('path')
    .attr('d', strokes.map((x) => `M${String(round(x))},-4V4`).join(''))
    .attr('stroke', ink)
    .attr('stroke-opacity', 0.35);
  if (room > width) return;
  place
    .append('text')
    .attr('x', round(wide / 2))
    .attr('y', 3.5)
    .attr('text-anchor', 'middle')
    .attr('font-size', letters.mark)
    .attr('fill', '#0f172a')
    .text(words);
};

const paintCross = (place: Canvas, ink: string): void => {
  for (const [colour, width] of [
    ['#fff', 6],
    [ink, 2.8],
  ] as const) {
    place
      .append('path')
      .attr('d', 'M-5,-5L5,5M-5,5L5,-5')
      .attr('stroke', colour)
      .attr('stroke-width', width)
      .attr('stroke-linecap', 'round');
  }
};
