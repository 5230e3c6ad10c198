/**
 * How a task settles: it succeeds, is skipped, or fails.
 *
 * @module
 */

import { FlowFailed, TaskFailed, type SkipCause } from '../../core/errors.js';
import type { Signal } from '../../core/signal.js';
import { tell } from '../outcome.js';
import type { TaskVertex } from '../plan.js';
import { failureOf, stopWith } from './ends.js';
import { moment, succeeded } from './moments.js';
import { say } from './signals.js';
import { labelOf, type State } from './state.js';
import type { Output, Vertex } from './vertex.js';
import { halt } from './waves.js';

/**
 * A task has its output.
 *
 * @param from whether the task ran, or what it was given is what it was given before
 */
export const succeed = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  { value, conclusion }: Output,
  from: 'run' | 'unchanged',
): void => {
  const { execution, values } = vertex;
  const delta = execution === undefined ? wholeOf(value) : tell(execution, value);
  if (state.isLive && values !== undefined) vertex.kept = { values, value, conclusion };
  const ways = conclusion?.ways;
  const { route } = task;
  if (route !== undefined && ways !== undefined) {
    vertex.taken = new Set(ways.flatMap((way) => route.ways.get(way) ?? []));
    state.emit({ ...moment(state, 'routed', vertex, task), ways });
  }
  settle(state, vertex, { _tag: 'Final', value, stamp: vertex.stamp });
  state.emit(succeeded(state, vertex, task, { value, delta, conclusion, execution, from }));
  vertex.ledger = undefined;
};

/** A task is not done, or had nothing to give. */
export const skip = (state: State, vertex: Vertex, task: TaskVertex, because: SkipCause): void => {
  settle(state, vertex, { _tag: 'Skipped', because, stamp: vertex.stamp });
  state.emit({ ...moment(state, 'skipped', vertex, task), because });
};

/** A task failed for good, and with it the run, where nobody can do without. */
export const fail = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  cause: unknown,
  partial?: unknown,
): void => {
  settleFailed(state, vertex, task, cause, partial);
  if (state.plan.onFailure === 'stop' && !task.spared && !state.isOver) {
    stopWith(state, failureOf(state.vertices) ?? new FlowFailed({}, {}, cause));
  }
};

/** A task failed for good. */
export const settleFailed = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  cause: unknown,
  partial = vertex.execution?.value,
): void => {
  const before = vertex.trouble?.errors ?? [];
  const errors = before.at(-1) === cause ? before : [...before, cause];
  const error = new TaskFailed(labelOf(state, task), vertex.attempt, errors, partial);
  settle(state, vertex, { _tag: 'Failed', error, stamp: vertex.stamp });
  state.emit({ ...moment(state, 'failed', vertex, task), error });
  vertex.ledger = undefined;
};

const settle = (state: State, vertex: Vertex, signal: Signal): void => {
  halt(state, vertex);
  vertex.phase = 'settled';
  state.unsettled--;
  say(state, vertex, signal);
};

const wholeOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
