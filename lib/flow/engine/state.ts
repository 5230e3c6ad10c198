/**
 * What one run keeps: how far each vertex is, and what waits to be done.
 *
 * It is made once for a run. What is done with it stands in functions that take it first, in files that import only
 * downwards; what those below need of those above stands in the state itself.
 *
 * @module
 */

import type { Subscription } from 'rxjs';
import type { Values } from '../../core/join.js';
import { fifo, type Fifo } from '../../internal/fifo.js';
import { heap, type Heap } from '../../internal/heap.js';
import type { Nest } from '../nest.js';
import type { Conclusion } from '../conclusion.js';
import type { Execution, Listener } from '../execution.js';
import type { TaskVertex } from '../plan.js';
import type { EngineOptions } from './engineOptions.js';
import { vertexOf, type Vertex } from './vertex.js';

/** One run. */
export interface State extends Omit<EngineOptions, 'inside'>, Above {
  /** What stands before the names of its tasks in errors. */
  readonly within: string;
  /** In a run within a task, what a task without predecessors is given. */
  readonly given: ((index: number) => Values) | undefined;
  /** Whether that is one value, and the task gets it itself. */
  readonly isGivenBare: boolean;
  /** In a run within a task, tells that what its last task has said is void. */
  readonly voided: (() => void) | undefined;
  /** How many of its tasks may be at work at once. */
  readonly atOnce: number;
  readonly vertices: readonly Vertex[];

  /** Inputs that have a new value, and tasks within which something begins anew: what they said is still to be taken back. */
  readonly changed: Fifo<Vertex>;
  /** Executions that have ended. */
  readonly endings: Fifo<Execution>;
  /** Outputs with which everything has been done. */
  readonly conclusions: Fifo<Concluded>;
  /** Tasks that wait again, although their predecessors may not say anything any more. */
  readonly recalled: Fifo<Vertex>;
  /** Those who have said something that their successors have not been told. */
  readonly deliveries: Fifo<Vertex>;
  /** Tasks that became ready before, in the order in which they begin. */
  readonly starting: Fifo<Vertex>;
  /** Tasks that have all they need and wait for a slot. */
  readonly queue: Heap<Vertex>;
  /** Those who have something to tell or to read when the turn ends. */
  readonly refreshes: Heap<Vertex>;
  /** Tasks that became ready just now. */
  becameReady: Vertex[];

  /** How many tasks have not settled. */
  unsettled: number;
  /** How many inputs may still be given values. */
  openInputs: number;
  /** How many tasks are at work. */
  running: number;
  /** Whether a free slot will be told. */
  awaitsSlot: boolean;
  isDraining: boolean;
  /** Whether the last event has been told: nothing is told after it. */
  isSilent: boolean;
  /** Whether it has been told that nothing is left to do until an input changes. */
  wasIdle: boolean;
  isOver: boolean;
  /** The end of the time that it may take. */
  clock: Subscription | undefined;
  readonly turn: Turn;
}

/** Where a run stands in its turns. */
export interface Turn {
  /** The wait for the end of the turn. */
  wait: Subscription | undefined;
  isUnderWay: boolean;
  hasEnded: boolean;
  /** How many milliseconds those who hear took for the last one, and for the one before it. */
  took: number;
  beforeTook: number;
}

/** What has been done with the output of an execution, or why it could not be done. */
export interface Concluded {
  readonly vertex: Vertex;
  readonly execution: Execution;
  readonly value: unknown;
  readonly conclusion?: Conclusion;
  readonly error?: unknown;
}

/** What is made of all the rest, and is called from below. */
export interface Above {
  /** Does all there is to do, unless that is being done already. */
  readonly drain: () => void;
  /** Is told of the executions of the run. */
  readonly listener: Listener;
  /** Runs what is within a task. */
  readonly nestIn: (vertex: Vertex, task: TaskVertex) => Nest;
}

/** A run that has not begun. */
export const stateOf = (
  {
    plan,
    isLive,
    runId,
    context,
    slots,
    budgetTime,
    inside = { within: '' },
    emit,
    done,
    idle,
  }: EngineOptions,
  { drain, listener, nestIn }: Above,
): State => {
  const { inputCount, vertices } = plan;
  const { within, voided, given, isBare = false, atOnce = Infinity, wave = 1 } = inside;
  const state: State = {
    plan,
    isLive,
    runId,
    context,
    slots,
    budgetTime,
    emit: (event) => {
      if (!state.isSilent) emit(event);
    },
    done,
    idle,
    drain,
    listener,
    nestIn,
    within,
    voided,
    given,
    isGivenBare: isBare,
    atOnce,
    vertices: vertices.map((planned) => vertexOf(planned, wave)),
    changed: fifo(),
    endings: fifo(),
    conclusions: fifo(),
    recalled: fifo(),
    deliveries: fifo(),
    starting: fifo(),
    // Who has the longest chain below it goes first; of equals, who was declared first.
    queue: heap(({ index, height }) => index - height * vertices.length),
    refreshes: heap(({ rank }) => rank),
    becameReady: [],
    unsettled: vertices.length - inputCount,
    openInputs: inputCount,
    running: 0,
    awaitsSlot: false,
    isDraining: false,
    isSilent: false,
    wasIdle: false,
    isOver: false,
    clock: undefined,
    turn: { wait: undefined, isUnderWay: false, hasEnded: false, took: 0, beforeTook: 0 },
  };
  return state;
};

/** The vertex of a number. */
export const at = ({ vertices }: State, index: number): Vertex => {
  const vertex = vertices[index];
  if (vertex === undefined) throw new RangeError(`There is no vertex ${String(index)}.`);
  return vertex;
};

/** What a task is called in errors. */
export const labelOf = ({ within }: State, { name }: TaskVertex): string => within + name;

/**
 * Whether the run is over. Whoever is told an event may end it: a function, so that the compiler does not remember
 * the answer.
 */
export const hasEnded = ({ isOver }: State): boolean => isOver;
