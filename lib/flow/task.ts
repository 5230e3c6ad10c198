/**
 * Units of work: what a flow puts under a name.
 *
 * A task says what it is in one property, which is read by indexed access and never by inference: that keeps
 * the checking of a flow linear in its size.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import type { Codec } from '../core/codec.js';
import type { Join } from '../core/graph.js';
import type { Modality } from '../core/modality.js';
import type { Guard } from '../operators/guard.js';
import type { AttemptOptions } from './actors.js';
import type { Definition } from './plan.js';
import type { Growing } from './snapshot.js';
import type { Source } from './source.js';
import {
  agentTask,
  codeTask,
  type PlainAgentOptions,
  type PlainCode,
  type SaveOption,
} from './makeTask.js';
import type { Agent, AnyAgent } from './ports.js';

/** A task without a name: what it needs, what it gives, and how it behaves in a flow. */
export interface Task<
  In,
  Out,
  J extends Join = 'all',
  Optional extends boolean = false,
  Excluded extends boolean = false,
  Partials extends boolean = false,
  Snapshot = Out,
> {
  /** The types of the task; only the library looks at what stands here. */
  readonly '~task': {
    readonly in: In;
    readonly out: Out;
    readonly join: J;
    readonly optional: Optional;
    readonly exclude: Excluded;
    readonly partials: Partials;
    readonly snapshot: Snapshot;
  };
}

/**
 * Any task. It mentions none of the flags, since a call within a literal is also inferred from its context:
 * what stands here would take the place of their defaults.
 */
export interface AnyTask {
  readonly '~task': object;
}

/** A task as types test for it. */
export interface Typed {
  readonly '~task': TaskTypes;
}

/** What a task says of itself. */
export interface TaskTypes {
  readonly in: unknown;
  readonly out: unknown;
  readonly join: Join;
  readonly optional: boolean;
  readonly exclude: boolean;
  readonly partials: boolean;
  readonly snapshot: unknown;
}

/** The output of a task. */
export type OutOf<T> = T extends Typed ? T['~task']['out'] : never;

/** What an agent with a text for its instruction needs: predecessors for its places, and bytes it can read. */
export interface Asks<M extends Modality, Places extends string> {
  readonly '~asks': M;
  readonly '~places': Places;
}

/** What an agent with a function for its instruction needs: its record, and bytes it can read. */
export interface Told<M extends Modality, In> {
  readonly '~asks': M;
  readonly '~told': In;
}

/** What a task with a text for its instruction needs that reads whatever it is given: predecessors for its places. */
export interface Named<Places extends string> {
  readonly '~places': Places;
}

/** What a task needs that has exactly one predecessor and is given its value itself. */
export interface Only<A> {
  readonly '~only': A;
}

/** The names of the `{{places}}` of an instruction. */
export type Places<
  Instruction extends string,
  Found extends string = never,
> = Instruction extends `${string}{{${infer Name}}}${infer Rest}`
  ? Places<Rest, Found | Trim<Name>>
  : Found;

type Trim<Text extends string> = Text extends ` ${infer Rest}` | `${infer Rest} `
  ? Trim<Rest>
  : Text;

/** Cuts a growing text, as `sentences()`, `words()`, `lines()` and `json()` do. */
export type TextChunk = (snapshots: Observable<string>) => Observable<unknown>;

/** How a task behaves in a flow. */
export interface TaskOptions<
  J extends Join,
  Optional extends boolean,
  Excluded extends boolean,
  Partials extends boolean,
  Recalled extends string = never,
