/**
 * What tasks and flows are made of, whatever their types: the data that their constructors leave behind and that a
 * run works with. A task may hold a plan itself, and a plan holds tasks, so both stand here.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import { InvalidOptions } from '../core/errors.js';
import type { Graph, Join } from '../core/graph.js';
import type { Joint } from '../core/join.js';
import type { Said } from '../core/said.js';
import type { Guard } from '../operators/guard.js';
import type { Budget } from './budget.js';
import type { Form } from './form.js';
import type { AnyAgent } from './ports.js';
import type { Chunks } from './rechunk.js';
import type { RetryPolicy } from './retry.js';
import type { TimeoutOptions } from './timeout.js';

/** What a flow does when a task fails: the run stops, or what does not depend on it goes on. */
export type OnFailure = 'stop' | 'isolate';

/** Writes lines somewhere. */
export type Print = (line: string) => void;

/** A checked flow: vertices with numbers instead of names. */
export interface Plan {
  readonly graph: Graph;
  /** Inputs first, then tasks, both in declaration order; a vertex's number is its place here. */
  readonly vertices: readonly PlanVertex[];
  /** How many of the vertices are inputs. */
  readonly inputCount: number;
  /** How deep tasks are nested in it; 1 where none is made of tasks. */
  readonly depth: number;
  readonly onFailure: OnFailure;
  readonly concurrency: number;
  /** What a run of it may spend. */
  readonly budget: Budget;
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
  /** The numbers of those that it needs, in declaration order of the paths, then of the routes. */
  readonly parents: readonly number[];
  /** All its successors can do without it, so that its failure is no failure of the run. */
  readonly spared: boolean;
  /** It is given the value of its one predecessor itself, and no record. */
  readonly bare: boolean;
  /** Which of its successors get what it gives. */
  readonly route: PlanRoute | undefined;
  /** It reads along with what is made of tasks, or with another that does. */
  readonly follows: boolean;
}

/** Which successors of a task get what it gives. */
export interface PlanRoute {
  readonly decide: Decide;
  /** By key, the numbers of the tasks it leads to. */
  readonly ways: ReadonlyMap<string, readonly number[]>;
  /** The numbers of all tasks it may lead to. */
  readonly targets: ReadonlySet<number>;
}

/** Says which ways an output goes. */
export type Decide = (output: never, said: Said) => unknown;

/** A task without its types. */
export interface Definition {
  readonly work: Work;
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
  /** What it is given of the memory, besides what its predecessors gave. */
  readonly recall: readonly Recall[];
  /** The key under which its output is kept in the memory. */
  readonly remember: string | undefined;
  /** The file that its output is written to. */
  readonly save: Save | undefined;
}

/** A key of the memory that a task is given. */
export interface Recall {
  readonly key: string;
  /** Whether the task does without when nothing is kept there. */
  readonly optional: boolean;
}

/** The file that an output is written to. */
export interface Save {
  /** What it is called; a task that does not say gives its own name. */
  readonly name: string | undefined;
  readonly overwrite: boolean;
}

/** One way of doing a task, and how often and how long it is tried. */
export interface Actor {
  /** The agent that is asked; a task of code has none. */
  readonly agent: AnyAgent | undefined;
  readonly retry: RetryPolicy;
  readonly timeout: TimeoutOptions | undefined;
}

/** What a task does. */
export type Work =
  | AgentWork
  | RunWork
  | OperatorWork
  | AskWork
  | RaceWork
  | SequenceWork
  | LoopWork
  | EachWork
  | FlowWork;

/** A text with `{{places}}`, or a function of what the predecessors gave. */
export type PlainInstruction = string | ((input: never) => string);

/** An agent is asked. */
export interface AgentWork {
  readonly _tag: 'Agent';
  readonly agent: AnyAgent;
  readonly instruction: PlainInstruction;
  /** Changes the text before it is sent. */
  readonly before: ((text: string) => string) | undefined;
  /** Changes the output. */
  readonly after: ((output: never) => unknown) | undefined;
  /** What its answers have to look like, where that is more than a text. */
  readonly form: Form | undefined;
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

/** A person is asked. */
export interface AskWork {
  readonly _tag: 'Ask';
  readonly instruction: PlainInstruction;
}

/** Several tasks are given the same, and the first success is taken. */
export interface RaceWork {
  readonly _tag: 'Race';
  /** A plan of one task for each. */
  readonly contenders: readonly Plan[];
  /** How long each waits for the one before it to succeed, in milliseconds. */
  readonly after: number;
}

/** Tasks are done one after the other, each with what the one before it gave. */
export interface SequenceWork {
  readonly _tag: 'Sequence';
  readonly steps: Plan;
}

/** A task is done again and again, each time with what it gave before. */
export interface LoopWork {
  readonly _tag: 'Loop';
  /** A plan of one task. */
  readonly round: Plan;
  /** Whether an answer is the last one. */
  readonly until: ((answer: never, iteration: number) => boolean) | undefined;
  readonly max: number;
  /** Whether all answers are given, or the last one. */
  readonly history: boolean;
}

/** A task is done for each item of a list. */
export interface EachWork {
  readonly _tag: 'Each';
  /** A plan of one task. */
  readonly item: Plan;
  /** How many items are worked on at once. */
  readonly concurrency: number;
  readonly onFailure: OnFailure;
}

/** A flow is run. */
export interface FlowWork {
  readonly _tag: 'Flow';
  readonly plan: Plan;
}

/** The plans that a task holds, in their order; none for what does its work itself. */
export const plansIn = (work: Work): readonly Plan[] => {
  switch (work._tag) {
    case 'Agent':
    case 'Run':
    case 'Operator':
    case 'Ask':
      return [];
    case 'Race':
      return work.contenders;
    case 'Sequence':
      return [work.steps];
    case 'Loop':
      return [work.round];
    case 'Each':
      return [work.item];
    case 'Flow':
      return [work.plan];
  }
};

/** Whether what a task says is what an agent says, with what that says besides, such as the tools it called. */
export const givesAnswers = ({ _tag }: Work): boolean =>
  _tag === 'Agent' || _tag === 'Race' || _tag === 'Sequence' || _tag === 'Loop';

/** How deep tasks may be nested. What is within a task runs on the stack of that, so that much deeper would overflow it. */
const deepest = 64;

/** How deep tasks are nested within one of some tasks, and one more; it throws where that is too deep. */
export const depthOf = (definitions: readonly Definition[]): number => {
  const depth = definitions.reduce(
    (most, { work }) => plansIn(work).reduce((more, plan) => Math.max(more, plan.depth + 1), most),
    1,
  );
  if (depth <= deepest) return depth;
  throw new InvalidOptions(undefined, `Tasks are nested more than ${String(deepest)} deep.`);
};

/** Whether a task reads along with what is made of tasks, which has to go on meanwhile. */
export const follows = (
  { partials }: Definition,
  parents: readonly (PlanVertex | undefined)[],
): boolean =>
  partials &&
  parents.some(
    (parent) =>
      parent?._tag === 'Task' && (parent.follows || plansIn(parent.definition.work).length > 0),
  );

/** The tasks of a plan. */
export const tasksOf = ({ vertices }: Plan): readonly TaskVertex[] =>
  vertices.filter((vertex) => vertex._tag === 'Task');
