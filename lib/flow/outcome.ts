/**
 * What comes of an execution that has ended, and what a growing text has grown by.
 *
 * @module
 */

import { EmptyOutput } from '../core/errors.js';
import type { Execution } from './execution.js';
import { finished } from './finished.js';
import type { Definition } from './plan.js';

/** What comes of an execution: an output, nothing, or a failure. */
export type Outcome =
  | { readonly _tag: 'Given'; readonly value: unknown }
  | { readonly _tag: 'Empty' }
  | { readonly _tag: 'Failed'; readonly cause: unknown };

/** Reads what an execution gave: changed by the task's `after`, decoded by its codec. */
export const outcomeOf = (
  name: string,
  { work, output, optional }: Definition,
  { state, hasValue, value, error }: Execution,
): Outcome => {
  if (state === 'failed') return { _tag: 'Failed', cause: error };
  if (!hasValue) {
    return optional ? { _tag: 'Empty' } : { _tag: 'Failed', cause: new EmptyOutput(name) };
  }
  try {
    return { _tag: 'Given', value: finished(name, { work, output }, value) };
  } catch (cause) {
    return { _tag: 'Failed', cause };
  }
};

/**
 * What a text has grown by since it was last told; `undefined` when it is no text, or did not just grow at
 * its end. From now on the value counts as told.
 */
export const tell = (execution: Execution, value: unknown): string | undefined => {
  const { told, delta, value: snapshot } = execution;
  execution.told = value;
  execution.delta = '';
  if (typeof value !== 'string') return undefined;
  if (delta !== undefined && value === snapshot) return delta;
  const before = typeof told === 'string' ? told : '';
  // Comparing a slice is comparing memory; `startsWith` goes character by character.
  const head = value.slice(0, before.length);
  return head === before ? value.slice(before.length) : undefined;
};
