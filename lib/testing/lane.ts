/**
 * The marble lanes of a run, as they are written in a spec.
 *
 * @module
 */

import { InvalidMarbles } from './errors.js';
import { withoutEchoes, type Marble, type Moment } from './moment.js';
import { signsOf, type Sign } from './signs.js';

/** What the letters of a diagram stand for; `#` for what a task failed with. */
export type MarbleValues<A = unknown> = Readonly<Record<string, A>>;

/**
 * What one task says, as a marble diagram: alone, or with the values of its letters.
 *
 *     --a-b-(c|)   snapshots a and b, the output c
 *     --a-b----|   the output is the last snapshot
 *     --a-#        it failed
 *     --a-# 9ms ^--(b|)   an attempt failed, and another one began 9 ms later
 *     -----/       it was skipped
 *     --a--!       it was cancelled
 *
 * A character takes a millisecond, in a group such as `(c|)` too, and the time is that since the run began.
 * ` 10ms `, ` 1.5s ` and ` 2m ` let time pass, ` @10ms ` goes on ten milliseconds after the beginning; a space
 * takes none.
 */
export type Lane<A = unknown> = string | readonly [marbles: string, values: MarbleValues<A>];

/** The lanes of some tasks by their names. */
export type Lanes<Name extends string = string> = Readonly<Partial<Record<Name, Lane>>>;

/** What a lane says. Its own values come before those that lanes share. */
export const momentsOf = (
  lane: Lane,
  shared: MarbleValues | undefined,
  frame: number,
): readonly Moment[] => {
  const [marbles, own] = typeof lane === 'string' ? [lane, undefined] : lane;
  const values = own === undefined ? shared : { ...shared, ...own };
  const signs = signsOf(marbles, { meant: '|#!/^@', meaning: '', frame });
  checkOrder(marbles, signs);
  return withoutEchoes(
    signs.map((sign) => ({
      frame: Math.round(sign.time / frame),
      marble: marbleOf(marbles, sign, values),
    })),
  );
};

const marbleOf = (
  marbles: string,
  { sign, column }: Sign,
  values: MarbleValues | undefined,
): Marble => {
  switch (sign) {
    case '|':
      return { _tag: 'Succeeded' };
    case '#':
      return values !== undefined && Object.hasOwn(values, '#')
        ? { _tag: 'Failed', error: values['#'] }
        : { _tag: 'Failed' };
    case '/':
      return { _tag: 'Skipped' };
    case '!':
      return { _tag: 'Cancelled' };
    case '^':
      return { _tag: 'Anew' };
    default:
      return { _tag: 'Value', value: valueOf(marbles, sign, column, values) };
  }
};

/** What a letter stands for; where no values are given at all, for itself. */
export const valueOf = <A>(
  marbles: string,
  letter: string,
  column: number,
  values: MarbleValues<A> | undefined,
): A | string => {
  if (values === undefined) return letter;
  const value = Object.hasOwn(values, letter) ? values[letter] : undefined;
  if (value === undefined && !Object.hasOwn(values, letter)) {
    const known = Object.keys(values).filter((name) => name !== '#');
    throw new InvalidMarbles(
      marbles,
      column,
      `There is no value for "${letter}". ${known.length === 0 ? 'There are none.' : `There are values for: ${known.join(', ')}.`}`,
    );
  }
  // The name is one of the record, so this is a value of it, `undefined` included.
  return value as A;
};

// What no run does, was not meant.
const checkOrder = (marbles: string, signs: readonly Sign[]): void => {
  let ended = false;
  let said = false;
  for (const { sign, column } of signs) {
    switch (sign) {
      case '^':
        [ended, said] = [false, false];
        break;
      case '|':
        if (!said)
          throw new InvalidMarbles(
            marbles,
            column,
            'A task that succeeds gives a value: write it before the end, such as (a|).',
          );
        ended = true;
        break;
      case '#':
      case '!':
      case '/':
        ended = true;
        break;
      default:
        if (ended)
          throw new InvalidMarbles(
            marbles,
            column,
            'What has ended gives no value any more. Where a task begins anew, write ^ before its values.',
          );
        said = true;
    }
  }
};
