/**
 * A run that takes longer than it may.
 *
 * @module
 */

import { BudgetExceeded } from '../../core/budgetErrors.js';
import { FlowFailed } from '../../core/errors.js';
import { failureOf, resultsOf, stopWith } from './ends.js';
import { tellStarted } from './asking.js';
import { settleFailed } from './settling.js';
import type { State } from './state.js';

/** Counts the time that a run may take. */
export const startClock = (state: State): void => {
  const { budgetTime, context } = state;
  if (budgetTime === undefined || budgetTime > longest) return;
  state.clock = context.scheduler.schedule(() => endInTime(state, budgetTime), budgetTime);
};

/** What timers can wait for: 24 days. More would be over at once. */
const longest = 2 ** 31 - 1;

/** What is at work then fails, so that what it has given so far is kept, and the run ends. */
const endInTime = (state: State, limit: number): void => {
  const cause = new BudgetExceeded('time', limit, state.context.ledger.usage() ?? { requests: 0 });
  state.slots.enter();
  for (const vertex of state.vertices) {
    const { task, phase } = vertex;
    if (state.isOver || task === undefined || (phase !== 'running' && phase !== 'delayed'))
      continue;
    tellStarted(state, vertex, task);
    settleFailed(state, vertex, task, cause);
  }
  if (!state.isOver) {
    stopWith(
      state,
      failureOf(state.vertices) ?? new FlowFailed({}, resultsOf(state.vertices), cause),
    );
  }
  state.slots.leave();
};
