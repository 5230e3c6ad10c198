/**
 * What a run expects of those outside it: of an agent and of a person who are asked, of a memory, of a folder for files.
 *
 * @module
 */

import type { Observable, SchedulerLike } from 'rxjs';
import type { Finish, ToolCall, Usage } from '../core/event.js';
import type { JsonSchema } from '../core/jsonSchema.js';
import type { Audio, Image } from '../core/media.js';
import type { Modality } from '../core/modality.js';
import type { AnyCodec } from '../core/codec.js';
import type { Limits } from './limits.js';
import type { Price } from './price.js';
import type { Source } from './source.js';
import type { ToolSource } from './tool.js';
import type { RetryOptions } from './retry.js';
import type { TimeoutOptions } from './timeout.js';

/** What an agent is asked: the instruction with everything put in, and the bytes that come with it. */
export interface Question {
  readonly text: string;
  readonly images: readonly Image[];
  readonly audio: readonly Audio[];
  /** What the answer has to look like; any text where it is absent. */
  readonly form?: AnswerForm;
  /** The tools that the model may call instead of answering. */
  readonly tools?: readonly ToolForm[];
  /** What has been said after the question, oldest first. */
  readonly turns?: readonly Turn[];
}

/** What an answer has to look like: a JSON text. */
export interface AnswerForm {
  /** A name for it: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** What the JSON has to be; absent where it is only known that it is JSON. */
  readonly schema?: JsonSchema;
}

/** A tool, as a model is told of it. */
export interface ToolForm {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  /** What it is called with: the schema of an object. */
  readonly schema: JsonSchema;
}

/** What a model has said, and what it was told then. */
export type Turn =
  | {
      /** The model called tools, and these are what came of it, in the order of the calls. */
      readonly _tag: 'Called';
      readonly said: string;
      readonly calls: readonly Called[];
      readonly results: readonly ToolResult[];
      /** What its provider gave with the answer as {@link Answer.memo}. */
      readonly memo?: unknown;
    }
  | {
      /** The answer was wrong, and this is why. */
      readonly _tag: 'Corrected';
      readonly said: string;
      readonly complaint: string;
      readonly memo?: unknown;
    };

/** A call of a tool, with a name of its own. */
export interface Called extends ToolCall {
  readonly id: string;
}

/** What came of a call. */
export interface ToolResult {
  /** The call. */
  readonly id: string;
  readonly tool: string;
  /** What the tool gave, or why it failed: a text, or data as JSON. */
  readonly text: string;
  readonly isError: boolean;
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
  /** Which tools the model called instead of answering, or besides; said with the last answer. */
  readonly calls?: readonly ToolCall[];
  /**
   * Said with the last answer: whatever the provider needs with the next turn of the same conversation, such as the
   * signatures of what the model thought. Nobody else looks at it.
   */
  readonly memo?: unknown;
}

/** Where and when an agent is asked. */
export interface Occasion {
  /** The source of time of the run. */
  readonly scheduler: SchedulerLike;
}

/** Whose limits and prices the requests of an agent have. */
export interface Account {
  /** What is the same for agents that share a provider's limits; none where there is nobody to be spared. */
  readonly id: string | undefined;
  readonly limits: Limits;
  /** What the model is called, where that is known. */
  readonly model: string | undefined;
  /** What it costs, where that is known. */
  readonly price: Price | undefined;
}

/** What an agent may do besides answering, and what its answers look like. */
export interface Abilities {
  readonly tools: readonly ToolSource[];
  /** How many requests an answer may take. */
  readonly maxSteps: number;
  /** Reads its answers. */
  readonly output: AnyCodec | undefined;
}

/** An environment variable, by its name. What is in it is looked for when it is needed. */
export interface Variable {
  readonly env: string;
}

/** What an agent was made of and does not show, as far as it may be written down. */
export interface AgentOrigin {
  /** Whether its provider was given by its name, and not as an object. */
  readonly isNamed: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  /** Where its key is; `'text'` when it was given as one, which is told to nobody. */
  readonly key: Variable | 'text' | undefined;
  /** Where its address is; `'text'` when it was given as one. */
  readonly baseURL: Variable | 'text' | undefined;
  readonly limits: Limits;
  /** What its model costs, where the agent says it. */
  readonly price: Price | undefined;
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
  /** @internal What it was made of. A function, so that whoever prints the agent sees nothing of it. */
  readonly origin?: () => AgentOrigin;
  /** @internal Whose limits and prices its requests have. A promise while its provider has not been loaded. */
  readonly account?: () => Account | PromiseLike<Account>;
  /** @internal What it may do. A function, so that whoever prints the agent sees nothing of it. */
  readonly abilities?: () => Abilities;
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
  /** What it was made of. A function, so that whoever prints the agent sees nothing of it. */
  readonly origin?: () => AgentOrigin;
  /** Whose limits and prices its requests have. A promise while its provider has not been loaded. */
  readonly account?: () => Account | PromiseLike<Account>;
  /** What it may do. A function, so that whoever prints the agent sees nothing of it. */
  readonly abilities?: () => Abilities;
  /** Checks key and package, before any task is started. A promise when something is loaded for it. */
  readonly prepare: (task: string) => void | PromiseLike<void>;
  /** Asks it as a task does. */
  readonly answers: (question: Question, occasion: Occasion) => Observable<Answer<unknown>>;
}

/** Where what tasks remember is kept. `rivulet/memory` makes one that outlives a run. */
export interface Memory {
  /** What is kept under a key; `undefined` when nothing is. */
  readonly get: (key: string) => unknown;
  /** Keeps a value under a key, in place of what was there. A promise when that takes time. */
  readonly set: (key: string, value: unknown) => unknown;
}

/** An output that is to become a file. */
export interface FileToSave {
  /** What the file is to be called. It is a name and not a path, and may lack its ending. */
  readonly name: string;
  /** A text, an image, a sound, or data. */
  readonly value: unknown;
  /** Whether a file of that name is replaced; otherwise another name is found. */
  readonly overwrite: boolean;
}

/** Where outputs are saved. `rivulet/files` makes one of a folder. */
export interface Files {
  /** Writes an output to a file, and gives the path of it. A promise when that takes time. */
  readonly save: (file: FileToSave) => string | PromiseLike<string>;
}

/** What a person is asked by a task. */
export interface Asked {
  /** The task that asks. */
  readonly task: string;
  /** The question, with everything put in. */
  readonly question: string;
  /** What the predecessors of the task gave, by name. */
  readonly given: Readonly<Record<string, unknown>>;
  /** What is wrong with an answer, in words; `undefined` when the task would take it. */
  readonly complaint: (answer: unknown) => string | undefined;
}

/**
 * Who answers when a task asks a person: a function, or answers by the names of the tasks that ask. Each is a value, or
 * an Observable, promise or async iterable of it, whose first value counts.
 */
export type Answers =
  ((asked: Asked) => Source<unknown>) | Readonly<Record<string, Source<unknown>>>;
