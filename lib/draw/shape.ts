/**
 * What is known of a picture before anything has its place.
 *
 * @module
 */

import { topologicalOrder } from '../core/graph.js';

/** Which way a picture reads. */
export type Direction = 'down' | 'right';

/** A rough measure of a picture. */
export interface Shape {
  readonly direction: Direction;
  /** How many boxes stand side by side at most. */
  readonly columns: number;
  /** How many boxes there are, and how many rows their paths cross: what a layout costs. */
  readonly points: number;
}

/**
 * The direction in which a picture fits a page better: downwards, unless many tasks side by side would
 * make it a ribbon.
 */
export const shapeOf = (size: number, links: readonly Link[]): Shape => {
  const { rows, columns, points } = extent(size, links);
  const down = (columns * 200) / (rows * 110);
  const right = (rows * 250) / (columns * 70);
  return { columns, points, direction: unlikePage(right) < unlikePage(down) ? 'right' : 'down' };
};

/** A path between two boxes, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

const unlikePage = (ratio: number): number => Math.max(ratio / 1.5, 1.5 / ratio);

const extent = (
  size: number,
  links: readonly Link[],
): Omit<Shape, 'direction'> & { readonly rows: number } => {
  const children = Array.from({ length: size }, (): number[] => []);
  for (const { from, to } of links) children[from]?.push(to);
  const row = new Array<number>(size).fill(0);
  const length: number[] = [];
  for (const vertex of topologicalOrder(size, children)) {
    const own = row[vertex] ?? 0;
    length[own] = (length[own] ?? 0) + 1;
    for (const child of children[vertex] ?? []) row[child] = Math.max(row[child] ?? 0, own + 1);
  }
  const crossed = links.map(({ from, to }) => (row[to] ?? 0) - (row[from] ?? 0));
  return {
    rows: Math.max(1, length.length),
    columns: length.reduce((most, some) => Math.max(most, some), 1),
    points: crossed.reduce((sum, some) => sum + some, size),
  };
};
