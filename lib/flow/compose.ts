/**
 * What tasks do that are made of tasks: they run what is inside as runs of their own, and make their output of what
 * these tell.
 *
 * @module
 */

import {
  catchError,
  defer,
  first,
  map,
  merge,
  mergeMap,
  EMPTY,
  Observable,
  of,
  ReplaySubject,
  scan,
  share,
  switchMap,
  take,
  takeLast,
  throwError,
  throwIfEmpty,
  timer,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { sample } from '../core/codec.js';
import { DecodeFailed, EmptyOutput, RaceFailed, type TaskFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Values } from '../core/join.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';
import { results } from '../operators/results.js';
import { itself } from './checkNeeds.js';
import { decodeInputs } from './inputs.js';
import { manyOf } from './inside.js';
import type { EachWork, FlowWork, LoopWork, Plan, RaceWork, SequenceWork } from './plan.js';

/** Runs a plan within a task, and tells its events. */
export type Nest = (plan: Plan, inside: Inside) => Observable<FlowEvent>;

/** What a run within a task is given. */
export interface Inside {
  /** The values of the inputs of the plan, in declaration order. */
  readonly inputs?: readonly unknown[];
  /** What a task that has no predecessors in the plan is given, by its number. */
  readonly given?: (index: number) => Values;
  /** Whether that is one value, and the task gets it itself. */
  readonly isBare?: boolean;
  /** How many of the tasks may be at work at once. */
  readonly atOnce?: number;
  /** From which number on waves are counted. */
  readonly wave?: number;
}

/** A task that is made of tasks, and what it is given. */
export interface Composite {
  readonly label: string;
  readonly values: Values;
  readonly isBare: boolean;
  readonly context: { readonly scheduler: SchedulerLike; readonly turns: SchedulerLike };
  readonly nest: Nest;
}

/** One task after the other: the growing output of the last one. */
export const doInTurn = (
  { steps }: SequenceWork,
  { values, isBare, nest }: Composite,
): Observable<unknown> =>
  nest(steps, { given: () => values, isBare }).pipe(outputOf(steps.vertices.at(-1)?.name));

/** A flow: its results, when it has completed. */
export const runFlow = (
  { plan }: FlowWork,
  { values, isBare, nest }: Composite,
): Observable<unknown> =>
  defer(() => {
    const given = isBare ? values[itself] : values;
    const record: Values = isRecord(given) ? given : {};
    const known = plan.graph.inputs.filter((name) => Object.hasOwn(record, name));
    const inputs = decodeInputs(
      plan,
      Object.fromEntries(known.map((name) => [name, record[name]])),
    );
    return nest(plan, { inputs }).pipe(results());
  });

/** A task again and again, each time with what it gave before: its growing answers. */
export const repeat = (
  { round, until, max, history }: LoopWork,
  { label, values, nest }: Composite,
): Observable<unknown> =>
  // Rounds that end at once follow each other in a loop: as operators they would recur.
  new Observable((subscriber) => {
    const before: unknown[] = [];
    let it = onlyOf(values);
    let iteration = 0;
    let isReady = true;
    let isLooping = false;
    const end = (answer: { readonly value: unknown } | undefined): void => {
      if (answer === undefined) {
        subscriber.error(new EmptyOutput(label));
        return;
      }
      it = answer.value;
      if (history) before.push(it);
      // The types of the loop promise its function this answer.
      if (iteration === max || until?.(it as never, iteration) === true) subscriber.complete();
      else {
        isReady = true;
        go();
      }
    };
    const go = (): void => {
      if (isLooping) return;
      isLooping = true;
      while (isReady && !subscriber.closed) {
        isReady = false;
        iteration++;
        let answer: { readonly value: unknown } | undefined;
        const given: Values = { [itself]: it };
        subscriber.add(
          nest(round, { given: () => given, isBare: true, wave: iteration })
            .pipe(outputOf(round.vertices[0]?.name))
            .subscribe({
              next: (value) => {
                answer = { value };
                subscriber.next(history ? [...before, value] : value);
              },
              error: (error: unknown) => subscriber.error(error),
              complete: () => {
                try {
                  end(answer);
                } catch (error) {
                  subscriber.error(error);
                }
              },
            }),
        );
      }
      isLooping = false;
    };
    go();
  });

/** A task for each item of a list: the outputs in the order of the list, as far as all before them are there. */
export const doEach = (
  { item, concurrency, onFailure }: EachWork,
  { label, values, context, nest }: Composite,
): Observable<unknown> =>
  defer(() => {
    const list = onlyOf(values);
    if (!Array.isArray(list)) {
      const mismatch = { path: '', expected: 'a list', got: sample(list) };
      throw new DecodeFailed(label, 'input', mismatch);
    }
    if (list.length === 0) return of([]);
    const given = (index: number): Values => ({ [itself]: list[index] as unknown });
    const plan = manyOf(item, list.length, onFailure);
    return nest(plan, { given, isBare: true, atOnce: concurrency }).pipe(
      failing(({ causes }) => Object.keys(causes).length === list.length || onFailure === 'stop'),
      oncePerTurn(() => itemsOf(list.length), context.turns),
    );
  });

/**
 * Gathers outputs by their place in a list. Each time it is read it is copied, so a list that has become long is read less
 * often: when it has grown by a tenth.
 */
const itemsOf = (size: number): Accumulator<FlowEvent, readonly unknown[]> => {
  const ends = new Array<readonly unknown[] | undefined>(size).fill(undefined);
  let known = 0;
  let read = 0;
  const end = (task: string, output: readonly unknown[]): boolean => {
    ends[Number(task) - 1] = output;
    let hasNews = false;
    for (let next = ends[known]; next !== undefined; next = ends[++known]) {
      hasNews ||= next.length > 0;
    }
    return hasNews && (known < 1_000 || known - read >= read / 10);
  };
  return {
    add: (event) => {
      switch (event.type) {
        case 'succeeded':
          return end(event.task, [event.value]);
        case 'skipped':
        case 'failed':
          return end(event.task, []);
        case 'run-completed':
        case 'run-failed':
          return true;
        default:
          return false;
      }
    },
    read: () => {
      read = known;
      return ends.slice(0, known).flatMap((output) => output ?? []);
    },
  };
};

type Result =
  | { readonly _tag: 'Won'; readonly value: unknown }
  | { readonly _tag: 'Lost'; readonly error: unknown };

/** The first success of several tasks that are given the same; the others are left then. */
export const compete = (
  { contenders, after }: RaceWork,
  { label, values, isBare, context: { scheduler }, nest }: Composite,
): Observable<unknown> =>
  defer(() => {
    let before: Observable<Result> | undefined;
    const ends = contenders.map((contender) => {
      const result = nest(contender, { given: () => values, isBare }).pipe(
        outputOf(contender.vertices[0]?.name),
        takeLast(1),
        throwIfEmpty(() => new EmptyOutput(label)),
        map((value): Result => ({ _tag: 'Won', value })),
        catchError((error: unknown) => of<Result>({ _tag: 'Lost', error })),
      );
      const own =
        before === undefined || after === 0
          ? result
          : startOf(before, after, scheduler).pipe(switchMap(() => result));
      // The one that waits for it hears of its end also when that was at once.
      const shared = { connector: () => new ReplaySubject<Result>(1), resetOnComplete: false };
      return (before = own.pipe(share({ ...shared, resetOnError: false })));
    });
    return merge(...ends).pipe(
      scan((all: readonly Result[], next) => [...all, next], []),
      first((all) => all.at(-1)?._tag === 'Won' || all.length === contenders.length),
      map((all) => {
        const last = all.at(-1);
        if (last?._tag === 'Won') return last.value;
        throw new RaceFailed(
          label,
          all.flatMap((lost) => (lost._tag === 'Lost' ? [lost.error] : [])),
        );
      }),
    );
  });

/** When the next one begins: after that time, or as soon as the one before it has failed. */
const startOf = (
  before: Observable<Result>,
  after: number,
  scheduler: SchedulerLike,
): Observable<unknown> => merge(timer(after, scheduler), before).pipe(take(1));

/** What a task inside gives, while it grows; nothing when it was skipped. */
const outputOf =
  (name: string | undefined): OperatorFunction<FlowEvent, unknown> =>
  (events) =>
    events.pipe(
      failing(() => true),
      mergeMap((event) =>
        (event.type === 'partial' || event.type === 'succeeded') && event.task === name
          ? of(event.value)
          : EMPTY,
      ),
    );

/** Ends with the first failure of a task when the run failed, unless that is of no matter. */
const failing =
  (
    matters: (error: Extract<FlowEvent, { readonly type: 'run-failed' }>['error']) => boolean,
  ): OperatorFunction<FlowEvent, FlowEvent> =>
  (events) =>
    defer(() => {
      let failure: TaskFailed | undefined;
      return events.pipe(
        mergeMap((event) => {
          if (event.type === 'failed') failure ??= event.error;
          return event.type === 'run-failed' && matters(event.error)
            ? throwError(() => failure ?? event.error)
            : of(event);
        }),
      );
    });

/** The value of a record that has one. */
const onlyOf = (values: Values): unknown => Object.values(values)[0];

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
