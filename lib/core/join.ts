/**
 * The coherent latest of all predecessors: what a task makes of the signals on its edges.
 *
 * A task's input is the `combineLatest` of its predecessors' signals, let through only while coherent: none
 * of them is pending, and any input version that two of them carry is the same version. So this is a pure
 * function of the latest signals, and `combineLatest(signals).pipe(map(join))` is what it means over time.
 *
 * @module
 */

import { left, right } from './either.js';
import { NobodyCame, TaskSkipped, type SkipCause } from './errors.js';
import type { Join } from './graph.js';
import type { Signal } from './signal.js';
import { mergeStamps, unstamped, type Stamp } from './stamp.js';

/** What is put together for a task. */
export type Joined =
  /** Somebody is pending, or they speak of different versions, or a failure waits for the others to settle. */
  | { readonly _tag: 'Incoherent' }
  /** All have said something that goes together, and somebody is not finished. */
  | { readonly _tag: 'Growing'; readonly stamp: Stamp; readonly values: Values }
  /** All have settled, and the task can run. */
  | { readonly _tag: 'Ready'; readonly stamp: Stamp; readonly values: Values }
  /** All have settled, and the task is not run. */
  | { readonly _tag: 'Skipped'; readonly stamp: Stamp; readonly because: SkipCause }
  /** All have settled, and the task cannot be run. */
  | { readonly _tag: 'Failed'; readonly stamp: Stamp; readonly error: NobodyCame };

/** What the predecessors gave, by name, in declaration order of the paths. */
export type Values = Readonly<Record<string, unknown>>;

/** The predecessors of a task and how it joins them. */
export interface Joint {
  readonly task: string;
  readonly join: Join;
  /** The names of the predecessors, in declaration order of the paths. */
  readonly names: readonly string[];
}

/**
 * Puts the latest signals of a task's predecessors together.
 *
 * By `'all'` every one of them has to give a value: one that was skipped or failed skips the task. By `'any'`
 * those that came are enough, as long as one did; by `'first'` one of them is, as soon as it is there, whatever the
 * others do. By `'settled'` each gives an `Either`. Whether a task is
 * skipped is said only when all have settled, so that the answer does not hang on who was faster.
 */
export const join = (joint: Joint, signals: readonly Signal[]): Joined => {
  if (joint.join === 'first') {
    const winner = signals.findIndex(({ _tag }) => _tag === 'Final');
    const signal = signals[winner];
    if (signal?._tag === 'Final') {
      const values = { [joint.names[winner] ?? '']: signal.value };
      return { _tag: 'Ready', stamp: signal.stamp, values };
    }
  }
  let stamp: Stamp = unstamped;
  let growing = false;
  let missing = false;
  for (const signal of signals) {
    if (signal._tag === 'Pending') return incoherent;
    const merged = mergeStamps(stamp, signal.stamp);
    if (merged === undefined) return incoherent;
    stamp = merged;
    if (signal._tag === 'Partial') growing = true;
    else if (signal._tag !== 'Final') missing = true;
  }
  if (growing) {
    return missing ? incoherent : { _tag: 'Growing', stamp, values: valuesOf(joint, signals) };
  }
  if (joint.join === 'settled') {
    return { _tag: 'Ready', stamp, values: eithersOf(joint, signals) };
  }
  if (!missing) return { _tag: 'Ready', stamp, values: valuesOf(joint, signals) };
  if (joint.join === 'any' && signals.some(({ _tag }) => _tag === 'Final')) {
    return { _tag: 'Ready', stamp, values: valuesOf(joint, signals) };
  }
  if (joint.join !== 'all') {
    const failed = joint.names.filter((_, index) => signals[index]?._tag === 'Failed');
    if (failed.length > 0) {
      return { _tag: 'Failed', stamp, error: new NobodyCame(joint.task, joint.join, failed) };
    }
  }
  return { _tag: 'Skipped', stamp, because: firstCause(joint, signals) };
};

const incoherent: Joined = Object.freeze({ _tag: 'Incoherent' });

const valuesOf = ({ names }: Joint, signals: readonly Signal[]): Values => {
  const values: Record<string, unknown> = {};
  for (let index = 0; index < signals.length; index++) {
    const signal = signals[index];
    const name = names[index];
    if (name !== undefined && (signal?._tag === 'Final' || signal?._tag === 'Partial')) {
      values[name] = signal.value;
    }
  }
  return values;
};

const eithersOf = ({ names }: Joint, signals: readonly Signal[]): Values => {
  const values: Record<string, unknown> = {};
  signals.forEach((signal, index) => {
    const name = names[index] ?? '';
    if (signal._tag === 'Final') values[name] = right(signal.value);
    if (signal._tag === 'Failed') values[name] = left(signal.error);
    if (signal._tag === 'Skipped') values[name] = left(new TaskSkipped(name, signal.because));
  });
  return values;
};

// Of several that did not come, the first in declaration order is named: the same for any timing.
const firstCause = ({ names, task }: Joint, signals: readonly Signal[]): SkipCause => {
  for (const [index, signal] of signals.entries()) {
    if (signal._tag === 'Skipped') return signal.because;
    if (signal._tag === 'Failed') return { task: names[index] ?? task, reason: 'failed' };
  }
  return { task, reason: 'empty' };
};
