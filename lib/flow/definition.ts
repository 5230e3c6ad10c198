/**
 * What a task is made of, whatever its types: the data that the constructors of tasks leave behind and
 * that a run works with.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import type { Join } from '../core/graph.js';
import type { Guard } from '../operators/guard.js';
import type { AnyAgent } from './ports.js';
import type { Chunks } from './rechunk.js';
import type { RetryPolicy } from './retry.js';
import type { TimeoutOptions } from './timeout.js';

/** What a task of code may give: a value, or something that brings it. A string or a list is one value. */
export type Source<A> = A | Observable<A> | PromiseLike<A> | AsyncIterable<A>;

/** A task without its types. */
export interface Definition {
  readonly work: AgentWork | RunWork | OperatorWork | RaceWork;
  /** Reads the record of what the predecessors gave. */
  readonly input: AnyCodec | undefined;
  /** Reads what the task gave. */
  readonly output: AnyCodec | undefined;
  readonly join: Join;
  /** Who or what is tried, in this order: the work itself, then its fallbacks. */
  readonly attempts: readonly Actor[];
  readonly optional: boolean;
  readonly exclude: boolean;
  readonly partials: boolean;
  /** How the growing outputs of predecessors are cut for a task that works on partials. */
  readonly chunks: Chunks | undefined;
  /** Stops an output that cannot become right, or is enough. */
  readonly guard: Guard<never> | undefined;
}

/** One way of doing a task, and how often and how long it is tried. */
export interface Actor {
  /** The agent that is asked; a task of code has none. */
  readonly agent: AnyAgent | undefined;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutOptions | undefined;
}

/** An agent is asked. */
export interface AgentWork {
  readonly _tag: 'Agent';
  readonly agent: AnyAgent;
  /** A text with `{{places}}`, or a function of the record of what the predecessors gave. */
  readonly instruction: string | ((input: never) => string);
  /** Changes the text before it is sent. */
  readonly before: ((text: string) => string) | undefined;
  /** Changes the output. */
  readonly after: ((output: never) => unknown) | undefined;
}

/** Several tasks are given the same, and the first success is taken. */
export interface RaceWork {
  readonly _tag: 'Race';
  readonly contenders: readonly Definition[];
  /** How long each waits for the one before it to succeed, in milliseconds. */
  readonly after: number;
}

/** A function is called. */
export interface RunWork {
  readonly _tag: 'Run';
  readonly run: (input: never) => unknown;
}

/** An operator is subscribed to. */
export interface OperatorWork {
  readonly _tag: 'Operator';
  readonly operator: (input: Observable<never>) => Observable<unknown>;
}
