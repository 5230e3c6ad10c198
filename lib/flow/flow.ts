/**
 * Tasks, inputs and the paths between them: checked once, then immutable.
 *
 * @module
 */

import type { Either } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Observable, OperatorFunction } from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import type { RivuletError, TaskFault } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';
import type { FlowOptions, PlainParts } from './parts.js';
import { plainFlow } from './plainFlow.js';
import type { LiveOptions, RunOptions } from './runOptions.js';
import type { AnyRoute } from './route.js';
import type { AnyTask, Task } from './task.js';
import type { InputsOf, MayBeMissing, Outputs, Snapshots, Sound, Values } from './wiring.js';

/** What a flow is made of. */
export interface FlowParts<I, T, P, R = None> extends FlowOptions {
  /**
   * What comes from outside, each read by a codec.
   *
   * @defaultValue none
   */
  readonly inputs?: I;
  /** What there is to do. Their order decides which of those that could start together does so first. */
  readonly tasks: T;
  /**
   * Who needs whom: parent → children. Their order decides the order in which texts are put together.
   *
   * @defaultValue none
   */
  readonly paths?: P;
  /**
   * Which successors of a task get what it gave, by the name of the task. Those are not repeated in `paths`.
   *
   * @defaultValue none
   */
  readonly routes?: R;
}

/** What `with` adds to a flow or replaces in it. */
export interface FlowChanges<I, T, P, R = None> {
  /**
   * Inputs to add or replace.
   *
   * @defaultValue none
   */
  readonly inputs?: I;
  /**
   * Tasks to add or replace.
   *
   * @defaultValue none
   */
  readonly tasks?: T;
  /**
   * Paths to add or replace: a list takes the place of that of its parent.
   *
   * @defaultValue none
   */
  readonly paths?: P;
  /**
   * Routes to add or replace.
   *
   * @defaultValue none
   */
  readonly routes?: R;
}

/** The types of what a flow is made of. */
export interface Shape {
  readonly inputs: object;
  readonly tasks: object;
  readonly paths: object;
  readonly routes: object;
}

/** A checked flow. `Inputs` are the types of what comes in, `Results` of what comes out, both by name. */
export interface Flow<
  Inputs extends object,
  Results extends object,
  Values extends object = Results,
  Snapshots = Values,
  Parts extends Shape = Shape,
> {
  /** A flow is a task, too: its predecessors are its inputs, by their names, and its output is the record of its results. */
  readonly '~task': Task<Inputs, Results>['~task'];
  /** Tasks and paths as plain data. */
  readonly graph: Graph;
  /**
   * Runs the flow each time it is subscribed to, and tells what happens. Unsubscribing cancels the run.
   *
   * With `onFailure: 'stop'` a run that fails ends with that error; with `'isolate'` it tells `run-failed` and
   * completes.
   */
  readonly run: (...given: Given<Inputs>) => Observable<FlowEvent<Values, Snapshots>>;
  /**
   * Runs the flow with inputs that change, each time it is subscribed to. What a changed input touches is stopped at
   * once and run anew; everything else keeps what it has. A task whose inputs turn out to be what they were before is
   * not run again. The run ends when all inputs have completed and all tasks have settled.
   *
   *     topic            -a-----b-----|
   *     draft, of topic  -s---=-ws---=
   *     cover, of none   s-=
   *
   * `s` started, `=` succeeded, `w` waiting: the next wave has begun.
   */
  readonly live: (
    inputs: LiveInputs<Inputs>,
    options?: LiveOptions,
  ) => Observable<FlowEvent<Values, Snapshots>>;
  /**
   * Runs the flow and gives the results, in declaration order. A task that was skipped has none.
   *
   * It rejects with `FlowFailed`, and with the reason of the signal when that is aborted.
   */
  readonly start: (...given: Given<Inputs>) => Promise<Results>;
  /**
   * Runs the flow and tells what came of every task, also of those that are excluded. It rejects only with what
   * is wrong before anything runs.
   */
  readonly settle: (...given: Given<Inputs>) => Promise<Settled<Values>>;
  /**
   * Runs the flow each time it is subscribed to, and gives the record of the latest snapshots, at most once per
   * turn. The last one is what `start` gives. It ends as `run` does.
   */
  readonly outputs: (...given: Given<Inputs>) => Observable<GrowingResults<Results, Snapshots>>;
  /**
   * Runs the flow for each record of inputs and gives its results. What happens to a record that comes while there is a
   * run, its `policy` says: by default it cancels that run.
   */
  readonly operator: (options?: LiveOptions) => OperatorFunction<Inputs, Results>;
  /** Runs the flow as a task of fp-ts. A run that its signal cancels gives `FlowCancelled`. */
  readonly toTaskEither: (...given: Given<Inputs>) => TaskEither<RivuletError, Results>;
  /** Makes another flow, with parts added or replaced. Its wiring is checked when this is called. */
  readonly with: <
    const T extends Readonly<Record<string, AnyTask>> = None,
    const P extends Readonly<Record<string, readonly string[]>> = None,
    const I extends Readonly<Record<string, AnyCodec>> = None,
    const R extends Readonly<Record<string, AnyRoute>> = None,
  >(
    changes: FlowChanges<I, T, P, R>,
  ) => FlowOf<
    Merged<Parts['inputs'], I>,
    Merged<Parts['tasks'], T>,
    Merged<Parts['paths'], P>,
    Merged<Parts['routes'], R>
  >;
  /**
   * Makes another flow, in which a task does something else. Its paths and its route stay. It throws what does not fit any
   * more, as `flow` does, and `UnknownTask` for a name that there is not.
   */
  readonly replace: <const Name extends string & keyof Parts['tasks'], const T extends AnyTask>(
    name: Name,
    task: T,
  ) => FlowOf<
    Parts['inputs'],
    Merged<Parts['tasks'], Readonly<Record<Name, T>>>,
    Parts['paths'],
    Parts['routes']
  >;
  /**
   * Makes another flow, in which a task has these predecessors and no others. Routes that lead to it stay. It throws
   * `WouldDangle` when the task needs one by name that it would lose.
   */
  readonly rewire: <
    const Name extends string & keyof Parts['tasks'],
    const Parent extends string & (keyof Parts['inputs'] | keyof Parts['tasks']),
  >(
    name: Name,
    predecessors: readonly Parent[],
  ) => FlowOf<
    Parts['inputs'],
    Parts['tasks'],
    PathsRewired<Parts['paths'], Name, Parent>,
    Parts['routes']
  >;
  /**
   * Makes another flow, without one of the tasks or inputs and the paths from and to it; a route goes with its task. It
   * throws `WouldDangle` when a task needs it by name, or a route leads to it.
   */
  readonly without: <const Name extends string & (keyof Parts['inputs'] | keyof Parts['tasks'])>(
    name: Name,
  ) => FlowOf<
    Omit<Parts['inputs'], Name>,
    Omit<Parts['tasks'], Name>,
    PathsWithout<Parts['paths'], Name>,
    Omit<Parts['routes'], Name>
  >;
}

