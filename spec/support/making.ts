/**
 * Real flows of random shapes.
 *
 * @module
 */

import * as t from 'io-ts';
import type { Observable } from 'rxjs';
import type { Graph, Join } from '../../lib/core/graph.js';
import { ask } from '../../lib/flow/ask.js';
import { flow, type Flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { hedge, race } from '../../lib/flow/race.js';
import { route, type AnyRoute } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task, type Task } from '../../lib/flow/task.js';
import { doing, type Doing, type Timing } from './doing.js';
import { isOff, waysTaken } from './said.js';
import type { Code, Routing, Shape, Work } from './shapes.js';
import { childrenOf, inputsOf, isExcluded, isRouted, nameOf, parentsOf, waysOf } from './wires.js';

/** A flow that is made of a shape, and what can be seen of it from outside. */
export interface Made extends Pick<Doing, 'answers' | 'counts'> {
  readonly flow: Flow<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;
  /** How many tasks of each of its flows may run at once. */
  readonly limits: ReadonlyMap<Graph, number>;
}

/** Makes a flow of a shape. */
export const made = (shape: Shape, inputs: readonly string[], timing: Timing): Made => {
  const { counts, run, read, hire, answers } = doing(timing);
  const limits = new Map<Graph, number>();

  const flowOf = (part: Shape, label: string, names: readonly string[]): Made['flow'] => {
    const named = (index: number): string => nameOf(index, label);
    const each = <A>(of: (index: number) => A): Readonly<Record<string, A>> =>
      Object.fromEntries(part.tasks.map((_, index) => [named(index), of(index)]));
    const { onFailure, concurrency } = part;
    // The names are not known to the compiler, and so neither are inputs and results.
    const whole = flow({
      inputs: Object.fromEntries(names.map((name) => [name, t.unknown])),
      tasks: each((index) => placed(part, index, label, names)),
      paths: {
        ...Object.fromEntries(
          names.map((name) => [
            name,
            part.tasks.flatMap((_, index) =>
              inputsOf(part, index, names).includes(name) ? [named(index)] : [],
            ),
          ]),
        ),
        ...each((index) =>
          childrenOf(part, index)
            .filter((child) => !isRouted(part, index, child))
            .map(named),
        ),
      },
      routes: Object.fromEntries(
        part.tasks.flatMap(
          ({ route: routing }, index): readonly (readonly [string, AnyRoute])[] => {
            if (routing === undefined) return [];
            const ways = Object.entries(waysOf(part, index));
            return [
              [
                named(index),
                routeOf(
                  routing,
                  Object.fromEntries(ways.map(([key, ends]) => [key, ends.map(named)])),
                ),
              ],
            ];
          },
        ),
      ),
      onFailure,
      concurrency,
    }) as unknown as Made['flow'];
    limits.set(whole.graph, concurrency);
    return whole;
  };

  const routeOf = (
    routing: Routing,
    table: Readonly<Record<string, readonly string[]>>,
  ): AnyRoute => {
    const decide = (output: unknown): readonly string[] => {
      if (routing.takes === 'throws') throw new Error('cannot decide');
      return waysTaken(routing, output) ?? ['nowhere'];
    };
    return route(
      timing.promises === true ? async (output: unknown) => decide(output) : decide,
      table,
    );
  };

  /** A task in its place, where it is given a record. */
  const placed = (
    part: Shape,
    index: number,
    flowLabel: string,
    names: readonly string[],
  ): Plain => {
    const work = part.tasks[index]?.work;
    if (work === undefined) throw new RangeError(`There is no task ${String(index)}.`);
    const given = [
      ...inputsOf(part, index, names),
      ...parentsOf(part, index).map((parent) => nameOf(parent, flowLabel)),
    ];
    return taskOf(work, flowLabel + nameOf(index, flowLabel), given, isExcluded(part, index));
  };

  const taskOf = (
    work: Work,
    label: string,
    given: readonly string[] = ['it'],
    exclude = false,
  ): Plain => {
    switch (work._tag) {
      case 'Code':
        return codeOf(work, label, exclude);
      case 'Ask':
        hire(label, work);
        return ask({ question: () => label, join: work.join, optional: work.optional, exclude });
      case 'Sequence': {
        const [first, second, ...others] = work.steps.map((step, at) =>
          taskOf(step, `${label}.${String(at)}`),
        );
        if (first === undefined || second === undefined)
          throw new RangeError('A sequence needs two tasks.');
        return sequence(first, second, ...others);
      }
      case 'Loop': {
        const { round, max, until, history } = work;
        return loop(taskOf(round, `${label}*`), { max, history, ...(until && { until: isOff }) });
      }
      case 'Each':
        return forEach(taskOf(work.item, `${label}[]`), work);
      case 'Race': {
        const contenders = work.contenders.map(
          // Their join is 'all': shapes give them no other.
          (each, at) => taskOf(each, `${label}${'xyz'[at] ?? ''}`) as Task<unknown, unknown>,
        );
        const [first, second] = contenders;
        return work.after > 0 && first !== undefined && second !== undefined
          ? hedge(first, second, work.after)
          : race(contenders);
      }
      case 'Flow':
        return flowOf(work.shape, `${label}/`, given);
    }
  };

  const codeOf = (code: Code, label: string, exclude: boolean): Plain => {
    const { join, optional, fate, reads } = code;
    if (reads) {
      const operator = (input: Observable<unknown>): Observable<unknown> =>
        read(code, label, input);
      const reading = task({ partials: true, operator, exclude, remember: label });
      return reading;
    }
    return task({
      run: (given: unknown) => run(code, label, given),
      join,
      optional,
      exclude,
      remember: label,
      ...(fate === 'flaky' && { retry: { attempts: 2, delay: 3 } }),
    });
  };

  return { flow: flowOf(shape, '', inputs), answers, limits, counts };
};

type Plain = Task<unknown, unknown, Join, boolean, boolean, boolean>;
