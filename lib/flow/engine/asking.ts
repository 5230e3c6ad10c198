/**
 * What a task needs that asks an agent, and when it is told that it has started: a task that waits at the gate of its
 * provider is queued.
 *
 * @module
 */

import type { Asking } from '../perform.js';
import type { TaskVertex } from '../plan.js';
import { isAdmitted } from '../request.js';
import { moment, started } from './moments.js';
import { hasEnded, type State } from './state.js';
import type { Vertex } from './vertex.js';

/** What an attempt needs to ask its agent. */
export const askingOf = (state: State, vertex: Vertex, task: TaskVertex): Asking => {
  const { epoch } = vertex;
  vertex.ledger ??= state.context.ledger.within();
  return {
    ledger: vertex.ledger,
    correction: vertex.trouble?.correction,
    admitted: () => {
      tellStarted(state, vertex, task);
      return vertex.epoch === epoch;
    },
    tell: (told) => {
      if (hasEnded(state) || vertex.epoch !== epoch) return;
      state.emit({ ...moment(state, 'tool', vertex, task), ...told });
    },
  };
};

/** Whether a task would have to wait at the gate of the provider that it asks. */
export const mustQueue = (state: State, vertex: Vertex, { definition }: TaskVertex): boolean => {
  if (definition.work._tag !== 'Agent') return false;
  const actor = definition.attempts[vertex.trouble?.actor ?? 0];
  return actor?.agent !== undefined && !isAdmitted(actor.agent, state.context.scheduler);
};

/** Tells that a task has started, unless that has been told. */
export const tellStarted = (state: State, vertex: Vertex, task: TaskVertex): void => {
  if (!vertex.isQueuedOutside) return;
  vertex.isQueuedOutside = false;
  state.emit(started(state, vertex, task));
};
