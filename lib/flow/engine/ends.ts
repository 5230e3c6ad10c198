/**
 * How a run ends: everything that is under way is stopped, and the last event is told.
 *
 * @module
 */

import { FlowFailed, type TaskFailed } from '../../core/errors.js';
import type { RunCancelled, RunCompleted, RunFailed } from '../../core/event.js';
import { moment } from './moments.js';
import type { State } from './state.js';
import type { Vertex } from './vertex.js';
import { halt } from './waves.js';

/** Everything is done. */
export const finish = (state: State): void => {
  stopAll(state);
  const failure = failureOf(state.vertices);
  tellLast(
    state,
    failure === undefined ? { type: 'run-completed' } : { type: 'run-failed', error: failure },
  );
  state.done();
};

/** Something failed without which the run is of no use. */
export const stopWith = (state: State, failure: FlowFailed): void => {
  stopAll(state);
  tellLast(state, { type: 'run-failed', error: failure });
  state.done(failure);
};

/** Nobody wants it any more. */
export const cancel = (state: State): void => {
  if (state.isOver) return;
  stopAll(state);
  tellLast(state, { type: 'run-cancelled' });
  state.done();
};

/** The error of a run in which tasks failed that somebody needed. */
export const failureOf = (vertices: readonly Vertex[]): FlowFailed | undefined => {
  if (!vertices.some(({ task, signal }) => signal._tag === 'Failed' && task?.spared === false)) {
    return undefined;
  }
  const causes: Record<string, unknown> = {};
  let first: TaskFailed | undefined;
  for (const { task, signal } of vertices) {
    if (task === undefined || signal._tag !== 'Failed') continue;
    causes[task.name] = signal.error.cause;
    if (!task.spared) first ??= signal.error;
  }
  return first === undefined ? undefined : new FlowFailed(causes, resultsOf(vertices), first.cause);
};

/** The outputs that there are. */
export const resultsOf = (vertices: readonly Vertex[]): Readonly<Record<string, unknown>> => {
  const results: Record<string, unknown> = {};
  for (const { task, signal } of vertices) {
    if (task !== undefined && signal._tag === 'Final') results[task.name] = signal.value;
  }
  return results;
};

const tellLast = (state: State, event: LastEvent): void => {
  const usage = state.context.ledger.usage();
  const time = state.context.scheduler.now();
  state.emit({ ...event, time, ...(usage !== undefined && { usage }) });
  state.isSilent = true;
};

type LastEvent = Omit<RunCompleted, 'time'> | Omit<RunFailed, 'time'> | Omit<RunCancelled, 'time'>;

const stopAll = (state: State): void => {
  state.isOver = true;
  state.slots.enter();
  state.turn.wait?.unsubscribe();
  state.clock?.unsubscribe();
  const open = state.vertices.filter(({ phase }) => phase !== 'settled');
  for (const vertex of open) halt(state, vertex);
  for (const vertex of open) {
    const { task } = vertex;
    if (task !== undefined) state.emit(moment(state, 'cancelled', vertex, task));
  }
  state.slots.leave();
};
