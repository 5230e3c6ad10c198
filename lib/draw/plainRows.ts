/**
 * The rows of a picture of letters: who stands in which, and in which order.
 *
 * @module
 */

import stringWidth from 'string-width';
import { CycleFound } from '../core/errors.js';
import { findCycle, topologicalOrder } from '../core/graph.js';
import type { Item, Outline } from './outline.js';
import type { Block } from './plainBlocks.js';
import { netsOf, type Net } from './plainNets.js';
import type { Segment, Stop } from './plainStops.js';

/** Rows, and by row what leads on from it. */
export interface Rows {
  readonly rows: readonly (readonly Stop[])[];
  readonly segments: readonly (readonly Segment[])[];
  readonly nets: readonly (readonly Net[])[];
}

/** Puts everything in rows, so that few paths cross. */
export const rowsOf = (outline: Outline, blockOf: (item: Item) => Block): Rows => {
  const ranks = ranksOf(outline);
  const rows: Stop[][] = [];
  const segments: Segment[][] = [];
  const put = <S extends Stop>(stop: S, rank: number): S => {
    while (rows.length <= rank) {
      rows.push([]);
      segments.push([]);
    }
    rows[rank]?.push(stop);
    return stop;
  };
  const boxes = new Map<Item, BoxStop>();
  outline.items.forEach((item, index) => {
    const box: BoxStop = { kind: 'box', ...blockOf(item) };
    put(box, ranks[index] ?? 0);
    boxes.set(item, box);
  });

  const numbers = new Map(outline.items.map((item, index) => [item, index]));
  const rankOf = (item: Item): number => ranks[numbers.get(item) ?? 0] ?? 0;
  // Paths from one box go down together as far as they can.
  const passes = new Map<string, Stop>();
  const known = new Set<string>();
  for (const { from, to, partials, ways } of outline.paths) {
    const isDashed = partials || ways !== undefined;
    const kind = `${from.id} ${ways === undefined ? String(partials) : `by ${ways}`}`;
    if (known.has(`${kind} ${to.id}`)) continue;
    known.add(`${kind} ${to.id}`);
    let last: Stop | undefined = boxes.get(from);
    for (let rank = rankOf(from) + 1; rank <= rankOf(to); rank++) {
      const isLabel = ways !== undefined && rank === rankOf(from) + 1;
      const key = `${kind} ${String(rank)}`;
      const next =
        rank === rankOf(to)
          ? boxes.get(to)
          : (passes.get(key) ?? put(isLabel ? labelOf(ways) : pass(), rank));
      if (last === undefined || next === undefined) break;
      if (rank < rankOf(to)) passes.set(key, next);
      const some = segments[rank - 1] ?? [];
      if (!some.some((segment) => segment.from === last && segment.to === next)) {
        some.push({ from: last, to: next, isDashed });
      }
      last = next;
    }
  }
  const nets = segments.map(netsOf);
  for (const box of boxes.values()) {
    const count = nets.flat().filter(({ to }) => to.includes(box)).length;
    widen(box, 2 * count + 3);
  }
  order(rows, segments);
  return { rows, segments, nets };
};

interface BoxStop extends Block {
  readonly kind: 'box';
  lines: readonly string[];
  width: number;
}

/** Makes room for all that leads to a box. */
const widen = (box: BoxStop, width: number): void => {
  const more = width - box.width;
  if (more <= 0) return;
  // What stands before the right edge is a part of a line, or blank.
  box.lines = box.lines.map(
    (line) => `${line.slice(0, -1)}${line.slice(-2, -1).repeat(more)}${line.slice(-1)}`,
  );
  box.width = width;
};

const pass = (): Stop => ({ kind: 'pass', edge: 'task', lines: [], width: 1 });

const labelOf = (ways: string): Stop => {
  const line = `(${ways})`;
  return { kind: 'label', edge: 'task', lines: [line], width: stringWidth(line) };
};

/** How many others stand above each at least; what waits for nothing stands right above the first that needs it. */
const ranksOf = ({ items, paths }: Outline): readonly number[] => {
  const numbers = new Map(items.map((item, index) => [item, index]));
  const children = items.map((): number[] => []);
  const steps = items.map((): (readonly [to: number, length: number])[] => []);
  for (const { from, to, ways } of paths) {
    const [source, target] = [numbers.get(from) ?? 0, numbers.get(to) ?? 0];
    children[source]?.push(target);
    // The keys of a route have a row of their own.
    steps[source]?.push([target, ways === undefined ? 1 : 2]);
  }
  const sorted = topologicalOrder(items.length, children);
  if (sorted.length < items.length) {
    const circle = findCycle(items.length, children, sorted);
    throw new CycleFound(circle.map((index) => items[index]?.box.name ?? ''));
  }
  const ranks = items.map(() => 0);
  const led = new Set(children.flat());
  for (const index of sorted) {
    for (const [to, length] of steps[index] ?? []) {
      ranks[to] = Math.max(ranks[to] ?? 0, (ranks[index] ?? 0) + length);
    }
  }
  steps.forEach((some, index) => {
    if (led.has(index) || some.length === 0) return;
    ranks[index] = some.reduce(
      (least, [to, length]) => Math.min(least, (ranks[to] ?? 0) - length),
      Infinity,
    );
  });
  return ranks;
};

/** Sweeps down and up, each time by the middle of the neighbours, and keeps the order with the fewest crossings. */
const order = (rows: Stop[][], segments: readonly (readonly Segment[])[]): void => {
  let best = rows.map((row) => [...row]);
  let least = crossings(best, segments);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    const indices = rows.map((_, index) => index);
    for (const index of isDown ? indices.slice(1) : indices.slice(0, -1).reverse()) {
      const places = new Map(
        (rows[isDown ? index - 1 : index + 1] ?? []).map((stop, at) => [stop, at]),
      );
      const beside = segments[isDown ? index - 1 : index] ?? [];
      const row = rows[index] ?? [];
      const wanted = new Map(
        row.map((stop, at) => {
          const near = beside.flatMap(({ from, to }) => {
            if (isDown) return to === stop ? [places.get(from) ?? 0] : [];
            return from === stop ? [places.get(to) ?? 0] : [];
          });
          return [stop, near.length === 0 ? at : mean(near)];
        }),
      );
      row.sort((one, two) => (wanted.get(one) ?? 0) - (wanted.get(two) ?? 0));
    }
    const count = crossings(rows, segments);
    if (count < least) [best, least] = [rows.map((row) => [...row]), count];
  }
  best.forEach((row, index) => (rows[index] = row));
};

const sweeps = 12;

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, some) => sum + some, 0) / numbers.length;

const crossings = (
  rows: readonly (readonly Stop[])[],
  segments: readonly (readonly Segment[])[],
): number => {
  let count = 0;
  segments.forEach((some, index) => {
    const above = new Map(rows[index]?.map((stop, at) => [stop, at]));
    const below = new Map(rows[index + 1]?.map((stop, at) => [stop, at]));
    const ends = some.map(({ from, to }) => [above.get(from) ?? 0, below.get(to) ?? 0] as const);
    ends.forEach(([from, to], at) => {
      for (const [otherFrom, otherTo] of ends.slice(at + 1)) {
        if ((from - otherFrom) * (to - otherTo) < 0) count++;
      }
    });
  });
  return count;
};
