/**
 * The order of boxes side by side.
 *
 * @module
 */

import type { SugiNode } from 'd3-dag';

/** Something that has a place in a row: a box, or what is written on a path. */
export interface Stop {
  readonly number: number;
  /** Where it stands among all others: a label where its path comes from. */
  readonly place: number;
  /** Where a label stands among those of one box: where its path leads to. */
  readonly next: number;
}

/** The rows of a graph, which an operator of d3-dag puts into an order. */
export type Rows = SugiNode<Stop, number>[][];

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
  for (const row of rows) {
    row.sort((one, two) => {
      const [first, second] = [placeOf(one), placeOf(two)];
      return first.place - second.place || first.next - second.next;
    });
  }
};

const placeOf = ({ data }: Rows[number][number]): Pick<Stop, 'place' | 'next'> => {
  if (data.role === 'node') return data.node.data;
  const { source, target } = data.link;
  return { place: source.data.place, next: target.data.number };
};

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
