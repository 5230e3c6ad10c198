/**
 * What a run keeps of an input or a task: what it says now, and who it still waits for.
 *
 * @module
 */

import type { Subscription } from 'rxjs';
import type { Values } from '../../core/join.js';
import { pending, type Signal } from '../../core/signal.js';
import { unstamped, type Stamp } from '../../core/stamp.js';
import type { Conclusion } from '../conclusion.js';
import type { Execution } from '../execution.js';
import type { Ledger } from '../ledger.js';
import type { PlanVertex, TaskVertex } from '../plan.js';
import type { Turn } from '../ports.js';

/** How much a vertex has said: nothing that holds, something unfinished, all. */
export type Level = 0 | 1 | 2;

/** Where a task of a run stands. */
export type Phase = 'waiting' | 'ready' | 'queued' | 'running' | 'delayed' | 'settled';

/** An input or a task of a run. */
export interface Vertex {
  /** The task; an input has none. */
  readonly task: TaskVertex | undefined;
  readonly index: number;
  readonly rank: number;
  readonly height: number;
  readonly children: readonly number[];
  /** What it says now. */
  signal: Signal;
  /** How much of that its successors have been told. */
  heard: Level;
  phase: Phase;
  wave: number;
  attempt: number;
  /** How many of its predecessors are pending. */
  pending: number;
  /** How many of its predecessors have not settled, the pending ones among them. */
  unsettled: number;
  /** The stamp of its wave. */
  stamp: Stamp;
  /** The input of its wave, from when it is ready until it runs. */
  values: Values | undefined;
  execution: Execution | undefined;
  /** How often what it was at has been stopped: what was begun before that is of no interest any more. */
  epoch: number;
  /** How to cancel the runs within it. */
  within: Set<() => void> | undefined;
  /** What is still done with its finished output. */
  concluding: Subscription | undefined;
  /** Whether it holds one of the slots for executions. */
  hasSlot: boolean;
  /** Whether it waits at the gate of a provider, and has not been told to have started. */
  isQueuedOutside: boolean;
  /** What it has spent in this wave, where it asks an agent. */
  ledger: Ledger | undefined;
  /** The successors that its route leads to. */
  taken: ReadonlySet<number> | undefined;
  /** What has gone wrong in this wave so far. */
  trouble: Trouble | undefined;
  /** Of an input: its latest value, how many there were, and whether more may come. */
  source: InputState | undefined;
  /** What it gave last, and of what; in runs whose inputs change. */
  kept: Kept | undefined;
  /** When the turn ends, it has a new snapshot to tell. */
  hasGrown: boolean;
  /** When the turn ends, it has new snapshots to read. */
  hasNews: boolean;
}

/** What has gone wrong in a wave. */
export interface Trouble {
  /** What each attempt failed with. */
  readonly errors: unknown[];
  /** Which of those that can be tried is at it, and how often it has failed. */
  actor: number;
  failed: number;
  /** The wait before the next attempt. */
  wait: Subscription | undefined;
  /** What the model is told of an answer that was wrong; it is asked again once. */
  correction: readonly Turn[] | undefined;
}

/** Where an input stands. */
export interface InputState {
  readonly name: string;
  value: unknown;
  version: number;
  isOpen: boolean;
}

/** The output of a task, and what has been done with it, where something was to be done. */
export interface Output {
  readonly value: unknown;
  readonly conclusion: Conclusion | undefined;
}

/** What a task gave last, and of what. */
export interface Kept extends Output {
  readonly values: Values;
}

/** A vertex at the beginning of a run. */
export const vertexOf = (planned: PlanVertex, wave: number): Vertex => {
  const task = planned._tag === 'Task' ? planned : undefined;
  const parents = task?.parents.length ?? 0;
  return {
    task,
    index: planned.index,
    rank: planned.rank,
    height: planned.height,
    children: planned.children,
    signal: pending,
    heard: 0,
    phase: 'waiting',
    wave,
    attempt: 1,
    pending: parents,
    unsettled: parents,
    stamp: unstamped,
    values: undefined,
    execution: undefined,
    epoch: 0,
    within: undefined,
    concluding: undefined,
    hasSlot: false,
    isQueuedOutside: false,
    ledger: undefined,
    taken: undefined,
    trouble: undefined,
    source:
      planned._tag === 'Input'
        ? { name: planned.name, value: undefined, version: 0, isOpen: true }
        : undefined,
    kept: undefined,
    hasGrown: false,
    hasNews: false,
  };
};

/** How much a signal says. */
export const levelOf = ({ _tag }: Signal): Level =>
  _tag === 'Pending' ? 0 : _tag === 'Partial' ? 1 : 2;
