/**
 * What a run keeps of an input or a task: what it says now, and who it still waits for.
 *
 * @module
 */

import type { Values } from '../core/join.js';
import { pending, type Signal } from '../core/signal.js';
import { unstamped, type Stamp } from '../core/stamp.js';
import type { Execution } from './execution.js';
import type { PlanVertex, TaskVertex } from './plan.js';

/** How much a vertex has said: nothing that holds, something unfinished, all. */
export type Level = 0 | 1 | 2;

/** Where a task of a run stands. */
export type Phase = 'waiting' | 'ready' | 'queued' | 'running' | 'settled';

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
  /** When the turn ends, it has a new snapshot to tell. */
  hasGrown: boolean;
  /** When the turn ends, it has new snapshots to read. */
  hasNews: boolean;
}

/** A vertex at the beginning of a run. */
export const vertexOf = (planned: PlanVertex): Vertex => {
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
    wave: 1,
    attempt: 1,
    pending: parents,
    unsettled: parents,
    stamp: unstamped,
    values: undefined,
    execution: undefined,
    hasGrown: false,
    hasNews: false,
  };
};

/** How much a signal says. */
export const levelOf = ({ _tag }: Signal): Level =>
  _tag === 'Pending' ? 0 : _tag === 'Partial' ? 1 : 2;
