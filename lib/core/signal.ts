/**
 * What travels on an edge of the graph.
 *
 * @module
 */

import type { SkipCause, TaskFailed } from './errors.js';
import type { Stamp } from './stamp.js';

/** What I said before is void; what I say next is not here yet. */
export interface PendingSignal {
  readonly _tag: 'Pending';
}

/** A snapshot of an output that still grows. */
export interface PartialSignal<A = unknown> {
  readonly _tag: 'Partial';
  readonly value: A;
  readonly stamp: Stamp;
}

/** The finished output. */
export interface FinalSignal<A = unknown> {
  readonly _tag: 'Final';
  readonly value: A;
  readonly stamp: Stamp;
}

/** There will be no output, and that is no failure of this task. */
export interface SkippedSignal {
  readonly _tag: 'Skipped';
  readonly because: SkipCause;
  readonly stamp: Stamp;
}

/** The task failed. */
export interface FailedSignal {
  readonly _tag: 'Failed';
  readonly error: TaskFailed;
  readonly stamp: Stamp;
}

/** What travels on an edge. */
export type Signal<A = unknown> =
  PendingSignal | PartialSignal<A> | FinalSignal<A> | SkippedSignal | FailedSignal;

/** The one signal that has nothing to carry. */
export const pending: PendingSignal = Object.freeze({ _tag: 'Pending' });
