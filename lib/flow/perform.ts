/**
 * What one attempt at a task does, as an Observable: its operator, in its time, under its guard.
 *
 * @module
 */

import {
  catchError,
  defer,
  first,
  map,
  merge,
  of,
  scan,
  share,
  switchMap,
  take,
  takeLast,
  throwIfEmpty,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { EmptyOutput, RaceFailed } from '../core/errors.js';
import type { Values } from '../core/join.js';
import { placesOf } from '../core/template.js';
import { fromSource } from '../internal/fromSource.js';
import { guardOf } from '../operators/guard.js';
import type { Actor, AgentWork, Definition, RaceWork, RunWork } from './definition.js';
import { finished } from './finished.js';
import type { AnyAgent, Answer } from './ports.js';
import { questionOf } from './question.js';
import { rechunk } from './rechunk.js';
import { delayOf } from './retry.js';
import { inTime } from './timeout.js';

/** Where time and chance come from. */
export interface Context {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/** One attempt at a task. What an agent says are answers, what code says are values. */
export const performed = (
  name: string,
  definition: Definition,
  actor: Actor | undefined,
  records: Observable<Values>,
  context: Context,
): Observable<unknown> => {
  const { chunks, guard, work } = definition;
  const input = chunks === undefined ? records : rechunk(chunks, records);
  const output = operate(name, definition, actor?.agent, input, context);
  const limited =
    actor?.timeout === undefined
      ? output
      : output.pipe(inTime(actor.timeout, actor.agent?.provider ?? name, context.scheduler));
  return guard === undefined ? limited : limited.pipe(guardOf(guard, valueIn(work)));
};

/** Calls the function of a task of code. */
export const call = (work: RunWork, values: Values): unknown =>
  // The types of the task promise its function this record.
  work.run(values as never);

const operate = (
  name: string,
  { work, partials }: Definition,
  agent: AnyAgent | undefined,
  input: Observable<Values>,
  context: Context,
): Observable<unknown> => {
  switch (work._tag) {
    case 'Operator':
      // The types of the task promise its operator these records.
      return work.operator(input as Observable<never>);
    case 'Run':
      return input.pipe(switchMap((values) => fromSource(call(work, values))));
    case 'Race':
      return input.pipe(switchMap((values) => compete(name, work, values, context)));
    case 'Agent':
      return input.pipe(
        switchMap((values) => {
          const asked = agent ?? work.agent;
          const answers = asked.answers(questionOf(work, placesIn(work), values), context);
          // An answer to a later snapshot does not continue the answer to the one before.
          return partials
            ? answers.pipe(map(({ value, usage, finish }) => ({ value, usage, finish })))
            : answers;
        }),
      );
  }
};

const known = new WeakMap<AgentWork, ReadonlySet<string>>();

/** The places of an instruction, looked for once. */
export const placesIn = (work: AgentWork): ReadonlySet<string> => {
  const before = known.get(work);
  if (before !== undefined) return before;
  const { instruction } = work;
  const places = new Set(typeof instruction === 'string' ? placesOf(instruction) : []);
  known.set(work, places);
  return places;
};

const valueIn =
  ({ _tag }: Definition['work']) =>
  (said: unknown): never =>
    // What an agent says are answers: that is its contract.
    (_tag === 'Agent' ? (said as Answer<unknown>).value : said) as never;

type Result =
  | { readonly _tag: 'Won'; readonly value: unknown }
  | { readonly _tag: 'Lost'; readonly error: unknown };

/** The first success of several tasks that are given the same; the others are left then. */
const compete = (
  name: string,
  { contenders, after }: RaceWork,
  values: Values,
  context: Context,
): Observable<unknown> =>
  defer(() => {
    let before: Observable<Result> | undefined;
    const results = contenders.map((contender) => {
      const result = settledOf(name, contender, values, context);
      const own =
        before === undefined || after === 0
          ? result
          : startOf(before, after, context).pipe(switchMap(() => result));
      return (before = own.pipe(share()));
    });
    return merge(...results).pipe(
      scan((all: readonly Result[], next) => [...all, next], []),
      first((all) => all.at(-1)?._tag === 'Won' || all.length === contenders.length),
      map((all) => {
        const last = all.at(-1);
        if (last?._tag === 'Won') return last.value;
        throw new RaceFailed(
          name,
          all.flatMap((lost) => (lost._tag === 'Lost' ? [lost.error] : [])),
        );
      }),
    );
  });

/** When the next one begins: after that time, or as soon as the one before it has failed. */
const startOf = (
  before: Observable<Result>,
  after: number,
  { scheduler }: Context,
): Observable<unknown> => merge(timer(after, scheduler), before).pipe(take(1));

/** What comes of a task with all its attempts. */
const settledOf = (
  name: string,
  definition: Definition,
  values: Values,
  context: Context,
): Observable<Result> =>
  attempted(name, definition, values, context, 0, 0).pipe(
    map((value): Result => ({ _tag: 'Won', value: finished(name, definition, value) })),
    catchError((error: unknown) => of<Result>({ _tag: 'Lost', error })),
  );

const attempted = (
  name: string,
  definition: Definition,
  values: Values,
  context: Context,
  index: number,
  failed: number,
): Observable<unknown> => {
  const actor = definition.attempts[index];
  const again = (nextIndex: number, nextFailed: number): Observable<unknown> =>
    attempted(name, definition, values, context, nextIndex, nextFailed);
  return defer(() => performed(name, definition, actor, of(values), context)).pipe(
    takeLast(1),
    map(valueIn(definition.work)),
    throwIfEmpty(() => new EmptyOutput(name)),
    catchError((error: unknown) => {
      const delay = actor && delayOf(actor.retry, failed + 1, error, context.random);
      if (delay !== undefined) {
        return timer(delay, context.scheduler).pipe(switchMap(() => again(index, failed + 1)));
      }
      if (index + 1 < definition.attempts.length) return again(index + 1, 0);
      throw error;
    }),
  );
};
