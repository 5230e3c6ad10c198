/**
 * What a lane says, and when: the same for the lane that a diagram draws and for that of a run.
 *
 * @module
 */

import { same } from './same.js';

/** Something on a lane. */
export type Marble =
  /** A snapshot, or the output where it is not the last snapshot. */
  | { readonly _tag: 'Value'; readonly value: unknown }
  | { readonly _tag: 'Succeeded' }
  /** An attempt, or the task, failed. Without an `error`, it may be any. */
  | { readonly _tag: 'Failed'; readonly error?: unknown }
  | { readonly _tag: 'Skipped' }
  | { readonly _tag: 'Cancelled' }
  /** The task begins anew, with a new attempt or a new wave. */
  | { readonly _tag: 'Anew' };

/** A marble and the frame that it is in. */
export interface Moment {
  readonly frame: number;
  readonly marble: Marble;
}

/** The signs of all marbles but values. */
export const signOf = (marble: Exclude<Marble, { readonly _tag: 'Value' }>): string => {
  switch (marble._tag) {
    case 'Succeeded':
      return '|';
    case 'Failed':
      return '#';
    case 'Skipped':
      return '/';
    case 'Cancelled':
      return '!';
    case 'Anew':
      return '^';
  }
};

/** Whether what happened is what was expected. */
export const fits = (expected: Moment, actual: Moment): boolean =>
  expected.frame === actual.frame && fitting(expected.marble, actual.marble);

/** The same, whenever it happened. */
export const fitting = (expected: Marble, actual: Marble): boolean => {
  if (expected._tag === 'Value')
    return actual._tag === 'Value' && same(expected.value, actual.value);
  if (expected._tag === 'Failed' && 'error' in expected)
    return actual._tag === 'Failed' && same(expected.error, actual.error);
  return expected._tag === actual._tag;
};

/** Leaves out an output that is the last snapshot: it has been said. */
export const withoutEchoes = (moments: readonly Moment[]): readonly Moment[] => {
  const kept: Moment[] = [];
  for (const moment of moments) {
    if (moment.marble._tag === 'Succeeded') {
      while (isEcho(kept.at(-1), kept.at(-2), moment.frame)) kept.pop();
    }
    kept.push(moment);
  }
  return kept;
};

const isEcho = (last: Moment | undefined, before: Moment | undefined, end: number): boolean =>
  last?.frame === end &&
  last.marble._tag === 'Value' &&
  before?.marble._tag === 'Value' &&
  same(last.marble.value, before.marble.value);
