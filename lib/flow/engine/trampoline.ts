/**
 * One thing at a time, until there is nothing left to do in the turn. What happens meanwhile is noted down, and done in
 * its turn, so that nothing recurs.
 *
 * @module
 */

import { arrive, reconsider } from './arrivals.js';
import { takeSlot } from './begin.js';
import { deliver } from './deliver.js';
import { endConclusion, endExecution } from './endings.js';
import { finish } from './ends.js';
import { moment } from './moments.js';
import { startClock } from './overtime.js';
import { refresh } from './refresh.js';
import type { State } from './state.js';
import { takeBack } from './takeBack.js';
import type { Vertex } from './vertex.js';

/**
 * Begins a run.
 *
 * @param open lets in those who give the inputs
 */
export const start = (state: State, open: () => void): void => {
  const { slots, context, vertices, runId, plan } = state;
  state.isDraining = true;
  slots.enter();
  const time = context.scheduler.now();
  state.emit({ type: 'run-started', runId, time, graph: plan.graph });
  for (const vertex of vertices) {
    if (state.isOver) break;
    const { task } = vertex;
    if (task !== undefined) state.emit(moment(state, 'waiting', vertex, task, time));
  }
  if (!state.isOver) {
    startClock(state);
    open();
  }
  for (const vertex of vertices) {
    const { task, unsettled } = vertex;
    if (state.isOver) break;
    if (task !== undefined && unsettled === 0) arrive(state, vertex, task);
  }
  state.isDraining = false;
  drain(state);
  slots.leave();
};

/** Does all there is to do, unless that is being done already. */
export const drain = (state: State): void => {
  if (state.isDraining) return;
  state.isDraining = true;
  state.slots.enter();
  while (!state.isOver && doNext(state));
  state.turn.hasEnded = false;
  state.isDraining = false;
  rest(state);
  state.slots.leave();
};

/** Does what is most urgent; whether there was something. What is void is taken back before anything new is said. */
const doNext = (state: State): boolean => {
  const input = state.changed.shift();
  if (input !== undefined) {
    takeBack(state, input);
    return true;
  }
  const execution = state.endings.shift();
  if (execution !== undefined) {
    endExecution(state, execution);
    return true;
  }
  const concluded = state.conclusions.shift();
  if (concluded !== undefined) {
    endConclusion(state, concluded);
    return true;
  }
  const wanted = state.recalled.shift();
  if (wanted !== undefined) {
    reconsider(state, wanted);
    return true;
  }
  const speaker = state.deliveries.shift();
  if (speaker !== undefined) {
    deliver(state, speaker);
    return true;
  }
  return beginNext(state) || endNext(state);
};

/** Begins one of those that are ready. */
const beginNext = (state: State): boolean => {
  const { slots, queue, starting } = state;
  // Whoever is told may have ended something here, or all of it.
  if (slots.settle() || state.isOver) return !state.isOver;
  const isFree = state.running < state.atOnce && !state.awaitsSlot;
  const next = (isFree ? queue.pop() : undefined) ?? starting.shift();
  if (next !== undefined) {
    takeSlot(state, next);
    return true;
  }
  const ready = state.becameReady;
  if (ready.length === 0) return false;
  if (ready.length > 1) ready.sort(byDeclaration);
  for (const vertex of ready) starting.push(vertex);
  state.becameReady = [];
  return true;
};

/** When the turn has ended, lets one of those tell and read who have something new. */
const endNext = (state: State): boolean => {
  const dirty = state.turn.hasEnded ? state.refreshes.pop() : undefined;
  if (dirty === undefined) return false;
  refresh(state, dirty);
  return true;
};

/** Nothing is left to do for now, or at all. */
const rest = (state: State): void => {
  if (state.isOver || state.unsettled > 0) state.wasIdle = false;
  else if (state.openInputs === 0) finish(state);
  else if (!state.wasIdle && !hasPendingInput(state)) {
    state.wasIdle = true;
    state.idle();
  }
};

// An input whose new value has not been said yet makes its run anything but idle.
const hasPendingInput = ({ vertices, plan }: State): boolean =>
  vertices.slice(0, plan.inputCount).some(({ hasNews }) => hasNews);

const byDeclaration = (one: Vertex, other: Vertex): number => one.index - other.index;
