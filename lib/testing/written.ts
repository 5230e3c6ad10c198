/**
 * Lanes as text.
 *
 * @module
 */

import { signOf, type Marble, type Moment } from './moment.js';
import { same } from './same.js';

/** Gives every value a letter, the same one to those that look the same. */
export interface Letters {
  readonly of: (value: unknown) => string;
  /** The letters that were given so far, with their values. */
  readonly values: () => Readonly<Record<string, unknown>>;
}

/**
 * Letters for values, beginning with some that are known.
 *
 * @param known letters and what they stand for, of which only those that are used are given
 */
export const lettersOf = (known: Readonly<Record<string, unknown>> = {}): Letters => {
  const used = new Map<string, unknown>();
  const entries = Object.entries(known).filter(([letter]) => letter !== '#');
  const taken = new Set(Object.keys(known));
  let next = 0;
  const fresh = (): string => {
    let letter = letterAt(next++);
    while (taken.has(letter)) letter = letterAt(next++);
    return letter;
  };
  // Snapshots are mostly texts, and there may be many: they are not compared one by one.
  const texts = new Map(
    entries.flatMap(([letter, value]) => (typeof value === 'string' ? [[value, letter]] : [])),
  );
  const find = (value: unknown): string | undefined => {
    if (typeof value === 'string') return texts.get(value);
    return [...used, ...entries].find(([, other]) => same(value, other))?.[0];
  };
  return {
    of: (value) => {
      const letter = find(value) ?? fresh();
      used.set(letter, value);
      if (typeof value === 'string') texts.set(value, letter);
      return letter;
    },
    values: () => Object.fromEntries(used),
  };
};

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

// After the letters that one types come those of Chinese: there are enough of them for any run.
const letterAt = (index: number): string =>
  alphabet[index] ?? String.fromCodePoint(0x4e00 + index - alphabet.length);

/** A lane as text, with how many milliseconds a character takes. */
export const written = (moments: readonly Moment[], letters: Letters, frame: number): string => {
  let text = '';
  let reached = 0;
  for (const { frame: at, marbles } of grouped(moments)) {
    const signs = marbles.map((marble) =>
      marble._tag === 'Value' ? letters.of(marble.value) : signOf(marble),
    );
    text += gap(at, at - reached, frame, text === '');
    text += signs.length === 1 ? signs.join('') : `(${signs.join('')})`;
    reached = at + (signs.length === 1 ? 1 : signs.length + 2);
  }
  return text;
};

interface Group {
  readonly frame: number;
  readonly marbles: readonly Marble[];
}

const grouped = (moments: readonly Moment[]): readonly Group[] => {
  const groups: { frame: number; marbles: Marble[] }[] = [];
  for (const { frame, marble } of moments) {
    const last = groups.at(-1);
    if (last?.frame === frame) last.marbles.push(marble);
    else groups.push({ frame, marbles: [marble] });
  }
  return groups;
};

/** Lets time pass; a group before may already have taken more columns than there is time. */
const gap = (at: number, frames: number, frame: number, isFirst: boolean): string => {
  const space = isFirst ? '' : ' ';
  if (frames < 0) return `${space}@${timeOf(at * frame)} `;
  return frames <= longest ? '-'.repeat(frames) : `${space}${timeOf(frames * frame)} `;
};

/** More dashes than that nobody counts. */
const longest = 12;

const timeOf = (ms: number): string => {
  const [size, unit] =
    ms >= 60_000 && ms % 60_000 === 0
      ? [60_000, 'm']
      : ms >= 1000 && ms % 100 === 0
        ? [1000, 's']
        : [1, 'ms'];
  return `${String(ms / size)}${unit}`;
};
