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
import {
  FlowCancelled,
  InvalidOptions,
  isRivuletError,
  type RivuletError,
} from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';
import { recordLike } from '../internal/recordLike.js';
import { results } from '../operators/results.js';
import { copyOf, merged, replaced, rewired, without } from './changes.js';
import { compile } from './compile.js';
import { growing } from './growing.js';
import { live } from './live.js';
import { defined } from './makeTask.js';
import type { PlainParts } from './parts.js';
import type { Definition } from './plan.js';
import { run as runPlan } from './run.js';
import type { LiveOptions, Policy, RunOptions } from './runOptions.js';
import { settle, type Ends } from './settle.js';
import { definitionOf, type AnyTask } from './task.js';

/** A flow whose types are not known. */
export interface PlainFlow {
  readonly '~task': Definition;
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
  readonly replace: (name: string, task: AnyTask) => PlainFlow;
  readonly rewire: (name: string, predecessors: readonly string[]) => PlainFlow;
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
    '~task': defined({ _tag: 'Flow', plan }, [], undefined, undefined, {}),
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
    replace: (name, task) => plainFlow(replaced(own, name, task)),
    rewire: (name, predecessors) => plainFlow(rewired(own, graph, name, predecessors)),
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
  recordLike(
    tasks,
    Object.entries(tasks).map(([name, task]) => [name, checked(name, task)]),
  );

const checked = (name: string, task: AnyTask | undefined): Definition => {
  if (typeof task !== 'object' || !('~task' in task)) {
    throw new InvalidOptions(name, 'it is not a task. Make one with task(…).');
  }
  return definitionOf(task);
};
