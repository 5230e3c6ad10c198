import type { Subscription } from 'rxjs';
import type { TaskVertex } from '../plan.js';
import { delayOf } from '../retry.js';
import { correctionOf } from '../structured.js';
import { becomeReady } from './arrivals.js';
import { moment } from './moments.js';
import { fail } from './settling.js';
import { hasEnded, type State } from './state.js';
import { takeBack } from './takeBack.js';
import type { Trouble, Vertex } from './vertex.js';
import { halt } from './waves.js';

/** An attempt has failed: the task is tried again, then by the next who can do it, and fails when nobody is left. */
export const endAttempt = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  error: unknown,
): void => {
  const trouble = (vertex.trouble ??= {
    errors: [],
    actor: 0,
    failed: 0,
    wait: undefined,
    correction: undefined,
  });
  trouble.errors.push(error);
  const { attempts } = task.definition;
  const correction = trouble.correction === undefined ? correctionOf(error) : undefined;
  if (correction === undefined) trouble.failed++;
  else trouble.correction = correction;
  const policy = attempts[trouble.actor]?.retry;
  // An answer that was wrong is no passing failure: the model is told, and answers once more.
  const delay =
    correction === undefined
      ? policy && delayOf(policy, trouble.failed, error, state.context.random)
      : 0;
  if (delay === undefined && trouble.actor + 1 >= attempts.length) {
    fail(state, vertex, task, error);
    return;
  }
  if (delay === undefined) {
    trouble.actor++;
    trouble.failed = 0;
    trouble.correction = undefined;
  }
  halt(state, vertex);
  vertex.phase = 'delayed';
  takeBack(state, vertex);
  if (vertex.index === state.vertices.length - 1) state.voided?.();
  state.emit({ ...moment(state, 'retrying', vertex, task), error, delay: delay ?? 0 });
  if (!hasEnded(state)) trouble.wait = nextAttempt(state, vertex, task, trouble, delay ?? 0);
};

const nextAttempt = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  trouble: Trouble,
  delay: number,
): Subscription =>
  state.context.scheduler.schedule(() => {
    trouble.wait = undefined;
    vertex.attempt++;
    vertex.phase = 'waiting';
    becomeReady(state, vertex, task);
    state.drain();
  }, delay);
