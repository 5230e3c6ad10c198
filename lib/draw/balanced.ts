import type { SugiNode, SugiSeparation } from 'd3-dag';
import { settled } from './settled.js';

/**
 * Gives what stands in a large picture its place from left to right: an operator of d3-dag. Everything wishes to be in
 * the middle of what is above and below it, long paths more than boxes, and comes near to that by turns.
 */
export const balanced = <N, L>(
  rows: SugiNode<N, L>[][],
  separation: SugiSeparation<N, L>,
): number => {
  const places = rows.map((row) =>
    row.map((node, index): Place => ({
      node,
      apart: separation(row[index - 1], node),
      above: Array.from(node.parents(), (other) => [other, weightOf(node, other)] as const),
      below: Array.from(node.children(), (other) => [other, weightOf(node, other)] as const),
    })),
  );
  const upwards = places.toReversed();
  for (const row of places) settle(row, () => 0);
  for (let round = 0; round < rounds; round++) {
    for (const row of places) settle(row, ({ node, above }) => middle(above, node));
    for (const row of upwards) settle(row, ({ node, below }) => middle(below, node));
  }
  for (const order of [places, upwards, places]) {
    for (const row of order) {
      settle(row, ({ node, above, below }) => middle([...above, ...below], node));
    }
  }
  const all = rows.flat();
  const ends = all.map((node) => node.x - separation(undefined, node));
  const left = ends.reduce((least, end) => Math.min(least, end), Infinity);
  for (const node of all) node.x -= left;
  return all.reduce((most, node) => Math.max(most, node.x + separation(node, undefined)), 0);
};

const rounds = 4;

/** What is connected with something, and how much that counts. */
type Neighbours = readonly (readonly [node: Spot, weight: number])[];

interface Spot {
  x: number;
}

interface Place {
  readonly node: Spot;
  /** How far it is from the one before it, at least. */
  readonly apart: number;
  readonly above: Neighbours;
  readonly below: Neighbours;
}

const settle = (row: readonly Place[], wish: (place: Place) => number): void => {
  const middles = settled(
    row.map(wish),
    row.map(({ apart }) => apart),
  );
  row.forEach(({ node }, index) => {
    node.x = middles[index] ?? 0;
  });
};

/** A long path is straight before all else. */
const weightOf = <N, L>(one: SugiNode<N, L>, other: SugiNode<N, L>): number =>
  one.data.role === 'link' && other.data.role === 'link' ? 8 : 1;

const middle = (neighbours: Neighbours, node: Spot): number => {
  let [sum, weights] = [0, 0];
  for (const [{ x }, weight] of neighbours) {
    sum += weight * x;
    weights += weight;
  }
  return weights === 0 ? node.x : sum / weights;
};
