/**
 * What a flow looks like when it is written down: plain data that JSON can hold.
 *
 * @module
 */

import type { Modality } from '../core/modality.js';
import type {
  ContentData,
  KindData,
  LengthData,
  PresenceData,
  ToolsData,
} from '../flow/decider.js';
import type { OnFailure } from '../flow/plan.js';
import type { Variable } from '../flow/ports.js';
import type { Json } from './json.js';

/** How a flow that is written down begins. */
export interface FlowHead {
  /** The version of this form. */
  readonly rivulet: 1;
  /** Those who are asked, by names that tasks use. */
  readonly agents?: Readonly<Record<string, AgentSpec>>;
}

/** Tasks, inputs and what leads from where to where. */
export interface FlowBody {
  /** What comes from outside. */
  readonly inputs?: Readonly<Record<string, TypeSpec>>;
  /** What there is to do. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  /** Who needs whom: parent → children. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  /** Which successors of a task get what it gave. */
  readonly routes?: Readonly<Record<string, RouteSpec>>;
  /** What happens when a task fails. */
  readonly onFailure?: OnFailure;
  /** How many tasks may run at once. */
  readonly concurrency?: number;
  /** What a run of it may spend; the options of the run count more. */
  readonly budget?: BudgetSpec;
}

/** What a run may spend. */
export interface BudgetSpec {
  readonly requests?: number;
  readonly tokens?: number;
  /** US dollars. */
  readonly money?: number;
  /** Milliseconds. */
  readonly time?: number;
}

/** An agent. */
export interface AgentSpec {
  readonly type: Modality;
  /** The name of its provider. */
  readonly provider: string;
  readonly mission: string;
  readonly model?: string;
  /** Passed on to the provider as they are. */
  readonly params?: Readonly<Record<string, Json>>;
  readonly timeout?: TimeoutSpec;
  readonly retry?: RetrySpec;
  /** The names of the agents that are asked when it has failed for good. */
  readonly fallback?: readonly string[];
  /** What its answers have to be, where its task does not say it. Only for agents that answer with a text. */
  readonly output?: TypeSpec;
  /** How many requests one answer may take. */
  readonly maxSteps?: number;
  readonly limits?: LimitsSpec;
  /** What its model costs; `{}` is nothing. */
  readonly price?: PriceSpec;
  /** The environment variable of its key. A key itself is never written down. */
  readonly key?: Variable;
  /** The environment variable of its address. */
  readonly baseURL?: Variable;
}

/** How much its provider is asked, by all agents with its key together. */
export interface LimitsSpec {
  /** How many requests are under way at once. */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What a model costs, in US dollars: a million tokens of each kind, and a request. */
export interface PriceSpec {
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
  readonly request?: number;
}

/** How long an attempt may take, in milliseconds. */
export interface TimeoutSpec {
  readonly firstToken?: number;
  readonly idle?: number;
  readonly total?: number;
}

/** How it is tried again. */
export interface RetrySpec {
  readonly attempts?: number;
  readonly delay?: number;
  readonly maxDelay?: number;
}

/** A task. */
export type TaskSpec =
  | AgentTaskSpec
  | AskSpec
  | SequenceSpec
  | LoopSpec
  | ForEachSpec
  | RaceSpec
  | HedgeSpec
  | FlowTaskSpec;

/** What tasks share that agents and people do. */
export interface TaskSpecOptions {
  readonly join?: 'all' | 'any' | 'first';
  readonly optional?: boolean;
  readonly exclude?: boolean;
  readonly timeout?: TimeoutSpec;
  readonly recall?: readonly string[];
  readonly remember?: string;
  readonly save?: SaveSpec;
}

/** How an output is saved. */
export type SaveSpec = boolean | string | SaveAs;

/** As which file an output is saved. */
export interface SaveAs {
  readonly name?: string;
  readonly overwrite?: boolean;
}

/** An agent is asked. */
export interface AgentTaskSpec extends TaskSpecOptions {
  /** The name of the agent. */
  readonly agent: string;
  /** What it is asked: a text with `{{places}}`, and nothing else. */
  readonly instruction: string;
  /** What the answer has to be; what the agent says where it is left out. */
  readonly output?: TypeSpec;
  readonly partials?: boolean;
  readonly retry?: RetrySpec;
  /** The names of the agents that are asked in its place, instead of those that it names itself. */
  readonly fallback?: readonly string[];
}

/** A person is asked. */
export interface AskSpec extends TaskSpecOptions {
  /** The question: a text with `{{places}}`. */
  readonly ask: string;
  /** What the answer has to be; any text where it is left out. */
  readonly output?: TypeSpec;
}

/** Tasks are done one after the other. */
export interface SequenceSpec {
  readonly sequence: readonly TaskSpec[];
}

/** A task is done again and again. */
export interface LoopSpec {
  readonly loop: TaskSpec;
  readonly max: number;
  /** Which answer is the last one. */
  readonly until?: UntilSpec;
  readonly history?: boolean;
}

/** Which answer is the last one of a loop. */
export type UntilSpec =
  /** One of these words stands in it. */
  | { readonly contains: readonly string[] }
  /** It is not longer than this, in characters of a text, or items of a list. */
  | { readonly atMost: number }
  /** It is not shorter than this. */
  | { readonly atLeast: number };

/** A task is done for each item of a list. */
export interface ForEachSpec {
  readonly forEach: TaskSpec;
  readonly concurrency?: number;
  readonly onFailure?: OnFailure;
}

/** Tasks compete. */
export interface RaceSpec {
  readonly race: readonly TaskSpec[];
}

/** The second of two tasks begins when the first has not succeeded in time. */
export interface HedgeSpec {
  readonly hedge: readonly TaskSpec[];
  /** Milliseconds. */
  readonly after: number;
}

/** A flow is done, with the agents of the flow around it. */
export interface FlowTaskSpec {
  readonly flow: FlowBody;
}

/** A ready-made choice, and where its keys lead. */
export type RouteSpec = DeciderSpec & {
  readonly to: Readonly<Record<string, string | readonly string[]>>;
};

/** A ready-made choice. */
export type DeciderSpec = LengthData | ContentSpec | KindData | PresenceData | ToolsData;

/** Chooses by the words that stand in an output. */
export interface ContentSpec extends Omit<ContentData, 'all'> {
  readonly all?: boolean;
}

/** A type of values. */
export type TypeSpec =
  | 'text'
  | 'number'
  | 'boolean'
  /** A picture. */
  | 'image'
  /** A sound. */
  | 'audio'
  /** Whatever JSON can hold. */
  | 'data'
  | { readonly list: TypeSpec }
  /** Has these members, and maybe others. */
  | { readonly record: Readonly<Record<string, TypeSpec>> }
  /** One of these texts. */
  | { readonly oneOf: readonly string[] }
  /** May be left out. */
  | { readonly optional: TypeSpec };
