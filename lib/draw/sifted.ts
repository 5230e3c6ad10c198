import type { SugiNode } from 'd3-dag';

/**
 * Lets fewer paths cross: an operator of d3-dag, for rows that have an order. One after the other, everything in a row
 * is moved to where its own paths cross the fewest others, and stays where it is when no place is better.
 *
 * @param rounds how often it goes through all rows, at most
 */
export const sifted =
  (rounds: number) =>
  <N, L>(rows: SugiNode<N, L>[][]): void => {
    const places = new Map(rows.flatMap((row) => row.map((node, place) => [node, place])));
    const endsOf = (some: Iterable<SugiNode<N, L>>): Ends =>
      Array.from(some, (other) => places.get(other) ?? 0);
    const upwards = rows.toReversed();
    for (let round = 0; round < rounds; round++) {
      let isMoved = false;
      for (const row of round % 2 === 0 ? rows : upwards) {
        const sides = row.map((node): Sides => [endsOf(node.parents()), endsOf(node.children())]);
        const order = siftedOrder(sides);
        if (order === undefined) continue;
        isMoved = true;
        const before = [...row];
        order.forEach((from, to) => {
          const node = before[from];
          if (node === undefined) return;
          row[to] = node;
          places.set(node, to);
        });
      }
      if (!isMoved) return;
    }
  };

/** The places, in the row above or in that below, to which paths lead. */
type Ends = readonly number[];
type Sides = readonly [above: Ends, below: Ends];

/** A better order of what has these ends; none where every place is the best already. */
const siftedOrder = (sides: readonly Sides[]): readonly number[] | undefined => {
  const order = [...sides.keys()];
  let isMoved = false;
  for (const moving of sides.keys()) {
    const from = order.indexOf(moving);
    const own = sides[moving] ?? nothing;
    // How many crossings there are more than if it were the first.
    let [more, here, least, to] = [0, 0, 0, 0];
    let passed = 0;
    for (const other of order) {
      if (other === moving) {
        here = more;
        continue;
      }
      const [above, below] = sides[other] ?? nothing;
      more += excess(above, own[0]) + excess(below, own[1]);
      passed++;
      if (more < least) [least, to] = [more, passed];
    }
    if (least >= here) continue;
    order.splice(from, 1);
    order.splice(to, 0, moving);
    isMoved = true;
  }
  return isMoved ? order : undefined;
};

const nothing: Sides = [[], []];

/** How many more crossings there are when the first stands before the second than when it stands behind it. */
const excess = (first: Ends, second: Ends): number => {
  let count = 0;
  for (const one of first) for (const other of second) count += Math.sign(one - other);
  return count;
};
