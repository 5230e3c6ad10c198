/**
 * Real flows of random shapes, whose tasks count what is begun and what is torn down.
 *
 * @module
 */

import * as t from 'io-ts';
import {
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  of,
  take,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { Graph, Join } from '../../lib/core/graph.js';
import { ask } from '../../lib/flow/ask.js';
import { flow, type Flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import type { Answers } from '../../lib/flow/ports.js';
import { hedge, race } from '../../lib/flow/race.js';
import { route, type AnyRoute } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task, type Task } from '../../lib/flow/task.js';
import { givenBy, isOff, waysTaken } from './meaning.js';
import {
  inputsOf,
  isRouted,
  mayLose,
  nameOf,
  parentsOf,
  childrenOf,
  waysOf,
  type Asking,
  type Code,
  type Shape,
  type Work,
} from './shapes.js';

/** A flow that is made of a shape, and what can be seen of it from outside. */
export interface Made {
  readonly flow: Flow<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;
  /** Who answers when it asks. */
  readonly answers: Answers;
  /** How many tasks of each of its flows may run at once. */
  readonly limits: ReadonlyMap<Graph, number>;
  readonly counts: Counts;
}

/** How often something was subscribed to, and torn down. */
export interface Counts {
  begun: number;
  ended: number;
  /** How many executions of code are at it now, and were at the most. */
  running: number;
  most: number;
}

/** When what is made says something. */
export interface Timing {
  readonly scheduler: SchedulerLike;
  /** Changes the delays. */
  readonly delayOf?: (delay: number, label: string) => number;
  /** Whether what can is said by promises. */
  readonly promises?: boolean;
}

type Plain = Task<unknown, unknown, Join, boolean, boolean, boolean>;

/** Makes a flow of a shape. */
export const made = (shape: Shape, inputs: readonly string[], timing: Timing): Made => {
  const { scheduler, delayOf = (delay) => delay, promises = false } = timing;
  const counts: Counts = { begun: 0, ended: 0, running: 0, most: 0 };
  const limits = new Map<Graph, number>();
  const asked = new Map<string, Asking>();
  const failed = new Set<string>();

  const counted = <A>(source: Observable<A>, isCode: boolean): Observable<A> =>
    defer(() => {
      counts.begun++;
      counts.running += Number(isCode);
      counts.most = Math.max(counts.most, counts.running);
      return source.pipe(
        finalize(() => {
          counts.ended++;
          counts.running -= Number(isCode);
        }),
      );
    });

  const flowOf = (part: Shape, label: string, names: readonly string[]): Made['flow'] => {
    const tasks = part.tasks.map(
      ({ work }, index) =>
        [
          nameOf(index, label),
          taskOf(work, label + nameOf(index, label), part, index, names, label),
        ] as const,
    );
    const routes = part.tasks.flatMap(
      ({ route: routing }, index): readonly (readonly [string, AnyRoute])[] => {
        if (routing === undefined) return [];
        const table = Object.fromEntries(
          Object.entries(waysOf(part, index)).map(([way, ends]) => [
            way,
            ends.map((end) => nameOf(end, label)),
          ]),
        );
        const decide = (value: unknown): readonly string[] => {
          if (routing.takes === 'throws') throw new Error('cannot decide');
          return waysTaken(routing, value) ?? ['nowhere'];
        };
        const later = async (value: unknown): Promise<readonly string[]> => decide(value);
        return [[nameOf(index, label), route(promises ? later : decide, table)]];
      },
    );
    const paths = [
      ...names.map(
        (name) =>
          [
            name,
            part.tasks.flatMap((_, index) =>
              inputsOf(part, index, names).includes(name) ? [nameOf(index, label)] : [],
            ),
          ] as const,
      ),
      ...part.tasks.map(
        (_, index) =>
          [
            nameOf(index, label),
            childrenOf(part, index)
              .filter((child) => !isRouted(part, index, child))
              .map((child) => nameOf(child, label)),
          ] as const,
      ),
    ];
    const { onFailure, concurrency } = part;
    // The names are not known to the compiler, and so neither are inputs and results.
    const whole = flow({
      inputs: Object.fromEntries(names.map((name) => [name, t.unknown])),
      tasks: Object.fromEntries(tasks),
      paths: Object.fromEntries(paths),
      routes: Object.fromEntries(routes),
      onFailure,
      concurrency,
    }) as unknown as Made['flow'];
    limits.set(whole.graph, concurrency);
    return whole;
  };

  const taskOf = (
    work: Work,
    label: string,
    part?: Shape,
    index = 0,
    names: readonly string[] = [],
    within = '',
  ): Plain => {
    const exclude = part !== undefined && mayLose(part, index);
    switch (work._tag) {
      case 'Code':
        return codeOf(work, label, exclude);
      case 'Ask':
        asked.set(label, work);
        return ask({ question: () => label, join: work.join, optional: work.optional, exclude });
      case 'Sequence': {
        const [first, second, ...others] = work.steps.map((step, at) =>
          taskOf(step, `${label}.${String(at)}`),
        );
        if (first === undefined || second === undefined)
          throw new RangeError('A sequence is too short.');
        return sequence(first, second, ...others);
      }
      case 'Loop': {
        const { max, until, history } = work;
        return loop(taskOf(work.round, `${label}*`), {
          max,
          history,
          ...(until && { until: isOff }),
        });
      }
      case 'Each':
        return forEach(taskOf(work.item, `${label}[]`), work);
      case 'Race': {
        // Contenders are made with join 'all' and nothing else.
        const contenders = work.contenders.map(
          (each, at) => taskOf(each, `${label}${'xyz'[at] ?? ''}`) as Task<unknown, unknown>,
        );
        const [first, second] = contenders;
        return work.after > 0 && first !== undefined && second !== undefined
          ? hedge(first, second, work.after)
          : race(contenders);
      }
      case 'Flow': {
        const given =
          part === undefined
            ? ['it']
            : [
                ...inputsOf(part, index, names),
                ...parentsOf(part, index).map((parent) => nameOf(parent, within)),
              ];
        return flowOf(work.shape, `${label}/`, given);
      }
    }
  };

  const codeOf = (code: Code, label: string, exclude: boolean): Plain => {
    const { join, optional, fate, reads } = code;
    if (reads) {
      const reading = task({
        partials: true,
        remember: label,
        exclude,
        operator: (input: Observable<unknown>) =>
          counted(input.pipe(map((given) => givenBy(code, label, given))), false),
      });
      return reading;
    }
    const run = (given: unknown): unknown => {
      const value = givenBy(code, label, given);
      const isNew = !failed.has(String(value));
      if (fate === 'flaky') failed.add(String(value));
      const fails =
        fate === 'fails' || (fate === 'fickle' && isOff(value)) || (fate === 'flaky' && isNew);
      if (code.delay < 0 && fails) throw new Error('no');
      if (code.delay < 0 && fate !== 'empty') return promises ? Promise.resolve(value) : value;
      const delay = delayOf(Math.max(0, code.delay), label);
      return counted(
        saying(
          scheduler,
          delay,
          fate === 'empty' ? 0 : code.partials,
          lastOf(fails, fate === 'empty', value),
          value,
        ),
        true,
      );
    };
    return task({
      run,
      remember: label,
      join,
      optional,
      exclude,
      ...(fate === 'flaky' && { retry: { attempts: 2, delay: 3 } }),
    });
  };

  const whole = flowOf(shape, '', inputs);
  return {
    flow: whole,
    answers: ({ question, given }) => {
      const asking = asked.get(question);
      if (asking === undefined) throw new RangeError(`Nobody asks "${question}".`);
      const value = givenBy({ ...asking, gives: 'text' }, question, Object.values(given));
      const fails = asking.fate === 'fails' || (asking.fate === 'fickle' && isOff(value));
      const delay = delayOf(asking.delay, question);
      return counted(
        saying(scheduler, delay, 0, lastOf(fails, asking.fate === 'empty', value), value),
        false,
      );
    },
    limits,
    counts,
  };
};

const lastOf = (fails: boolean, isEmpty: boolean, value: unknown): Observable<unknown> =>
  fails ? throwError(() => new Error('no')) : isEmpty ? EMPTY : of(value);

// Timers are the test scheduler's own: RxJS's virtual `setInterval` trips over a timer that is cleared in the
// frame in which it is due.
const saying = (
  scheduler: SchedulerLike,
  delay: number,
  partials: number,
  last: Observable<unknown>,
  value: unknown,
): Observable<unknown> => {
  if (delay === 0 && partials === 0) return last;
  const growing = timer(delay, 1, scheduler).pipe(
    take(Math.max(1, partials)),
    map((n) => (typeof value === 'string' || Array.isArray(value) ? value.slice(0, n + 1) : value)),
  );
  return concat(partials === 0 ? growing.pipe(ignoreElements()) : growing, last);
};
