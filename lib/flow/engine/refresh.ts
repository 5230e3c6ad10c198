import { tell } from '../outcome.js';
import type { TaskVertex } from '../plan.js';
import { becomeReady, read } from './arrivals.js';
import { grown } from './moments.js';
import { say, sayInput } from './signals.js';
import type { State } from './state.js';
import type { Vertex } from './vertex.js';

/**
 * The turn ends: who has grown says so, and who works on growing outputs reads them.
 *
 * By rank, so that everybody reads once, after all that it reads from.
 */
export const refresh = (state: State, vertex: Vertex): void => {
  const { task, source } = vertex;
  if (vertex.hasNews && source !== undefined) {
    vertex.hasNews = false;
    sayInput(state, vertex, source);
  }
  if (task === undefined) return;
  if (vertex.hasNews) {
    vertex.hasNews = false;
    if (vertex.pending > 0) return;
    if (vertex.phase === 'waiting') becomeReady(state, vertex, task);
    else if (vertex.phase === 'running') read(state, vertex, task);
  }
  if (vertex.hasGrown) {
    vertex.hasGrown = false;
    tellGrowth(state, vertex, task);
  }
};

const tellGrowth = (state: State, vertex: Vertex, task: TaskVertex): void => {
  const { execution } = vertex;
  if (execution?.state !== 'running' || !execution.hasValue) return;
  const { value } = execution;
  state.emit(grown(state, vertex, task, value, tell(execution, value)));
  say(state, vertex, { _tag: 'Partial', value, stamp: vertex.stamp });
};
