/**
 * The columns of a picture of letters.
 *
 * @module
 */

import { entriesOf, type Net } from './plainNets.js';
import { settled } from './settled.js';
import type { Rows } from './plainRows.js';
import type { Segment, Stop } from './plainStops.js';

/** The column in which paths reach and leave each stop: its middle. */
export type Columns = ReadonlyMap<Stop, number>;

/** Puts stops above and below those that they are connected with, as near as their order lets them be. */
export const placed = ({ rows, segments, nets }: Rows): Columns => {
  const columns = new Map<Stop, number>();
  const wish = (stop: Stop, near: ReadonlyMap<Stop, readonly Stop[]>): number => {
    const others = (near.get(stop) ?? []).map((other) => columns.get(other) ?? 0);
    return others.length === 0
      ? (columns.get(stop) ?? 0)
      : others.reduce((sum, column) => sum + column, 0) / others.length;
  };
  const above = neighbours(segments.flat(), 'to', 'from');
  const below = neighbours(segments.flat(), 'from', 'to');
  for (const row of rows) settle(row, () => 0, columns);
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) settle(row, (stop) => wish(stop, above), columns);
    for (const row of [...rows].reverse()) settle(row, (stop) => wish(stop, below), columns);
  }
  rows.forEach((row, index) => {
    settle(row, (stop) => wish(stop, above), columns);
    fix(row, rows[index - 1] ?? [], nets[index - 1] ?? [], columns);
  });
  const left = Math.min(...rows.flat().map((stop) => (columns.get(stop) ?? 0) - half(stop)));
  for (const [stop, column] of columns) columns.set(stop, column - left);
  return columns;
};

const rounds = 6;

const half = ({ width }: Stop): number => Math.floor(width / 2);

/** How far the middles of two neighbours in a row are apart at least. */
const apart = (left: Stop, right: Stop): number =>
  left.width - half(left) + gap(left, right) + half(right);

const gap = (left: Stop, right: Stop): number =>
  left.kind === 'pass' && right.kind === 'pass' ? 1 : 3;

const neighbours = (
  segments: readonly Segment[],
  of: 'from' | 'to',
  other: 'from' | 'to',
): ReadonlyMap<Stop, readonly Stop[]> => {
  const found = new Map<Stop, Stop[]>();
  for (const segment of segments) {
    const some = found.get(segment[of]);
    if (some === undefined) found.set(segment[of], [segment[other]]);
    else some.push(segment[other]);
  }
  return found;
};

const settle = (
  row: readonly Stop[],
  wish: (stop: Stop) => number,
  columns: Map<Stop, number>,
): void => {
  const middles = settled(
    row.map(wish),
    row.map((stop, index) => apart(row[index - 1] ?? stop, stop)),
  );
  row.forEach((stop, index) => columns.set(stop, middles[index] ?? 0));
};

/**
 * Makes columns whole, and moves to the right what would stand below the path of another: a path that goes down from
 * there would look like its own.
 */
const fix = (
  row: readonly Stop[],
  above: readonly Stop[],
  nets: readonly Net[],
  columns: Map<Stop, number>,
): void => {
  const columnOf = (stop: Stop): number => columns.get(stop) ?? 0;
  const leaving = new Map(
    above.map((stop) => [columnOf(stop), nets.filter(({ from }) => from.includes(stop))]),
  );
  const isClear = (stop: Stop): boolean =>
    Array.from(entriesOf(stop, nets, columnOf)).every(([net, column]) =>
      (leaving.get(column) ?? []).every((own, _, all) => own === net && all.length === 1),
    );
  let least = -Infinity;
  row.forEach((stop, index) => {
    columns.set(stop, Math.max(Math.round(columnOf(stop)), least));
    while (!isClear(stop)) columns.set(stop, columnOf(stop) + 1);
    const next = row[index + 1];
    if (next !== undefined) least = columnOf(stop) + apart(stop, next);
  });
};
