/**
 * Cutting a growing text into units, such as sentences: what all such operators share.
 *
 * Whether a unit has ended is decided once: what has been found in a text is found in every text that continues
 * it. So each character is looked at once, however many snapshots there are. What is left for each snapshot is
 * to see that it continues the one before, which compares bytes and is as fast as copying them.
 *
 * @module
 */

import {
  concat,
  concatMap,
  defer,
  distinctUntilChanged,
  filter,
  map,
  of,
  type MonoTypeOperatorFunction,
} from 'rxjs';
import { continues } from '../internal/continues.js';

/** What the units of a text are. */
export interface Cut {
  readonly find: Find;
  /** A unit as it is told on its own. */
  readonly trim: (unit: string) => string;
}

/**
 * Finds the units that end in the text from `seen` on, in order. The unfinished one began at `begun`.
 *
 * An end that a later character might move or undo is none yet, nor is any that comes after it.
 */
export type Find = (text: string, seen: number, begun: number) => Found;

/** What was found. */
export interface Found {
  readonly ends: readonly End[];
  /** Where to look on when the text has grown. */
  readonly seen: number;
}

/** Where a unit ends, and where the next one begins. */
export interface End {
  readonly end: number;
  readonly next: number;
}

/**
 * Lets a growing text through when a unit has ended, without what is unfinished, and all of it at the end.
 */
export const wholeUnits =
  (cut: Cut): MonoTypeOperatorFunction<string> =>
  (text) =>
    defer(() => {
      const next = read(cut);
      let reading = nothing;
      const grow = (snapshot: string): string => {
        reading = next(reading, snapshot);
        return reading.whole;
      };
      return concat(
        text.pipe(map(grow)),
        defer(() => of(reading.text)),
      );
    }).pipe(
      filter((whole) => whole !== ''),
      distinctUntilChanged(),
    );

/** Lets each unit of a growing text through on its own and once, and the unfinished one at the end. */
export const eachUnit =
  (cut: Cut): MonoTypeOperatorFunction<string> =>
  (text) =>
    defer(() => {
      const next = read(cut);
      let reading = nothing;
      const grow = (snapshot: string): readonly string[] => {
        reading = next(reading, snapshot);
        return reading.units;
      };
      const rest = (): readonly string[] =>
        [cut.trim(reading.text.slice(reading.begun))].filter((unit) => unit !== '');
      return concat(text.pipe(concatMap(grow)), defer(rest));
    });

/** How far a text has been read. */
interface Reading {
  readonly text: string;
  /** The text up to the last end. It stays the same string until there is another end. */
  readonly whole: string;
  /** The units that the latest snapshot has finished. */
  readonly units: readonly string[];
  readonly begun: number;
  readonly seen: number;
}

const nothing: Reading = { text: '', whole: '', units: [], begun: 0, seen: 0 };

const read =
  ({ find, trim }: Cut) =>
  (before: Reading, text: string): Reading => {
    const { whole, begun, seen } = known(before, text);
    const { ends, ...looked } = find(text, seen, begun);
    const begins = [begun, ...ends.map(({ next }) => next)];
    return {
      text,
      whole: ends.length === 0 ? whole : text.slice(0, ends.at(-1)?.end),
      units: ends.map(({ end }, index) => trim(text.slice(begins[index], end))),
      begun: begins.at(-1) ?? begun,
      seen: looked.seen,
    };
  };

/** What was read before and holds for this text, too: all, the finished units, or nothing. */
const known = (before: Reading, text: string): Reading => {
  if (continues(text, before.text)) return before;
  const finished = before.text.slice(0, before.begun);
  return continues(text, finished) ? { ...before, seen: before.begun } : nothing;
};
