/**
 * What vertices say, and how their successors count it.
 *
 * @module
 */

import type { SkipCause } from '../../core/errors.js';
import { pending, type Signal } from '../../core/signal.js';
import { at, type State } from './state.js';
import type { InputState, Level, Vertex } from './vertex.js';

/** A vertex says something; its successors will be told. */
export const say = ({ deliveries }: State, vertex: Vertex, signal: Signal): void => {
  vertex.signal = signal;
  if (vertex.children.length > 0) deliveries.push(vertex);
};

/** An input says its value. */
export const sayInput = (
  state: State,
  vertex: Vertex,
  { name, value, version }: InputState,
): void => {
  vertex.phase = 'settled';
  say(state, vertex, { _tag: 'Final', value, stamp: { [name]: version } });
};

/** What a vertex says to one of its successors: what its route does not lead to is skipped, and hears of nothing before. */
export const signalTo = ({ task, signal, taken }: Vertex, child: number): Signal => {
  if (task?.route?.targets.has(child) !== true) return signal;
  if (signal._tag === 'Partial') return pending;
  if (signal._tag !== 'Final' || taken?.has(child) === true) return signal;
  const because: SkipCause = { task: task.name, reason: 'not-taken' };
  return { _tag: 'Skipped', because, stamp: signal.stamp };
};

/** Tells the successors' counters how much a vertex has said. */
export const hear = (state: State, vertex: Vertex, level: Level): void => {
  const { heard, task } = vertex;
  vertex.heard = level;
  for (const index of vertex.children) {
    const child = at(state, index);
    const isRouted = task?.route?.targets.has(index) === true;
    const before = isRouted ? wholly(heard) : heard;
    const now = isRouted ? wholly(level) : level;
    child.pending += Number(now === 0) - Number(before === 0);
    child.unsettled += Number(now < 2) - Number(before < 2);
  }
};

/** How much has been said to those who are told only of what is finished. */
const wholly = (level: Level): Level => (level === 2 ? 2 : 0);
