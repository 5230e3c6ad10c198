/**
 * What a run needs to know of a flow: vertices with numbers instead of names, checked and immutable.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import type { Graph } from '../core/graph.js';
import type { Joint } from '../core/join.js';
import type { Definition } from './definition.js';

/** What a flow does when a task fails: the run stops, or what does not depend on it goes on. */
export type OnFailure = 'stop' | 'isolate';

/** Writes lines somewhere. */
export type Print = (line: string) => void;

/** A checked flow. */
export interface Plan {
  readonly graph: Graph;
  /** Inputs first, then tasks, both in declaration order; a vertex's number is its place here. */
  readonly vertices: readonly PlanVertex[];
  /** How many of the vertices are inputs. */
  readonly inputCount: number;
  readonly onFailure: OnFailure;
  readonly concurrency: number;
  readonly log: boolean | Print;
}

/** An input or a task of a plan. */
export type PlanVertex = InputVertex | TaskVertex;

interface Placed {
  readonly name: string;
  readonly index: number;
  /** Its place in topological order: larger than that of everything it needs. */
  readonly rank: number;
  /** How many others come one after the other below it, at the most. */
  readonly height: number;
  /** The numbers of those that need it, ascending. */
  readonly children: readonly number[];
}

/** An input of a plan. */
export interface InputVertex extends Placed {
  readonly _tag: 'Input';
  readonly codec: AnyCodec;
}

/** A task of a plan. */
export interface TaskVertex extends Placed, Joint {
  readonly _tag: 'Task';
  readonly definition: Definition;
  /** The numbers of those that it needs, in declaration order of the paths. */
  readonly parents: readonly number[];
  /** The places of its instruction. */
  readonly places: ReadonlySet<string>;
  /** All its successors can do without it, so that its failure is no failure of the run. */
  readonly spared: boolean;
}