> extends AttemptOptions {
  /**
   * What it needs of its predecessors: `'all'` their outputs, `'any'` the outputs of those that came, at
   * least one; `'first'` that of the first that comes, and the others are cancelled where nobody else wants them; `'settled'` an `Either` for each.
   *
   * @defaultValue `'all'`
   */
  readonly join?: J | undefined;
  /**
   * May complete without a value, which skips what needs it.
   *
   * @defaultValue `false`
   */
  readonly optional?: Optional | undefined;
  /**
   * Runs and feeds others, but is left out of the results.
   *
   * @defaultValue `false`
   */
  readonly exclude?: Excluded | undefined;
  /**
   * Works on the unfinished outputs of its predecessors, too. Only with join `'all'`.
   *
   * @defaultValue `false`
   */
  readonly partials?: Partials | undefined;
  /**
   * How the unfinished outputs of predecessors are cut, by their names: `{ story: sentences() }`. Only with `partials`.
   *
   * @defaultValue every snapshot is seen
   */
  readonly chunks?: Readonly<Record<string, TextChunk>> | undefined;
  /**
   * Keys of the run's memory whose values it is given, by name, as if they were predecessors. One under which nothing is
   * kept fails the task; `'notes?'` does without. They are read when the task begins; only paths say what comes
   * before what.
   *
   * @defaultValue none
   */
  readonly recall?: readonly Recalled[] | undefined;
  /**
   * The key of the run's memory under which its output is kept, in place of what was there.
   *
   * @defaultValue it is not kept
   */
  readonly remember?: string | undefined;
  /**
   * Writes the output to a file in the folder that is given as `files` of the run: `true` calls it like the task, a
   * text is its name, `{ name, overwrite: true }` replaces what is there. The ending is made by what the output is. Where
   * it was saved, its `succeeded` tells.
   *
   * @defaultValue `false`
   */
  readonly save?: SaveOption | undefined;
}

/** The names of the values that a task recalls, by its keys: without the mark of those it can do without. */
export type RecalledNames<Key extends string> = Key extends `${infer Name}?` ? Name : Key;

/** What a task needs of its predecessors: not what it recalls. */
export type Unrecalled<In, Key extends string> = [Key] extends [never]
  ? In
  : unknown extends In
    ? In
    : Omit<In, RecalledNames<Key>>;

/** Options of a task that an agent does. */
export interface AgentTaskOptions<
  Out,
  A,
  J extends Join,
  Optional extends boolean,
  Excluded extends boolean,
  Partials extends boolean,
  Recalled extends string = never,
> extends TaskOptions<J, Optional, Excluded, Partials, Recalled> {
  /**
   * What the answer has to be: a codec whose form the model is told, by the provider's own means where it has some. While the
   * answer grows its snapshots are what there is of it by then. An answer that the codec does not take is asked for once
   * more, with what is wrong; then the task fails with `DecodeFailed`.
   *
   * @defaultValue what the agent says: its answers as they are
   */
  readonly output?: Codec<A> | undefined;
  /**
   * Who is asked when the agent has failed for good, in this order. They give the same type of output.
   *
   * @defaultValue what the agent says: nobody
   */
  readonly fallback?: Fallback<Out> | undefined;
  /**
   * Looks at the output while it grows, and stops it as soon as it cannot become right, or is enough: the request is
   * closed. See `guard`.
   *
   * @defaultValue nothing is looked at
   */
  readonly guard?: Guard<Growing<NoInfer<A>>> | undefined;
  /**
   * Changes the text that the agent is asked, when everything has been put into it.
   *
   * @defaultValue it is asked as it is
   */
  readonly before?: ((text: string) => string) | undefined;
  /**
   * Changes the finished output into another of the same type. Snapshots before it are as the agent gave them.
   *
   * @defaultValue it is given as it is
   */
  readonly after?: ((output: NoInfer<A>) => NoInfer<A>) | undefined;
}

/** An agent or several, to be asked in place of another that gives the same. */
export type Fallback<Out> = Giving<Out> | readonly Giving<Out>[];

/** An agent of whatever type that gives this. */
export interface Giving<Out> extends AnyAgent {
  /** Asks it without a flow. */
  readonly ask: (question: string) => Observable<Out>;
}

/** The codecs of a task of code. */
export interface CodeCodecs<In, Out> {
  /**
   * Reads the record of what the predecessors gave, by their names.
   *
   * @defaultValue the record is taken as it is
   */
  readonly input?: Codec<In> | undefined;
  /**
   * Reads what the task gives.
   *
   * @defaultValue it is taken as it is
   */
  readonly output?: Codec<Out> | undefined;
  /**
   * Looks at the output while it grows, and stops it as soon as it cannot become right, or is enough. See `guard`.
   *
   * @defaultValue nothing is looked at
   */
  readonly guard?: Guard<never> | undefined;
}

/** A function that is called with the record of what the predecessors gave, by their names. */
export interface CodeRun<In, Out> {
  /** Gives the output, or an Observable, promise or async iterable of it. A string or a list is one value. */
  readonly run: (input: In) => Source<Out>;
  readonly operator?: undefined;
}

