/**
 * What is told of a task: events, with the wave and the attempt they belong to, and their time.
 *
 * @module
 */

import type { TaskMoment, TaskPartial, TaskStarted, TaskSucceeded } from '../../core/event.js';
import type { Execution } from '../execution.js';
import type { TaskVertex } from '../plan.js';
import type { AnyAgent } from '../ports.js';
import { knownAccount } from '../request.js';
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

/** An attempt at it begins. */
export const started = (state: State, vertex: Vertex, task: TaskVertex): TaskStarted<string> => {
  const event = moment(state, 'started', vertex, task);
  const agent = task.definition.attempts[vertex.trouble?.actor ?? 0]?.agent;
  if (agent === undefined) return event;
  const { type, provider, model = modelOf(agent) } = agent;
  return { ...event, agent: { type, provider, ...(model !== undefined && { model }) } };
};

// What is asked when the agent names none is known once its provider has been loaded, which it has.
const modelOf = (agent: AnyAgent): string | undefined => knownAccount(agent)?.model;

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
  { wave, attempt, ledger }: Vertex,
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
  const usage = ledger?.usage();
  if (usage !== undefined) event.usage = usage;
  if (execution?.finish !== undefined) event.finish = execution.finish;
  if (execution?.calls !== undefined) event.calls = execution.calls;
  if (conclusion?.file !== undefined) event.file = conclusion.file;
  return event;
};

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };
