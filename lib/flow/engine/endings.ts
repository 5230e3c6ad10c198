/**
 * What becomes of an execution that has ended: its output is concluded, where something is still to be done with it, and
 * then the task settles or is tried again.
 *
 * @module
 */

import { conclude, isConcluded } from '../conclusion.js';
import type { Execution } from '../execution.js';
import { outcomeOf } from '../outcome.js';
import type { TaskVertex } from '../plan.js';
import { tellStarted } from './asking.js';
import { endAttempt } from './attempts.js';
import { fail, skip, succeed } from './settling.js';
import { at, labelOf, type Concluded, type State } from './state.js';
import type { Vertex } from './vertex.js';

/** An execution has completed or failed. */
export const endExecution = (state: State, execution: Execution): void => {
  const vertex = at(state, execution.owner);
  const { task } = vertex;
  if (task === undefined || vertex.execution !== execution) return;
  tellStarted(state, vertex, task);
  const outcome = outcomeOf(labelOf(state, task), task.definition, execution);
  switch (outcome._tag) {
    case 'Given': {
      const { value } = outcome;
      if (isConcluded(task.definition, task.route)) {
        beginConclusion(state, vertex, task, execution, value);
      } else succeed(state, vertex, task, { value, conclusion: undefined }, 'run');
      return;
    }
    case 'Empty':
      skip(state, vertex, task, { task: task.name, reason: 'empty' });
      return;
    case 'Failed':
      endAttempt(state, vertex, task, outcome.cause);
  }
};

/** Everything has been done with an output, or something could not be. */
export const endConclusion = (
  state: State,
  { vertex, execution, value, conclusion, error }: Concluded,
): void => {
  const { task } = vertex;
  if (task === undefined || vertex.execution !== execution) return;
  // The output is there and paid for: the task is not tried again for what is done with it, but it is kept.
  if (conclusion === undefined) fail(state, vertex, task, error, value);
  else succeed(state, vertex, task, { value, conclusion }, 'run');
};

const beginConclusion = (
  state: State,
  vertex: Vertex,
  task: TaskVertex,
  execution: Execution,
  value: unknown,
): void => {
  const { definition, route } = task;
  const actor = definition.attempts[vertex.trouble?.actor ?? 0];
  const { calls } = execution;
  const finished = { label: labelOf(state, task), definition, actor, route, value, calls };
  const end = (concluded: Pick<Concluded, 'conclusion' | 'error'>): void => {
    state.conclusions.push({ vertex, execution, value, ...concluded });
    state.drain();
  };
  vertex.concluding = conclude(finished, state.context).subscribe({
    next: (conclusion) => end({ conclusion }),
    error: (error: unknown) => end({ error }),
  });
};
