/**
 * The order of boxes side by side.
 *
 * @module
 */

import type { SugiNode } from 'd3-dag';

/** The rows of a graph, which an operator of d3-dag puts into an order. */
export type Rows = SugiNode<number, number>[][];

/**
 * Keeps every row in the order of declaration, which is the one that readers expect; where that would let
 * paths cross, another operator looks for a better one, beginning with it.
 */
export const declaredUnlessCrossing =
  (otherwise: (rows: Rows) => void) =>
  (rows: Rows): void => {
    declared(rows);
    if (rows.some((row, index) => cross(row, rows[index + 1] ?? []))) otherwise(rows);
  };

/** Puts every row into the order of declaration. */
export const declared = (rows: Rows): void => {
  for (const row of rows) row.sort((one, two) => placeOf(one) - placeOf(two));
};

const placeOf = ({ data }: SugiNode<number, number>): number =>
  data.role === 'node' ? data.node.data : data.link.source.data;

const cross = (row: Rows[number], next: Rows[number]): boolean => {
  const places = new Map(next.map((node, place) => [node, place]));
  let reached = 0;
  for (const node of row) {
    const to = Array.from(node.children(), (child) => places.get(child) ?? 0);
    if (to.some((place) => place < reached)) return true;
    reached = to.reduce((most, place) => Math.max(most, place), reached);
  }
  return false;
};