/** No names at all. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- a record without members
export type None = Readonly<Record<never, never>>;

/** What a run is given: inputs, where the flow has some, and options. */
export type Given<Inputs> = [keyof Inputs] extends [never]
  ? [inputs?: Readonly<Record<string, never>>, options?: RunOptions]
  : [inputs: Inputs, options?: RunOptions];

/** Inputs that change: an Observable, a promise or an async iterable for each. */
export type LiveInputs<Inputs> = Inputs extends object
  ? {
      readonly [Name in keyof Inputs]:
        Observable<Inputs[Name]> | PromiseLike<Inputs[Name]> | AsyncIterable<Inputs[Name]>;
    }
  : never;

/** What came of every task. */
export type Settled<Values> = Values extends object
  ? { readonly [Name in keyof Values]: Either<TaskFault, Values[Name]> }
  : never;

/** The results of a flow while they grow. */
export type GrowingResults<Results, Snapshots> = Results extends object
  ? {
      readonly [Name in keyof Results]?: Name extends keyof Snapshots ? Snapshots[Name] : never;
    }
  : never;

/** The flow of some inputs, tasks and paths. */
export type FlowOf<I, T, P, R = None> = Flow<
  InputsOf<I>,
  Outputs<T, MayBeMissing<T, P, R>>,
  Values<T>,
  Snapshots<T>,
  Shaped<I, T, P, R>
>;

/** Inputs, tasks, paths and routes as one type. */
export interface Shaped<I, T, P, R> {
  readonly inputs: I & object;
  readonly tasks: T & object;
  readonly paths: P & object;
  readonly routes: R & object;
}

/** Members of one record, and those of another in their place. */
export type Merged<A, B> = Omit<A, keyof B> & B;

/** The paths that neither begin nor end at a name. */
export type PathsWithout<P, Gone> = {
  readonly [Parent in keyof P as Exclude<Parent, Gone>]: P[Parent] extends readonly (infer Child)[]
    ? readonly Exclude<Child, Gone>[]
    : never;
};

/** Paths of which those to a child begin at other parents. */
export type PathsRewired<P, Child, Parent extends PropertyKey> = {
  readonly [From in keyof P | Parent]: readonly (
    | (From extends keyof P
        ? P[From] extends readonly (infer C)[]
          ? Exclude<C, Child>
          : never
        : never)
    | (From extends Parent ? Child : never)
  )[];
};

/**
 * Makes a flow of tasks, named inputs, and paths between them. What is wrong with it is refused at once: by the
 * compiler, where it can see it, else by throwing.
 *
 * @example
 * ```ts
 * import * as t from 'io-ts';
 * import { agent, flow, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 *
 * const story = flow({
 *   inputs: { topic: t.string },
 *   tasks: {
 *     plot: task('Write a plot about {{topic}}', writer),
 *     title: task('Find a title', writer),
 *   },
 *   paths: { topic: ['plot'], plot: ['title'] },
 * });
 *
 * const { plot, title } = await story.start({ topic: 'rain' });
 * ```
 *
 * @category flows
 */
export const flow = <
  const T extends Readonly<Record<string, AnyTask>>,
  // eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- messages show the names
  const P extends { readonly [Name in keyof T | keyof I]?: readonly (keyof T)[] } = None,
  const I extends Readonly<Record<string, AnyCodec>> = None,
  const R extends { readonly [Name in keyof T]?: AnyRoute } = None,
>(
  // Nothing is to be inferred from what is checked.
  parts: FlowParts<I, T, P, R> & NoInfer<Sound<I, T, P, R>>,
): FlowOf<I, T, P, R> =>
  // `FlowOf` says of these very parts what the functions below do with them.
  plainFlow(parts as PlainParts) as unknown as FlowOf<I, T, P, R>;
