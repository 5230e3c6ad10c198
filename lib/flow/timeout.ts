/**
 * How long an attempt may take, and what is made of one that takes longer.
 *
 * @module
 */

import {
  concat,
  dematerialize,
  EMPTY,
  map,
  materialize,
  merge,
  of,
  startWith,
  switchMap,
  timer,
  type MonoTypeOperatorFunction,
  type Observable,
  type ObservableNotification,
  type SchedulerLike,
} from 'rxjs';
import { FirstTokenTimeout, IdleTimeout, TotalTimeout } from '../core/timeoutErrors.js';

/** How long an attempt may take. What comes is content: a comment that keeps the connection open is none. */
export interface TimeoutOptions {
  /**
   * Milliseconds until the first of it comes.
   *
   * @defaultValue as long as it takes
   */
  readonly firstToken?: number | undefined;
  /**
   * Milliseconds between one and the next.
   *
   * @defaultValue as long as it takes
   */
  readonly idle?: number | undefined;
  /**
   * Milliseconds until all of it has come.
   *
   * @defaultValue as long as it takes
   */
  readonly total?: number | undefined;
}

/** Checks that timeouts are times. */
export const checkedTimeouts = (timeouts: TimeoutOptions): TimeoutOptions => {
  for (const [name, value] of Object.entries(timeouts)) {
    if (value !== undefined && !(typeof value === 'number' && value > 0)) {
      throw new RangeError(`timeout.${name} must be more than 0 ms, not ${String(value)}.`);
    }
  }
  return timeouts;
};

/**
 * Fails what takes too long, and unsubscribes from it.
 *
 *     answer              ---a-b------c-|
 *     { idle: 4 }         ---a-b---#
 *     { firstToken: 2 }   --#
 *     { total: 6 }        ---a-b#
 *
 * @param told how long all of it may take, where a part of that time is over
 */
export const inTime =
  <A>(
    { firstToken, idle, total }: TimeoutOptions,
    subject: string,
    scheduler: SchedulerLike,
    told = total,
  ): MonoTypeOperatorFunction<A> =>
  (answer) => {
    const late = (
      after: number | undefined,
      error: (after: number) => Error,
    ): Observable<Said<A>> =>
      after === undefined || after > longest
        ? EMPTY
        : timer(after, scheduler).pipe(map(() => ({ kind: 'E', error: error(after) })));
    const tooLate = late(total, (after) => new TotalTimeout(subject, told ?? after));
    const silent = late(firstToken, (after) => new FirstTokenTimeout(subject, after));
    const stuck = late(idle, (after) => new IdleTimeout(subject, after));
    const said = answer.pipe(
      materialize(),
      map((next): Said<A> => next),
      startWith(undefined),
      switchMap((next) =>
        next === undefined ? silent : next.kind === 'N' ? concat(of(next), stuck) : of(next),
      ),
    );
    return merge(said, tooLate).pipe(dematerialize());
  };

// What timers can wait for, in milliseconds: 24 days. More would be over at once.
const longest = 2 ** 31 - 1;

type Said<A> = ObservableNotification<A>;
