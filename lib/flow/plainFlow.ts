/**
 * A flow without its types: what its methods do with a checked plan.
 *
 * @module
 */

import { left, right } from '../core/either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  lastValueFrom,
  concatMap,
  exhaustMap,
  switchMap,
  throwIfEmpty,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import {
  FlowCancelled,
  InvalidOptions,
  isRivuletError,
  UnknownTask,
  WouldDangle,
  type RivuletError,
} from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';
import { nearest } from '../internal/nearest.js';
import { results } from '../operators/results.js';
import { compile } from './compile.js';
import type { Definition } from './definition.js';
import { growing } from './growing.js';
import { needsOf } from './needs.js';
import { live } from './live.js';
import type { OnFailure, Print } from './plan.js';
import { run as runPlan } from './run.js';
import type { LiveOptions, Policy, RunOptions } from './runOptions.js';
import { settle, type Ends } from './settle.js';
import { definitionOf, type AnyTask } from './task.js';

/** How a flow behaves. */
export interface FlowOptions {
  /**
   * What happens when a task fails that others need: `'stop'` cancels the rest, `'isolate'` skips only what
   * needs it. The run fails either way.
   *
   * @defaultValue `'stop'`
   */
  readonly onFailure?: OnFailure | undefined;
  /**
   * How many tasks of a run may run at once.
   *
   * @defaultValue as many as can
   */
  readonly concurrency?: number | undefined;
  /**
   * Whether each event of a run is told as a line, and to whom: `true` is standard error.
   *
   * @defaultValue `false`
   */
  readonly log?: boolean | Print | undefined;
}

