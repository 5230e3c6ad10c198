import {
  catchError,
  defer,
  first,
  map,
  merge,
  of,
  ReplaySubject,
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
import { outputOf, type Composite } from './nest.js';
import type { RaceWork } from './plan.js';
import type { Answer } from './ports.js';

/** The first success of several tasks that are given the same; the others are left then. */
export const compete = (
  { contenders, after }: RaceWork,
  { label, values, isBare, context: { scheduler }, nest }: Composite,
): Observable<Answer<unknown>> =>
  defer(() => {
    let before: Observable<Result> | undefined;
    const ends = contenders.map((contender) => {
      const result = nest(contender, { given: () => values, isBare }).pipe(
        outputOf(contender),
        takeLast(1),
        throwIfEmpty(() => new EmptyOutput(label)),
        map((answer): Result => ({ _tag: 'Won', answer })),
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
        if (last?._tag === 'Won') return last.answer;
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

type Result =
  | { readonly _tag: 'Won'; readonly answer: Answer<unknown> }
  | { readonly _tag: 'Lost'; readonly error: unknown };
