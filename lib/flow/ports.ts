/**
 * What a run expects of those outside it: of an agent that is asked, of a logger that is told.
 *
 * @module
 */

import type { Observable, SchedulerLike } from 'rxjs';
import type { Finish, Usage } from '../core/event.js';
import type { Audio, Image } from '../core/media.js';
import type { Modality } from '../core/modality.js';
import type { RetryOptions } from './retry.js';
import type { TimeoutOptions } from './timeout.js';

/** What an agent is asked: the instruction with everything put in, and the bytes that come with it. */
export interface Question {
  readonly text: string;
  readonly images: readonly Image[];
  readonly audio: readonly Audio[];
}

/** What an agent has said so far. */
export interface Answer<Out> {
  /** All of it so far. */
  readonly value: Out;
  /** What a text has grown by since the answer before; left out when it did not just grow at its end. */
  readonly delta?: string;
  /** Said with the last answer, when known. */
  readonly usage?: Usage;
  /** Said with the last answer, when known. */
  readonly finish?: Finish;
}

/** Where and when an agent is asked. */
export interface Occasion {
  /** The source of time of the run. */
  readonly scheduler: SchedulerLike;
}

/** What a task needs of an agent. `agent` makes them. */
export interface Agent<M extends Modality, Out> {
  readonly type: M;
  /** The name of its provider. */
  readonly provider: string;
  /** What it is there for; the system instruction of a text agent. */
  readonly mission: string;
  readonly model: string | undefined;
  /**
   * Asks it without a flow: its growing answer. One subscription is one request; unsubscribing aborts it.
   */
  readonly ask: (question: string | Question) => Observable<Out>;
  /** How it is tried again when it fails for a passing reason, unless its task says otherwise. */
  readonly retry?: RetryOptions;
  /** How long an attempt may take, unless its task says otherwise. */
  readonly timeout?: TimeoutOptions;
  /** Who is asked in its place when it fails, in this order, unless its task says otherwise. */
  readonly fallback?: readonly AnyAgent[];
  /** @internal Checks key and package, before any task is started. A promise when something is loaded for it. */
  readonly prepare: (task: string) => void | PromiseLike<void>;
  /** @internal Asks it as a task does. */
  readonly answers: (question: Question, occasion: Occasion) => Observable<Answer<Out>>;
}

/** An agent of any type. */
export interface AnyAgent {
  readonly type: string;
  readonly provider: string;
  readonly mission: string;
  readonly model: string | undefined;
  readonly retry?: RetryOptions;
  readonly timeout?: TimeoutOptions;
  readonly fallback?: readonly AnyAgent[];
  /** Checks key and package, before any task is started. A promise when something is loaded for it. */
  readonly prepare: (task: string) => void | PromiseLike<void>;
  /** Asks it as a task does. */
  readonly answers: (question: Question, occasion: Occasion) => Observable<Answer<unknown>>;
}
