/**
 * The paths of a picture and what they are made of.
 *
 * @module
 */

import type * as Shapes from 'd3-shape';
import { moved, round, type Canvas } from './canvas.js';
import { paintWays } from './paintWays.js';
import type { Picture, PlacedWay } from './picture.js';
import type { Point } from './lines.js';
import type { Direction } from './shape.js';
import type { Theme } from './theme.js';

/** Paints the paths as smooth lines with heads. */
export const paintPaths = (
  canvas: Canvas,
  { paths, direction, theme }: Pick<Picture, 'paths' | 'direction' | 'theme'>,
  { line, curveBumpX, curveBumpY }: typeof Shapes,
): void => {
  const curve = line<Point>(
    ({ x }) => x,
    ({ y }) => y,
  )
    .curve(direction === 'down' ? curveBumpY : curveBumpX)
    .digits(1);

  canvas.attr('fill', 'none').attr('stroke-width', 1.5).attr('stroke-linejoin', 'round');
  const path = canvas
    .selectAll('g')
    .data(paths)
    .join('g')
    .attr('data-from', ({ from }) => from)
    .attr('data-to', ({ to }) => to)
    .attr('stroke', (kind) => inkOf(kind, theme));
  path
    .append('title')
    .text(({ from, to, way }) => `${from} → ${to}${way === undefined ? '' : ` ${way.told}`}`);
  path
    .append('path')
    .attr('d', ({ points }) => curve(upToHead(points, direction)))
    .attr('stroke-dasharray', dashesOf);
  path
    .append('path')
    .attr('d', ({ points }) => head(points.at(-1) ?? { x: 0, y: 0 }, direction))
    .attr('fill', (kind) => inkOf(kind, theme))
    .attr('stroke', 'none');
  // No other path leads by here, so a label may be painted with its path.
  paintWays(
    path
      .selectAll<SVGGElement, PlacedWay>('g')
      .data(({ way }) => (way === undefined ? [] : [way]))
      .join('g')
      .attr('transform', moved),
    theme,
  );
};

/** What tells paths apart. */
export interface PathKind {
  readonly partials: boolean;
  readonly way?: unknown;
}

/** The colour of a path. */
export const inkOf = ({ partials, way }: PathKind, theme: Theme): string => {
  if (way !== undefined) return theme.way.ink;
  return partials ? theme.growing : theme.path;
};

/** The dashes of a path; the missing ones are no attribute. */
export const dashesOf = ({ partials, way }: PathKind): string | null => {
  if (way !== undefined) return '4 3';
  return partials ? '6 4' : null;
};

/** The head of a path that ends at a point. */
export const head = ({ x, y }: Point, direction: Direction): string => {
  const [right, down] = direction === 'down' ? [0, 1] : [1, 0];
  const back = { x: x - right * length, y: y - down * length };
  const corners = [
    [x, y],
    [back.x - down * half, back.y - right * half],
    [back.x + down * half, back.y + right * half],
  ].map((corner) => corner.map((coordinate) => String(round(coordinate))).join(','));
  return `M${corners.join('L')}Z`;
};

const length = 9;
const half = 4;

const upToHead = (points: readonly Point[], direction: Direction): Point[] => {
  const last = points.at(-1);
  if (last === undefined) return [];
  const { x, y } = last;
  const end = direction === 'down' ? { x, y: y - length + 1 } : { x: x - length + 1, y };
  return [...points.slice(0, -1), end];
};