/** What a flow is made of, whatever its types. */
export interface PlainParts extends FlowOptions {
  readonly inputs?: Readonly<Record<string, AnyCodec>>;
  readonly tasks: Readonly<Record<string, AnyTask>>;
  readonly paths?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** A flow whose types are not known. */
export interface PlainFlow {
  readonly graph: Graph;
  readonly run: (inputs?: Plain, options?: RunOptions) => Observable<FlowEvent>;
  readonly start: (inputs?: Plain, options?: RunOptions) => Promise<Plain>;
  readonly settle: (inputs?: Plain, options?: RunOptions) => Promise<Ends>;
  readonly outputs: (inputs?: Plain, options?: RunOptions) => Observable<Plain>;
  readonly live: (inputs?: Plain, options?: LiveOptions) => Observable<FlowEvent>;
  readonly operator: (options?: LiveOptions) => OperatorFunction<Plain, Plain>;
  readonly toTaskEither: (inputs?: Plain, options?: RunOptions) => TaskEither<RivuletError, Plain>;
  readonly with: (changes: Partial<PlainParts>) => PlainFlow;
  readonly without: (name: string) => PlainFlow;
}

type Plain = Readonly<Record<string, unknown>>;

/**
 * Makes a flow of its parts, or throws what is wrong with them.
 *
 * @internal
 */
export const plainFlow = (parts: PlainParts): PlainFlow => {
  const own = copyOf(parts);
  const plan = compile({ ...own, tasks: definitionsOf(own.tasks) });
  const { graph } = plan;
  const run = (inputs: Plain = {}, options: RunOptions = {}): Observable<FlowEvent> =>
    runPlan(plan, inputs, options);
  const resultsOf = (inputs: Plain | undefined, options: RunOptions = {}): Observable<Plain> =>
    run(inputs, options).pipe(
      results(),
      // Only a run that its signal cancelled has no record of results.
      throwIfEmpty((): unknown => options.signal?.reason),
    );
  const start = (inputs?: Plain, options?: RunOptions): Promise<Plain> =>
    // eslint-disable-next-line rxjs-x/no-ignored-default-value -- there always is one, or an error
    lastValueFrom(resultsOf(inputs, options));
  return Object.freeze<PlainFlow>({
    graph,
    run,
    start,
    settle: (inputs, options) => settle(graph, run(inputs, options)),
    outputs: (inputs, options) => growing(graph, run(inputs, options), options?.scheduler),
    live: (inputs = {}, options) => live(plan, inputs, options),
    operator: (options) => mapBy[policyOf(options)]((inputs) => resultsOf(inputs, options)),
    toTaskEither: (inputs, options) => () =>
      start(inputs, options).then(right, (error: unknown) =>
        left(rivuletErrorOf(error, options?.signal)),
      ),
    with: (changes) => plainFlow(merged(own, changes)),
    without: (name) => plainFlow(without(own, graph, name)),
  });
};

type MapBy = (resultsOf: (inputs: Plain) => Observable<Plain>) => OperatorFunction<Plain, Plain>;

const mapBy: Readonly<Record<Policy, MapBy>> = {
  switch: (resultsOf) => switchMap((inputs) => resultsOf(inputs)),
  concat: (resultsOf) => concatMap((inputs) => resultsOf(inputs)),
  exhaust: (resultsOf) => exhaustMap((inputs) => resultsOf(inputs)),
};

const policyOf = ({ policy = 'switch' }: LiveOptions = {}): Policy => {
  if (Object.hasOwn(mapBy, policy)) return policy;
  throw new InvalidOptions(
    undefined,
    `policy must be one of ${Object.keys(mapBy).join(', ')}, not ${policy as string}.`,
  );
};

// What is none of our errors is a bug, and goes on as one.
const rivuletErrorOf = (error: unknown, signal: AbortSignal | undefined): RivuletError => {
  if (isRivuletError(error)) return error;
  if (signal?.aborted === true && error === signal.reason) return new FlowCancelled(error);
  throw error;
};

const definitionsOf = (
  tasks: Readonly<Record<string, AnyTask>>,
): Readonly<Record<string, Definition>> =>
  like(
    tasks,
    Object.entries(tasks).map(([name, task]) => [name, checked(name, task)]),
  );

const checked = (name: string, task: AnyTask | undefined): Definition => {
  if (typeof task !== 'object' || !('~task' in task)) {
    throw new InvalidOptions(name, 'it is not a task. Make one with task(…).');
  }
  return definitionOf(task);
};

/** The caller's records may change; what a flow was made of does not. */
const copyOf = (parts: PlainParts): PlainParts => {
  const { inputs = {}, tasks, paths = {} } = parts;
  const lists = Object.entries(paths).map(
    ([parent, children]): readonly [string, readonly string[]] => [parent, [...(children ?? [])]],
  );
  return {
    ...parts,
    inputs: like(inputs, Object.entries(inputs)),
    tasks: like(tasks, Object.entries(tasks)),
    paths: Object.fromEntries(lists),
  };
};

const merged = (parts: PlainParts, { inputs, tasks, paths }: Partial<PlainParts>): PlainParts => ({
  ...parts,
  inputs: both(parts.inputs, inputs),
  tasks: both(parts.tasks, tasks),
  paths: both(parts.paths, paths),
});

const both = <A>(
  some: Readonly<Record<string, A>> = {},
  others: Readonly<Record<string, A>> = {},
): Readonly<Record<string, A>> =>
  like(others, [...Object.entries(some), ...Object.entries(others)]);

/** A record with the prototype of another: by it, a member that was called `__proto__` is found out. */
const like = <A>(
  other: object,
  entries: readonly (readonly [string, A])[],
): Readonly<Record<string, A>> => {
  const record = Object.fromEntries(entries);
  Object.setPrototypeOf(record, Object.getPrototypeOf(other) as object | null);
  return record;
};

const without = (parts: PlainParts, { edges }: Graph, name: string): PlainParts => {
  const { inputs = {}, tasks, paths = {} } = parts;
  if (!Object.hasOwn(inputs, name) && !Object.hasOwn(tasks, name)) {
    const known = [...Object.keys(inputs), ...Object.keys(tasks)];
    throw new UnknownTask(name, 'without', nearest(name, known), known);
  }
  const dangling = edges.flatMap(({ from, to }) => {
    const task = tasks[to];
    const needs = task === undefined ? [] : needsOf(definitionOf(task));
    return from === name && needs.includes(name) ? [to] : [];
  });
  if (dangling.length > 0) throw new WouldDangle(name, dangling);
  const others = Object.entries(paths).map(
    ([parent, children]): readonly [string, readonly string[]] => [
      parent,
      (children ?? []).filter((child) => child !== name),
    ],
  );
  return {
    ...parts,
    inputs: omit(inputs, name),
    tasks: omit(tasks, name),
    paths: omit(Object.fromEntries(others), name),
  };
};

const omit = <A>(record: Readonly<Record<string, A>>, name: string): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
