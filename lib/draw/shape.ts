/**
 * What is known of a picture before anything has its place.
 *
 * @module
 */

import { topologicalOrder } from '../core/graph.js';
import type { Size } from './lines.js';

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
  const { rows, labelled, columns, points } = extent(size, links);
  const down = (columns * 200) / (rows * 110 + labelled * 60);
  const right = (rows * 250 + labelled * 190) / (columns * 70);
  return { columns, points, direction: unlikePage(right) < unlikePage(down) ? 'right' : 'down' };
};

/** A path between two boxes, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** The size of what is written on it. */
  readonly label?: Size | undefined;
}

const unlikePage = (ratio: number): number => Math.max(ratio / 1.5, 1.5 / ratio);

interface Extent extends Omit<Shape, 'direction'> {
  readonly rows: number;
  /** How many rows have labels below them. */
  readonly labelled: number;
}

const extent = (size: number, links: readonly Link[]): Extent => {
  const children = Array.from({ length: size }, (): number[] => []);
  for (const { from, to } of links) children[from]?.push(to);
  const row = new Array<number>(size).fill(0);
  const length: number[] = [];
  for (const vertex of topologicalOrder(size, children)) {
    const own = row[vertex] ?? 0;
    length[own] = (length[own] ?? 0) + 1;
    for (const child of children[vertex] ?? []) row[child] = Math.max(row[child] ?? 0, own + 1);
  }
  const labels = links.filter(({ label }) => label !== undefined);
  const labelled = new Set(labels.map(({ from }) => row[from] ?? 0));
  // How many rows there are down to each, those of labels included.
  let count = 0;
  const down = length.map((_, index) => (count += 1 + Number(labelled.has(index - 1))));
  const crossed = links.map(
    ({ from, to }) => (down[row[to] ?? 0] ?? 0) - (down[row[from] ?? 0] ?? 0),
  );
  return {
    rows: Math.max(1, length.length),
    labelled: labelled.size,
    columns: length.reduce((most, some) => Math.max(most, some), 1),
    points: crossed.reduce((sum, some) => sum + some, size),
  };
};
