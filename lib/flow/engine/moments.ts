/**
 * What is told of a task: events, with the wave and the attempt they belong to, and their time.
 *
 * @module
 */

import type { TaskMoment, TaskPartial, TaskSucceeded } from '../../core/event.js';
import type { Execution } from '../execution.js';
import type { TaskVertex } from '../plan.js';
import type { State } from './state.js';
import type { Output, Vertex } from './vertex.js';

/** What all events of a task say. */
export const moment = <Type extends string>(
  { context }: State,
  type: Type,
  { wave, attempt }: Vertex,
  { name }: TaskVertex,
  time = context.scheduler.now(),
): TaskMoment<string> & { readonly type: Type } => ({ type, task: name, wave, attempt, time });

/** Its output has grown. */
export const grown = (
  { context }: State,
  { wave, attempt }: Vertex,
  { name }: TaskVertex,
  value: unknown,
  delta: string | undefined,
): TaskPartial<string, unknown> => {
  const event: Writable<TaskPartial<string, unknown>> = {
    type: 'partial',
    task: name,
    wave,
    attempt,
    time: context.scheduler.now(),
    value,
  };
  if (delta !== undefined) event.delta = delta;
  return event;
};

/** How a task came to its output. */
export interface Success extends Output {
  readonly delta: string | undefined;
  readonly execution: Execution | undefined;
  readonly from: 'run' | 'unchanged';
}

/** It has its output. */
export const succeeded = (
  { context }: State,
  { wave, attempt }: Vertex,
  { name }: TaskVertex,
  { value, delta, conclusion, execution, from }: Success,
): TaskSucceeded<string, unknown> => {
  const event: Writable<TaskSucceeded<string, unknown>> = {
    type: 'succeeded',
    task: name,
    wave,
    attempt,
    time: context.scheduler.now(),
    value,
    from,
  };
  if (delta !== undefined) event.delta = delta;
  if (execution?.usage !== undefined) event.usage = execution.usage;
  if (execution?.finish !== undefined) event.finish = execution.finish;
  if (execution?.calls !== undefined) event.calls = execution.calls;
  if (conclusion?.file !== undefined) event.file = conclusion.file;
  return event;
};

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };
