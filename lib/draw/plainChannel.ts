/**
 * The paths between two rows of a picture of letters.
 *
 * @module
 */

import { entriesOf, type Net } from './plainNets.js';
import type { Columns } from './plainPlaces.js';
import type { Stop } from './plainStops.js';
import type { Signs } from './plainSigns.js';

/** The letters between two rows. */
export interface Channel {
  readonly height: number;
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly text: string;
  }[];
}

/** Leads each net down from its sources, across on a line of its own, and down to its aims. */
export const channelOf = (nets: readonly Net[], columns: Columns, sign: Signs): Channel => {
  const columnOf = (stop: Stop): number => columns.get(stop) ?? 0;
  const entries = new Map(
    nets.flatMap(({ to }) => to).map((stop) => [stop, entriesOf(stop, nets, columnOf)]),
  );
  const aimsOf = (net: Net): readonly number[] =>
    net.to.map((stop) => entries.get(stop)?.get(net) ?? 0);
  const tracks = tracked(nets, (net) => [...net.from.map(columnOf), ...aimsOf(net)]);
  const height = 1 + tracks.reduce((most, { track }) => Math.max(most, (track ?? -1) + 1), 0);
  const cells = cellsOf(height);
  for (const { net, track, left, right } of tracks) {
    if (track === undefined) {
      for (let y = 0; y < height; y++) cells.down(left, y, up | down, net.isDashed);
      continue;
    }
    for (let x = left; x <= right; x++) {
      cells.across(x, track, (x > left ? toLeft : 0) | (x < right ? toRight : 0), net.isDashed);
    }
    for (const x of net.from.map(columnOf)) {
      for (let y = 0; y < track; y++) cells.down(x, y, up | down, net.isDashed);
      cells.join(x, track, up, net.isDashed);
    }
    for (const x of aimsOf(net)) {
      for (let y = track + 1; y < height; y++) cells.down(x, y, up | down, net.isDashed);
      cells.join(x, track, down, net.isDashed);
    }
  }
  const heads = new Set(
    Array.from(entries).flatMap(([{ kind }, columns]) =>
      kind === 'box' ? [...columns.values()] : [],
    ),
  );
  return {
    height,
    cells: cells.all().map(({ x, y, cell }) => ({
      x,
      y,
      text: y === height - 1 && heads.has(x) ? sign.head : letterOf(cell, sign),
    })),
  };
};

// The directions of a line in a cell, as numbers that add up.
const [up, down, toLeft, toRight] = [1, 2, 4, 8] as const;

interface Track {
  readonly net: Net;
  /** Its line; none where it goes straight down. */
  readonly track: number | undefined;
  readonly left: number;
  readonly right: number;
}

/** Gives nets lines, so that no two of one line touch. */
const tracked = (
  nets: readonly Net[],
  columnsOf: (net: Net) => readonly number[],
): readonly Track[] => {
  const ends: number[] = [];
  return nets
    .map((net) => {
      const all = columnsOf(net);
      return { net, left: Math.min(...all), right: Math.max(...all) };
    })
    .sort((one, two) => one.left - two.left)
    .map(({ net, left, right }) => {
      if (left === right) return { net, track: undefined, left, right };
      const free = ends.findIndex((end) => end + 1 < left);
      const track = free === -1 ? ends.length : free;
      ends[track] = right;
      return { net, track, left, right };
    });
};

/** Two lines may meet in a cell, or only cross. */
interface Cell {
  readonly across: Line;
  readonly down: Line;
  readonly isJoint: boolean;
}

interface Line {
  /** The directions in which it leads. */
  readonly bits: number;
  readonly isSolid: boolean;
}

type Draws = (x: number, y: number, bits: number, isDashed: boolean) => void;

interface Cells {
  readonly across: Draws;
  readonly down: Draws;
  /** Draws a line down that meets the one across. */
  readonly join: Draws;
  readonly all: () => readonly { readonly x: number; readonly y: number; readonly cell: Cell }[];
}

const cellsOf = (height: number): Cells => {
  const rows = Array.from({ length: height }, () => new Map<number, Cell>());
  const change = (x: number, y: number, by: (cell: Cell) => Partial<Cell>): void => {
    const cell = rows[y]?.get(x) ?? empty;
    rows[y]?.set(x, { ...cell, ...by(cell) });
  };
  return {
    across: (x, y, bits, isDashed) => {
      change(x, y, ({ across }) => ({ across: more(across, bits, isDashed) }));
    },
    down: (x, y, bits, isDashed) => {
      change(x, y, ({ down }) => ({ down: more(down, bits, isDashed) }));
    },
    join: (x, y, bits, isDashed) => {
      change(x, y, ({ down }) => ({ down: more(down, bits, isDashed), isJoint: true }));
    },
    all: () => rows.flatMap((row, y) => Array.from(row, ([x, cell]) => ({ x, y, cell }))),
  };
};

const none: Line = { bits: 0, isSolid: false };
const empty: Cell = { across: none, down: none, isJoint: false };

const more = (line: Line, bits: number, isDashed: boolean): Line => ({
  bits: line.bits | bits,
  isSolid: line.isSolid || !isDashed,
});

const letterOf = ({ across, down, isJoint }: Cell, sign: Signs): string => {
  if (isJoint) return sign.joints[across.bits | down.bits] ?? '';
  if (down.bits !== 0) return (down.isSolid ? sign.solid : sign.dashed).down;
  return (across.isSolid ? sign.solid : sign.dashed).across;
};
