/**
 * One run of a flow for one call of a client.
 *
 * @module
 */

import { firstValueFrom, fromEvent, map, takeUntil, tap, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import { run } from '../flow/run.js';
import type { Plan } from '../flow/plan.js';
import type { RunOptions } from '../flow/runOptions.js';
import { results } from '../operators/results.js';
import { failureOf, replyOf, type Reply } from './reply.js';

/** What is known of a call. */
export interface Call {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Nobody wants the answer any more. */
  readonly signal: AbortSignal;
  /** Tells the client how far it is; absent where it did not ask for that. */
  readonly progress: ((progress: Progress) => void) | undefined;
}

/** How far a run is. */
export interface Progress {
  /** How many tasks have settled. */
  readonly progress: number;
  /** How many there are. */
  readonly total: number;
  /** What happened last. */
  readonly message: string;
}

/** Runs a flow, and gives what is to be answered. It never rejects. */
export const answered = (
  plan: Plan,
  options: RunOptions,
  { inputs, signal, progress }: Call,
): Promise<Reply> => {
  if (signal.aborted) return Promise.resolve(cancelled);
  const answering = run(plan, inputs, options).pipe(
    telling(plan.graph.tasks.length, progress),
    results(),
    map((record) => replyOf(record)),
    takeUntil(fromEvent(signal, 'abort')),
  );
  // Nobody reads what a cancelled call is answered.
  return firstValueFrom(answering, { defaultValue: cancelled }).catch(failureOf);
};

const cancelled = failureOf(new Error('The call was cancelled.'));

const telling =
  (total: number, progress: Call['progress']) =>
  (events: Observable<FlowEvent>): Observable<FlowEvent> => {
    if (progress === undefined) return events;
    let settled = 0;
    return events.pipe(
      tap((event) => {
        switch (event.type) {
          case 'succeeded':
          case 'skipped':
          case 'failed':
            settled++;
            progress({ progress: settled, total, message: `${event.task}: ${event.type}` });
        }
      }),
    );
  };