/** An operator through which the records of what the predecessors gave are piped. */
export interface CodeOperator<In, Out> {
  /** Is subscribed to anew whenever the task is run, so what it keeps lives for one run of the task. */
  readonly operator: (input: Observable<In>) => Observable<Out>;
  readonly run?: undefined;
}

/** As good as `unknown`, but keeps the literals that a function gives from being widened. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-invalid-void-type -- in a list of all types
export type Anything = string | number | bigint | boolean | {} | null | undefined | void;

/** The instruction of an agent's task: a text with `{{places}}`, or a function of what the predecessors gave. */
export type Instruction = string | InstructionFunction['of'];

/** Anything but nothing. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- that is what it means to the compiler
export type Something = {};

interface InstructionFunction {
  // A method, because those may be given functions that ask for more than something: what, is seen by `flow`.
  of(input: Something): string;
}

/** What an agent's task needs, by its instruction. */
export type Needs<
  M extends Modality,
  I extends Instruction,
  Recalled extends string = never,
> = I extends string
  ? Asks<M, Exclude<Places<I>, RecalledNames<Recalled>>>
  : I extends (input: infer In) => string
    ? Told<M, Unrecalled<In, Recalled>>
    : never;

/** The joins that an instruction can work on: a failure is never put into a text. */
export type JoinsOf<I extends Instruction> = [I] extends [string] ? Exclude<Join, 'settled'> : Join;

/** Whether a task may work on unfinished outputs: only one that needs all of them. */
export type PartialsOf<J extends Join> = [J] extends ['all'] ? boolean : false;

/**
 * Makes a task that an agent does. Each `{{place}}` of the instruction is filled with the output of the
 * predecessor of that name; predecessors without a place are appended as named sections.
 *
 * An instruction that is a function gets the outputs by name, and nothing is appended to its text. The type of
 * its parameter has to be written, since the flow is not known yet.
 *
 * @example
 * ```ts
 * import { agent, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const outline = task('Outline an article about {{topic}}', writer);
 * const article = task(({ outline }: { outline: string }) => `Write it out:\n${outline}`, writer);
 * ```
 *
 * @category flows
 */
export function task<
  const I extends Instruction,
  M extends Modality,
  Out,
  A = Out,
  J extends JoinsOf<I> = 'all',
  Optional extends boolean = false,
  Excluded extends boolean = false,
  Partials extends PartialsOf<J> = false,
  const Recalled extends string = never,
>(
  instruction: I,
  agent: Agent<M, Out>,
  options?: AgentTaskOptions<NoInfer<Out>, A, J, Optional, Excluded, Partials, Recalled>,
): Task<Needs<M, I, Recalled>, A, J, Optional, Excluded, Partials, Growing<A>>;
/**
 * Makes a task of code: two codecs, and a function or an operator between them.
 *
 * @example
 * ```ts
 * import * as t from 'io-ts';
 * import { task } from 'rivulet';
 *
 * const count = task({
 *   input: t.type({ article: t.string }),
 *   output: t.number,
 *   run: ({ article }) => article.split(' ').length,
 * });
 * ```
 *
 * @category flows
 */
export function task<
  In,
  Given extends Out,
  Out extends Anything = Given,
  J extends Join = 'all',
  Optional extends boolean = false,
  Excluded extends boolean = false,
  Partials extends PartialsOf<J> = false,
  const Recalled extends string = never,
>(
  code: TaskOptions<J, Optional, Excluded, Partials, Recalled> &
    CodeCodecs<In, Out> &
    // `& {}` gives the function less weight than the codec: where there is one, it decides and the function obeys.
    (CodeOperator<In & {}, Given> | CodeRun<In & {}, Given>),
): Task<Unrecalled<In, Recalled>, Out, J, Optional, Excluded, Partials>;
export function task(
  work: Instruction | PlainCode,
  agent?: AnyAgent,
  options: PlainAgentOptions = {},
): AnyTask {
  const definition = typeof work === 'object' ? codeTask(work) : agentTask(work, agent, options);
  return Object.freeze({ '~task': definition });
}

/**
 * What a task is made of.
 *
 * @internal
 */
export const definitionOf = (task: AnyTask): Definition =>
  // Tasks are made below and nowhere else, and this is what they hold.
  task['~task'] as Definition;
