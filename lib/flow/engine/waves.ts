/**
 * A wave of a task, from when it waits until it is stopped.
 *
 * @module
 */

import { close } from '../execution.js';
import type { TaskVertex } from '../plan.js';
import { moment } from './moments.js';
import type { State } from './state.js';
import type { Vertex } from './vertex.js';

/** The task waits anew for what it needs. */
export const beginWave = (state: State, vertex: Vertex, task: TaskVertex): void => {
  vertex.phase = 'waiting';
  vertex.wave++;
  vertex.attempt = 1;
  vertex.trouble = undefined;
  vertex.ledger = undefined;
  state.emit(moment(state, 'waiting', vertex, task));
};

/** Stops what a task is at, whatever that is, and gives back what it held. */
export const halt = (state: State, vertex: Vertex): void => {
  vertex.trouble?.wait?.unsubscribe();
  vertex.concluding?.unsubscribe();
  const { execution, phase, within } = vertex;
  vertex.epoch++;
  vertex.execution = undefined;
  vertex.within = undefined;
  vertex.concluding = undefined;
  vertex.values = undefined;
  if (phase === 'running') state.running--;
  // What runs within may have begun before its execution was known.
  for (const cancel of within ?? []) cancel();
  if (execution !== undefined) close(execution);
  if (vertex.hasSlot) state.slots.release();
  vertex.hasSlot = false;
  vertex.isQueuedOutside = false;
};
