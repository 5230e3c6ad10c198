import {
  concat,
  defer,
  EMPTY,
  map,
  takeWhile,
  throwError,
  type MonoTypeOperatorFunction,
} from 'rxjs';
import { mismatchOf, type AnyCodec } from '../core/codec.js';
import { GuardRejected } from '../core/guardErrors.js';
import { partingOf } from '../core/mismatch.js';
import { settledComplaints } from '../core/settled.js';

/**
 * What a guard says of an output so far: it may go on, it is `'enough'`, or it is wrong, with `false` or an error
 * that says why.
 */
export type Verdict = boolean | 'enough' | Error;

/** Looks at an output while it grows: a function that judges it, or a codec that it has to obey in the end. */
export type Guard<A> = AnyCodec | ((soFar: A) => Verdict);

/**
 * Stops an output as soon as it cannot become right, or is enough.
 *
 *     text           -a-b-c-d-|         text           -a-b-c-d-|
 *     guard(check)   -a-b-#             guard(check)   -a-b-(c|)
 *     listens        ^----!             listens        ^----!
 *
 *     check(c) = false                  check(c) = 'enough'
 *
 * It leaves what it guards in the same instant, which closes the request: nothing more is paid for. An output that is
 * wrong ends with {@link GuardRejected}, and the snapshot that was wrong is not let through. One that is enough
 * is let through and is the last. A check that throws ends it with what was thrown.
 *
 * A codec lets the snapshots through as they are. It stops an output when it refuses a part that has been finished,
 * while what is missing may yet come, and refuses one that has ended and is not what it says. For that the
 * snapshots have to grow at their end, as those of {@link json} do; a text is judged at its end.
 *
 * @example
 * ```ts
 * import { agent, guard, json } from 'rivulet';
 * import * as t from 'io-ts';
 *
 * const planner = agent({ type: 'text', provider: 'scripted', mission: 'plan, in JSON' });
 *
 * planner
 *   .ask('A week in Rome')
 *   .pipe(guard((text) => !text.startsWith('Sorry') && (text.length < 5_000 || 'enough')))
 *   .subscribe((soFar) => console.log(soFar));
 *
 * planner
 *   .ask('A week in Rome')
 *   .pipe(json(), guard(t.type({ days: t.array(t.type({ sights: t.array(t.string) })) })))
 *   .subscribe((soFar) => console.log(soFar));
 * ```
 *
 * @category operators on text
 */
export const guard = <A>(check: Guard<A>): MonoTypeOperatorFunction<A> =>
  guardOf(check, (soFar) => soFar);

/**
 * The same for values that stand within something else, such as an answer.
 *
 * @internal
 */
export const guardOf = <A, B>(
  check: Guard<B>,
  valueOf: (item: A) => B,
): MonoTypeOperatorFunction<A> =>
  typeof check === 'function' ? judgedBy(check, valueOf) : readBy(check, valueOf);

const judgedBy =
  <A, B>(judge: (soFar: B) => Verdict, valueOf: (item: A) => B): MonoTypeOperatorFunction<A> =>
  (growing) =>
    growing.pipe(
      map((item) => {
        const soFar = valueOf(item);
        return { item, goesOn: goesOn(judge(soFar), soFar) };
      }),
      takeWhile(({ goesOn }) => goesOn, true),
      map(({ item }) => item),
    );

const goesOn = (verdict: Verdict, soFar: unknown): boolean => {
  if (verdict instanceof Error) throw new GuardRejected(verdict.message, soFar, { cause: verdict });
  if (verdict === false) throw new GuardRejected('its check said no.', soFar);
  return verdict !== 'enough';
};

const readBy =
  <A>(codec: AnyCodec, valueOf: (item: A) => unknown): MonoTypeOperatorFunction<A> =>
  (growing) =>
    defer(() => {
      let unfinished: GuardRejected | undefined;
      return concat(
        growing.pipe(
          map((item) => {
            const soFar = valueOf(item);
            const read = codec.decode(soFar);
            unfinished = read._tag === 'Left' ? rejected(read.left, soFar, codec) : undefined;
            const settled = read._tag === 'Left' ? settledComplaints(read.left, soFar) : undefined;
            if (settled !== undefined) throw rejected(settled, soFar, codec);
            return item;
          }),
        ),
        defer(() => (unfinished === undefined ? EMPTY : throwError(() => unfinished))),
      );
    });

const rejected = (left: unknown, soFar: unknown, { name = 'what its codec says' }: AnyCodec) =>
  new GuardRejected(`it ${partingOf(mismatchOf(left, soFar, name))}`, soFar);
