/**
 * The engine of one run: signals travel along the edges of the graph, one at a time, on a trampoline.
 *
 * Every vertex says one signal at a time, and knows how many of its predecessors are pending and how many
 * have not settled. So a task is begun in constant time when the last of them arrives, whatever the size of
 * the graph, and nothing recurs. What is void is said before anything new: a vertex that takes back what it
 * said stops all below it that stood on it, before the next value is delivered.
 *
 * What happens while the trampoline is at work (a task that gives its output at once, a subscriber that
 * leaves) is only noted down, and done in its turn.
 *
 * @module
 */

import { Observable } from 'rxjs';
import type { Nest } from '../nest.js';
import type { TaskVertex } from '../plan.js';
import { doorOf, type Door } from './door.js';
import { cancel } from './ends.js';
import type { EngineOptions } from './engineOptions.js';
import { moment } from './moments.js';
import { at, labelOf, stateOf, type State } from './state.js';
import { drain, start } from './trampoline.js';
import { noteGrowth } from './turns.js';
import type { Vertex } from './vertex.js';

/** One run of a plan. */
export interface Engine extends Door {
  /** Begins: every task waits for what it needs. The inputs come through the door, while it begins or later. */
  readonly start: (open: () => void) => void;
  /** Stops everything, and tells `cancelled` of what had not settled. */
  readonly cancel: () => void;
}

/** Makes the engine of one run. */
export const engine = (options: EngineOptions): Engine => {
  const state: State = stateOf(options, {
    drain: () => drain(state),
    listener: {
      grown: ({ owner }) => noteGrowth(state, at(state, owner)),
      ended: (execution) => {
        state.endings.push(execution);
        drain(state);
      },
    },
    nestIn: (vertex, task) => nestIn(state, vertex, task),
  });
  return {
    ...doorOf(state),
    start: (open) => start(state, open),
    cancel: () => cancel(state),
  };
};

/** Runs what is within a task: its events are told as events of the task. */
const nestIn = (state: State, vertex: Vertex, task: TaskVertex): Nest => {
  const { epoch } = vertex;
  const isStopped = (): boolean => state.isOver || vertex.epoch !== epoch;
  return (plan, inside) =>
    new Observable((subscriber) => {
      if (isStopped()) return;
      const inner = engine({
        plan,
        isLive: false,
        runId: state.runId,
        context: { ...state.context, ledger: state.context.ledger.within(plan.budget) },
        budgetTime: plan.budget.time,
        slots: state.slots.within(plan.concurrency),
        inside: {
          ...inside,
          within: `${labelOf(state, task)}/`,
          voided: () => {
            if (!isStopped()) beginAnew(state, vertex, task);
          },
        },
        emit: (event) => {
          state.emit({ ...moment(state, 'inner', vertex, task), event });
          subscriber.next(event);
        },
        done: (error) => {
          if (isStopped()) return;
          if (error === undefined) subscriber.complete();
          else subscriber.error(error);
        },
        idle: () => undefined,
      });
      const { cancel } = inner;
      const within = (vertex.within ??= new Set());
      within.add(cancel);
      subscriber.add(() => {
        within.delete(cancel);
        cancel();
      });
      inner.start(() => {
        inside.inputs?.forEach((value, index) => {
          inner.set(index, value);
          inner.complete(index);
        });
      });
    });
};

/** What a task has said is void, for the task within that says it begins anew. The others of a list stand. */
const beginAnew = (state: State, vertex: Vertex, { definition }: TaskVertex): void => {
  const { execution } = vertex;
  const { _tag } = definition.work;
  if (execution === undefined || (_tag !== 'Sequence' && _tag !== 'Loop')) return;
  execution.hasValue = false;
  state.changed.push(vertex);
  if (vertex.index === state.vertices.length - 1) state.voided?.();
  state.drain();
};
