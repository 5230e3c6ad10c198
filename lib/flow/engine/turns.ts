/**
 * When the turn ends: at once after what is being done, or later for those who are slow to hear.
 *
 * @module
 */

import type { State } from './state.js';
import type { Vertex } from './vertex.js';

/** A vertex has something new to read, or an input a new value to say, when the turn ends. */
export const noteNews = (state: State, vertex: Vertex): void => {
  if (vertex.hasNews) return;
  vertex.hasNews = true;
  noteRefresh(state, vertex);
};

/** A task has a new snapshot to tell when the turn ends. */
export const noteGrowth = (state: State, vertex: Vertex): void => {
  if (vertex.hasGrown) return;
  vertex.hasGrown = true;
  noteRefresh(state, vertex);
};

const noteRefresh = (state: State, vertex: Vertex): void => {
  const { refreshes, turn, context } = state;
  refreshes.push(vertex);
  if (turn.hasEnded || turn.isUnderWay) return;
  turn.isUnderWay = true;
  // Those who are slow to hear are told less often: for as long as they took, snapshots replace each other. One slow
  // turn may be a pause of the machine; two are somebody's.
  const took = Math.min(turn.took, turn.beforeTook);
  const end = (): void => endTurn(state);
  turn.wait =
    took < slow
      ? context.turns.schedule(end)
      : context.scheduler.schedule(end, Math.min(took, longestTurn));
};

const endTurn = ({ turn, context, drain }: State): void => {
  turn.isUnderWay = false;
  turn.hasEnded = true;
  const began = context.scheduler.now();
  drain();
  turn.beforeTook = turn.took;
  turn.took = context.scheduler.now() - began;
};

/** From how many milliseconds on those who hear a turn are slow, and how long they are spared at the most. */
const slow = 10;
const longestTurn = 1000;
