/**
 * What tells the lanes of a run from those that were expected.
 *
 * @module
 */

import { brief, apart } from './literal.js';
import { fits, fitting, signOf, type Marble, type Moment } from './moment.js';
import { lettersOf, written } from './written.js';

/** A lane of a run beside the one that was expected. */
export interface Compared {
  readonly name: string;
  /** The expected lane as text. */
  readonly expected: string;
  /** The lane of the run as text, with the same letters. */
  readonly actual: string;
  /** What the letters of the one and of the other stand for. */
  readonly values: { readonly expected: Values; readonly actual: Values };
  /** What is different, for people; `undefined` when nothing is. */
  readonly difference: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Compares a lane of a run with the one that was expected.
 *
 * @param known the letters that the expected lane was written with
 */
export const compared = (
  name: string,
  expected: readonly Moment[],
  actual: readonly Moment[],
  known: Values,
  frame: number,
): Compared => {
  const letters = lettersOf(known);
  const wanted = written(expected, letters, frame);
  const values = letters.values();
  const got = written(actual, letters, frame);
  const used = lettersOf(letters.values());
  written(actual, used, frame);
  const differs = [...expected.keys(), ...actual.keys()]
    .sort((one, other) => one - other)
    .find((index) => !isFit(expected[index], actual[index]));
  return {
    name,
    expected: wanted,
    actual: got,
    values: { expected: values, actual: used.values() },
    difference:
      differs === undefined
        ? undefined
        : [
            ...wordsOf(expected[differs], actual[differs], frame),
            '',
            ...aligned(wanted, got),
            ...tableOf(letters.values()),
          ].join('\n'),
  };
};

const isFit = (expected: Moment | undefined, actual: Moment | undefined): boolean =>
  expected !== undefined && actual !== undefined && fits(expected, actual);

/** One lane under the other, with what is long before they part left out. */
const aligned = (expected: string, actual: string): readonly string[] => {
  const at = parting(expected, actual);
  const cut = at > 60 ? at - 40 : 0;
  const shown = (text: string): string => {
    const rest = Array.from(text).slice(cut);
    return `${cut > 0 ? '…' : ''}${rest.slice(0, 90).join('')}${rest.length > 90 ? '…' : ''}`;
  };
  return [
    `  expected  ${shown(expected)}`,
    `  actual    ${shown(actual)}`,
    `            ${' '.repeat(cut > 0 ? at - cut + 1 : at)}^`,
  ];
};

/** What letters stand for; of many, what the first of them do. */
export const tableOf = (values: Values): readonly string[] => {
  const lines = Object.entries(values).map(([letter, value]) => `  ${letter} = ${brief(value)}`);
  return lines.length <= 30
    ? lines
    : [...lines.slice(0, 30), `  and ${String(lines.length - 30)} more`];
};

/** Where two texts part. Two that do not part differ in an error, which has no letter: in the last sign. */
const parting = (one: string, other: string): number => {
  const others = Array.from(other);
  const ones = Array.from(one);
  const at = ones.findIndex((character, index) => character !== others[index]);
  if (at >= 0) return at;
  return ones.length === others.length ? Math.max(0, one.lastIndexOf('#')) : ones.length;
};

const wordsOf = (
  expected: Moment | undefined,
  actual: Moment | undefined,
  frame: number,
): readonly string[] => {
  const isEarlier =
    expected !== undefined && (actual === undefined || expected.frame < actual.frame);
  const isLater = actual !== undefined && (expected === undefined || actual.frame < expected.frame);
  const timeOf = (moment: Moment): string => `${String(moment.frame * frame)} ms`;
  const isShifted =
    expected !== undefined && actual !== undefined && fitting(expected.marble, actual.marble);
  if (isEarlier) {
    const instead = isShifted ? `it came at ${timeOf(actual)}` : 'nothing came';
    return [`At ${timeOf(expected)}, ${told(expected.marble)} was expected, and ${instead}.`];
  }
  if (isLater) {
    const instead = isShifted ? `it was expected at ${timeOf(expected)}` : 'nothing was expected';
    return [`At ${timeOf(actual)}, ${told(actual.marble)} came, and ${instead}.`];
  }
  if (expected === undefined || actual === undefined) return [];
  const [one, other] = toldApart(expected.marble, actual.marble);
  return [`At ${timeOf(expected)}, ${one} was expected, and ${other} came.`];
};

const toldApart = (one: Marble, other: Marble): readonly [string, string] => {
  if (one._tag === 'Value' && other._tag === 'Value') return apart(one.value, other.value);
  if (one._tag === 'Failed' && other._tag === 'Failed')
    return [`# with ${brief(one.error)}`, `# with ${brief(other.error)}`];
  return [told(one), told(other)];
};

const told = (marble: Marble): string => {
  switch (marble._tag) {
    case 'Value':
      return brief(marble.value);
    case 'Failed':
      return marble.error === undefined ? '#, a failure' : `#, a failure (${brief(marble.error)})`;
    case 'Succeeded':
      return '|, the end';
    default:
      return `${signOf(marble)}, ${meanings[marble._tag]}`;
  }
};

const meanings = {
  Skipped: 'a skip',
  Cancelled: 'a cancelling',
  Anew: 'a new beginning',
} as const;
