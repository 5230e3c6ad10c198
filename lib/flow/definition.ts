/**
 * What a task is made of, whatever its types: the data that the constructors of tasks leave behind and
 * that a run works with.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import type { Join } from '../core/graph.js';
import type { AnyAgent } from './ports.js';

/** What a task of code may give: a value, or something that brings it. A string or a list is one value. */
export type Source<A> = A | Observable<A> | PromiseLike<A> | AsyncIterable<A>;

/** A task without its types. */
export interface Definition {
  readonly work: AgentWork | RunWork | OperatorWork;
  /** Reads the record of what the predecessors gave. */
  readonly input: AnyCodec | undefined;
  /** Reads what the task gave. */
  readonly output: AnyCodec | undefined;
  readonly join: Join;
  readonly optional: boolean;
  readonly exclude: boolean;
  readonly partials: boolean;
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
