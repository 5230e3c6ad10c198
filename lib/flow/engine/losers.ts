/**
 * Those who lost against another, before a task that takes the first that comes.
 *
 * @module
 */

import { pending } from '../../core/signal.js';
import type { TaskVertex } from '../plan.js';
import { moment } from './moments.js';
import { at, type State } from './state.js';
import type { Vertex } from './vertex.js';
import { beginWave, halt } from './waves.js';

/** Who lost against another, and is wanted by nobody else, is given up. */
export const dismissLosers = (state: State, { parents }: TaskVertex): void => {
  for (const index of parents) {
    const loser = at(state, index);
    const { task, phase } = loser;
    if (task === undefined || phase === 'settled' || !isUnwanted(state, loser)) continue;
    if (state.isOver) return;
    halt(state, loser);
    loser.phase = 'settled';
    loser.signal = pending;
    state.unsettled--;
    state.emit(moment(state, 'cancelled', loser, task));
  }
};

/** When the winner takes back what it said, those that were given up are wanted again. */
export const recallLosers = (state: State, { parents }: TaskVertex): void => {
  for (const index of parents) {
    const loser = at(state, index);
    const { task, phase, signal } = loser;
    if (task === undefined || phase !== 'settled' || signal._tag !== 'Pending') continue;
    state.unsettled++;
    beginWave(state, loser, task);
    state.recalled.push(loser);
  }
};

/** Whether a task was given up, and nobody wants it by now. */
export const isGivenUp = (state: State, vertex: Vertex): boolean =>
  vertex.phase === 'settled' && vertex.signal._tag === 'Pending' && isUnwanted(state, vertex);

/** Whether all who would hear a task have chosen another. */
const isUnwanted = (state: State, { children }: Vertex): boolean =>
  children.every((index) => {
    const { task, phase } = at(state, index);
    return task?.join === 'first' && phase !== 'waiting';
  });
