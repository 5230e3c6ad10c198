/**
 * Runs within a task, and what is made of what they tell.
 *
 * @module
 */

import {
  defer,
  EMPTY,
  mergeMap,
  of,
  throwError,
  type Observable,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import type { TaskFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Values } from '../core/join.js';
import type { Plan } from './plan.js';
import type { Answer } from './ports.js';

/** Runs a plan within a task, and tells its events. */
export type Nest = (plan: Plan, inside: Inside) => Observable<FlowEvent>;

/** What a run within a task is given. */
export interface Inside {
  /** The values of the inputs of the plan, in declaration order. */
  readonly inputs?: readonly unknown[];
  /** What a task that has no predecessors in the plan is given, by its number. */
  readonly given?: (index: number) => Values;
  /** Whether that is one value, and the task gets it itself. */
  readonly isBare?: boolean;
  /** How many of the tasks may be at work at once. */
  readonly atOnce?: number;
  /** From which number on waves are counted. */
  readonly wave?: number;
}

/** A task that is made of tasks, and what it is given. */
export interface Composite {
  readonly label: string;
  readonly values: Values;
  readonly isBare: boolean;
  readonly context: { readonly scheduler: SchedulerLike; readonly turns: SchedulerLike };
  readonly nest: Nest;
}

/**
 * What a task within gives, while it grows; nothing when it was skipped. With the finished output comes what a model said
 * besides, but for what it took: that is told by the event within.
 */
export const outputOf =
  ({ vertices }: Plan): OperatorFunction<FlowEvent, Answer<unknown>> =>
  (events) => {
    const name = vertices.at(-1)?.name;
    return events.pipe(
      failing(() => true),
      mergeMap((event) => {
        if (event.type === 'partial' && event.task === name) return of({ value: event.value });
        if (event.type !== 'succeeded' || event.task !== name) return EMPTY;
        const { value, finish, calls } = event;
        return of({
          value,
          ...(finish !== undefined && { finish }),
          ...(calls !== undefined && { calls }),
        });
      }),
    );
  };

/** Ends with the first failure of a task when the run failed, unless that is of no matter. */
export const failing =
  (
    matters: (error: Extract<FlowEvent, { readonly type: 'run-failed' }>['error']) => boolean,
  ): OperatorFunction<FlowEvent, FlowEvent> =>
  (events) =>
    defer(() => {
      let failure: TaskFailed | undefined;
      return events.pipe(
        mergeMap((event) => {
          if (event.type === 'failed') failure ??= event.error;
          return event.type === 'run-failed' && matters(event.error)
            ? throwError(() => failure ?? event.error)
            : of(event);
        }),
      );
    });

/** The value of a record that has one. */
export const onlyOf = (values: Values): unknown => Object.values(values)[0];
