/**
 * The lines of paths between boxes, as if the picture read downwards.
 *
 * @module
 */

/** A point. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A size. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A path between two boxes, by their numbers, with a point for each row from the first to the last. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly points: readonly (readonly [number, number])[];
}

/**
 * Leads each path from the lower edge of its first box to the upper edge of its last, straight through
 * every row between, so that it touches no box. Paths that share a box part before they reach it, in
 * the order in which they come.
 */
export const lines = (
  sizes: readonly Size[],
  spots: readonly Point[],
  passages: readonly Passage[],
): readonly (readonly Point[])[] => {
  const rows = thickness(sizes, spots);
  const exits = ports(sizes, spots, passages, 'from', ({ points }) => points[1]?.[0] ?? 0);
  const entries = ports(sizes, spots, passages, 'to', ({ points }) => points.at(-2)?.[0] ?? 0);
  return passages.map(({ from, to, points }, passage) => {
    const [exit, entry] = straightened(exits[passage] ?? alone, entries[passage] ?? alone);
    const through = (x: number, y: number): readonly Point[] => {
      const half = (rows.get(y) ?? 0) / 2;
      return [
        { x, y: y - half },
        { x, y: y + half },
      ];
    };
    const between = points.slice(1, -1).flatMap(([lane, y]) => {
      const x = [exit, entry].find((end) => Math.abs(end - lane) < near) ?? lane;
      return through(x, y);
    });
    const [first, last] = [spots[from]?.y ?? 0, spots[to]?.y ?? 0];
    return [
      { x: exit, y: first + (sizes[from]?.height ?? 0) / 2 },
      ...through(exit, first).slice(1),
      ...between,
      ...through(entry, last).slice(0, 1),
      { x: entry, y: last - (sizes[to]?.height ?? 0) / 2 },
    ].filter(({ y }, index, line) => index === 0 || y !== line[index - 1]?.y);
  });
};

/** Where a path meets a box, and whether it is the only one on that side. */
interface Port {
  readonly x: number;
  readonly only: boolean;
}

const alone: Port = { x: 0, only: true };

/** A step to the side that is so short that it looks like a mistake. */
const near = 10;

/** A port that a path has for itself may move a little to make the path straight. */
const straightened = (exit: Port, entry: Port): readonly [number, number] => {
  if (Math.abs(exit.x - entry.x) >= near) return [exit.x, entry.x];
  if (exit.only) return [entry.x, entry.x];
  return entry.only ? [exit.x, exit.x] : [exit.x, entry.x];
};

/** The height of each row, by its middle. */
const thickness = (
  sizes: readonly Size[],
  spots: readonly Point[],
): ReadonlyMap<number, number> => {
  const rows = new Map<number, number>();
  spots.forEach(({ y }, box) => {
    rows.set(y, Math.max(rows.get(y) ?? 0, sizes[box]?.height ?? 0));
  });
  return rows;
};

/** Puts the ends of paths side by side, in the order of where they lead. */
const ports = (
  sizes: readonly Size[],
  spots: readonly Point[],
  passages: readonly Passage[],
  end: 'from' | 'to',
  towards: (passage: Passage) => number,
): readonly Port[] => {
  const sharing = sizes.map((): number[] => []);
  passages.forEach((passage, index) => sharing[passage[end]]?.push(index));
  const leads = passages.map(towards);
  const found = new Array<Port>(passages.length).fill(alone);
  sharing.forEach((some, box) => {
    const step = Math.min(16, ((sizes[box]?.width ?? 0) - 28) / Math.max(1, some.length - 1));
    const middle = (some.length - 1) / 2;
    some
      .sort((one, two) => (leads[one] ?? 0) - (leads[two] ?? 0))
      .forEach((passage, place) => {
        const x = (spots[box]?.x ?? 0) + (place - middle) * step;
        found[passage] = { x, only: some.length === 1 };
      });
  });
  return found;
};
