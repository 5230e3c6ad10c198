import {
  asyncScheduler,
  concatMap,
  defer,
  distinctUntilChanged,
  map,
  merge,
  NEVER,
  of,
  takeWhile,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { Modalities, Modality } from '../core/modality.js';
import { ConnectionLost } from '../core/providerErrors.js';
import type { Agent, Answer, Question } from '../flow/ports.js';
import { InvalidMarbles } from './errors.js';
import { valueOf, type MarbleValues } from './lane.js';
import { signsOf } from './signs.js';

/** What a marble agent is. */
export interface MarbleAgentOptions<M extends Modality> {
  /**
   * What it gives: a text, an image, …
   *
   * @defaultValue `'text'`
   */
  readonly type?: M;
  /**
   * What it is there for.
   *
   * @defaultValue `'follow the marbles'`
   */
  readonly mission?: string;
}

/**
 * An agent whose answers follow a marble diagram: growing snapshots, from the moment when it is asked.
 *
 *     --a-b-(c|)    a = 'He'   b = 'Hell'   c = 'Hello'
 *     --a-#         it fails
 *     --a           it never ends
 *
 * The syntax is that of RxJS: a character takes a millisecond, ` 10ms ` lets time pass, `(c|)` comes at once. The
 * time is that of the run's scheduler, so that it is virtual where that one is.
 *
 * Several diagrams answer one request each, as a task makes them that tries again; a run that asks once more gets
 * an error. The letters of a text stand for themselves where there are no values.
 *
 * @param error what `#` stands for; else it is a `ConnectionLost`, after which it is worthwhile to try again
 *
 * @example
 * ```ts
 * import { agent, flow, task } from 'rivulet';
 * import { expectFlow, marbleAgent } from 'rivulet/testing';
 *
 * const writer = marbleAgent('--a-b-(c|)', { a: 'He', b: 'Hell', c: 'Hello' });
 *
 * expectFlow(flow({ tasks: { hello: task('Say hello', writer) } })).toBe(
 *   { hello: '--a-b-(c|)' },
 *   { a: 'He', b: 'Hell', c: 'Hello' },
 * );
 * ```
 *
 * @throws {@link InvalidMarbles} when a diagram cannot be read
 * @category testing
 */
export const marbleAgent = <M extends Modality = 'text'>(
  marbles: string | readonly string[],
  values?: MarbleValues<Modalities[M]['gives']>,
  error?: Error,
  options: MarbleAgentOptions<M> = {},
): Agent<M, Modalities[M]['gives']> => {
  // The type is left out only where `M` is the one that it is by default.
  const { type = 'text' as M, mission = 'follow the marbles' } = options;
  const known = values ?? (isText(type) ? undefined : {});
  const given = typeof marbles === 'string' ? [marbles] : marbles;
  const diagrams = given.map((text) => stepsOf<Modalities[M]['gives']>(text, known));
  if (diagrams.length === 0)
    throw new RangeError('A marble agent needs a diagram, not an empty list');
  let requests = 0;

  const answers: Agent<M, Modalities[M]['gives']>['answers'] = (_, { scheduler }) =>
    defer(() => {
      const steps = diagrams[typeof marbles === 'string' ? 0 : requests];
      requests++;
      if (steps !== undefined) return played(steps, error, scheduler);
      const asked = `A marble agent was asked ${String(requests)} times`;
      return throwError(
        () => new RangeError(`${asked}, and has ${String(diagrams.length)} diagrams`),
      );
    });

  return Object.freeze({
    type,
    provider: 'marbles',
    mission,
    model: undefined,
    ask: (question: string | Question) =>
      answers(typeof question === 'string' ? { text: question, images: [], audio: [] } : question, {
        scheduler: asyncScheduler,
      }).pipe(
        map(({ value }) => value),
        distinctUntilChanged(),
      ),
    // Every run prepares its agents, so it begins with the first diagram.
    prepare: () => void (requests = 0),
    answers,
  });
};

const isText = (type: Modality): boolean => ['text', 'vision', 'recognition'].includes(type);

/** Something that an agent does at some time. */
type Step<A> =
  | { readonly _tag: 'Say'; readonly time: number; readonly value: A }
  | { readonly _tag: 'Complete'; readonly time: number }
  | { readonly _tag: 'Fail'; readonly time: number };

const stepsOf = <A>(marbles: string, values: MarbleValues<A> | undefined): readonly Step<A>[] => {
  const signs = signsOf(marbles, {
    meant: '|#',
    meaning: 'An agent says letters, and ends with | or #.',
    frame: 1,
  });
  return signs.map(({ sign, time, column }, index): Step<A> => {
    const before = signs[index - 1]?.sign;
    if (before === '|' || before === '#')
      throw new InvalidMarbles(marbles, column, 'What has ended says nothing any more.');
    if (sign === '|') return { _tag: 'Complete', time };
    if (sign === '#') return { _tag: 'Fail', time };
    // Without values the letters are what is said, and `A` is a string: others are given an empty record.
    return { _tag: 'Say', time, value: valueOf(marbles, sign, column, values) as A };
  });
};

const played = <A>(
  steps: readonly Step<A>[],
  error: Error | undefined,
  scheduler: SchedulerLike,
): Observable<Answer<A>> =>
  defer(() => {
    let said: A | undefined;
    const answerOf = (value: A): Answer<A> => {
      const before = said;
      said = value;
      return grown(before ?? '', value);
    };
    return merge(
      ...steps.map((step) => timer(step.time, scheduler).pipe(map(() => step))),
      NEVER,
    ).pipe(
      takeWhile(({ _tag }) => _tag !== 'Complete'),
      concatMap((step) => {
        if (step._tag === 'Say') return of(answerOf(step.value));
        const partial = typeof said === 'string' ? said : undefined;
        return throwError(() => error ?? new ConnectionLost('marbles', { partial }));
      }),
    );
  });

const grown = <A>(before: unknown, value: A): Answer<A> =>
  typeof value === 'string' && typeof before === 'string' && value.startsWith(before)
    ? { value, delta: value.slice(before.length) }
    : { value };
