/**
 * What is void is taken back, and all that stands on it, however deep. Everything is stopped before anything is begun.
 *
 * @module
 */

import { pending } from '../../core/signal.js';
import { isGivenUp, recallLosers } from './losers.js';
import { moment } from './moments.js';
import { hear } from './signals.js';
import { at, type State } from './state.js';
import type { Vertex } from './vertex.js';
import { beginWave, halt } from './waves.js';

/** Takes back what a vertex said, and all that stands on it. */
export const takeBack = (state: State, vertex: Vertex): void => {
  vertex.signal = pending;
  if (vertex.heard === 0) return;
  hear(state, vertex, 0);
  takeBackFrom(state, vertex);
};

/** Takes back all that stands on what a vertex said. */
export const takeBackFrom = (state: State, vertex: Vertex): void => {
  const voided = vertex.children.map((child) => at(state, child));
  for (let next = voided.pop(); next !== undefined && !state.isOver; next = voided.pop()) {
    if (retract(state, next)) for (const child of next.children) voided.push(at(state, child));
  }
};

/** What a task did for what is void now, is void as well. Whether its successors have heard of it. */
export const retract = (state: State, vertex: Vertex): boolean => {
  const { task, phase } = vertex;
  if (task === undefined || phase === 'waiting' || isGivenUp(state, vertex)) return false;
  const hadSaid = vertex.heard > 0;
  halt(state, vertex);
  vertex.signal = pending;
  hear(state, vertex, 0);
  if (phase === 'settled') state.unsettled++;
  else state.emit(moment(state, 'cancelled', vertex, task));
  beginWave(state, vertex, task);
  if (task.join === 'first') {
    recallLosers(state, task);
    state.recalled.push(vertex);
  }
  return hadSaid;
};
