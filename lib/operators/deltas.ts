import { concatMap, defer, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent, Known, SnapshotOf } from '../core/typedEvent.js';
import { ofTask, type TaskEvent } from './ofTask.js';

/** How a growing text goes on: something is added at its end, or it begins again from nothing. */
export type Delta = { readonly _tag: 'Append'; readonly text: string } | { readonly _tag: 'Reset' };

/** The output of the task is not a text, so that there is nothing to append to. */
export interface NoText<Name, Output> {
  readonly '~task': Name;
  readonly '~output': Output;
}

/** `unknown` for the name of a task whose output is, or may be, a text. */
export type KnownText<E, Name> =
  Known<E, Name> extends infer Verdict
    ? unknown extends Verdict
      ? TextOf<Name, SnapshotOf<E, Name>>
      : Verdict
    : never;

type TextOf<Name, Output> = [Output] extends [string]
  ? unknown
  : unknown extends Output
    ? unknown
    : NoText<Name, Output>;

/**
 * Lets through what the text of one task has grown by.
 *
 *     events           -p-q-r-N-u-|
 *     deltas('code')   -P-Q-R-X-U-|
 *
 *     p, q, r = partial 'He', 'Hell', 'Hello'   P, Q, R = append 'He', 'll', 'o'
 *     N       = a new attempt                   X       = reset
 *     u       = succeeded 'Good'                U       = append 'Good'
 *
 * What has been appended since the last reset is always the whole text so far. A text that has changed
 * otherwise than at its end is reset and appended as a whole. It ends as `select` does.
 *
 * @example
 * ```ts
 * import { agent, deltas, flow, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * story
 *   .run()
 *   .pipe(deltas('plot'))
 *   .subscribe((delta) => {
 *     if (delta._tag === 'Append') process.stdout.write(delta.text);
 *   });
 * ```
 *
 * @category operators on events
 */
export const deltas =
  <const Name extends string>(name: Name) =>
  <E extends AnyEvent>(events: Observable<E> & KnownText<E, Name>): Observable<Delta> =>
    // The types are read off the events of a run, and these are events of a run.
    deltasOf(name, events as Observable<AnyEvent> as Observable<FlowEvent>);

const deltasOf = (name: string, events: Observable<FlowEvent>): Observable<Delta> =>
  defer(() => {
    let said = '';
    const next = (event: TaskEvent): readonly Delta[] => {
      const text = textOf(event);
      if (text === said) return [];
      const grown = growthOf(event, said, text);
      const news: readonly Delta[] =
        grown === undefined
          ? [...(said === '' ? [] : [reset]), ...(text === '' ? [] : [append(text)])]
          : [append(grown)];
      said = text;
      return news;
    };
    return ofTask(name, events).pipe(concatMap(next));
  });

const reset: Delta = Object.freeze({ _tag: 'Reset' });

const append = (text: string): Delta => ({ _tag: 'Append', text });

/** The whole text so far; a task that has yet to say something has none. */
const textOf = (event: TaskEvent): string =>
  (event.type === 'partial' || event.type === 'succeeded') && typeof event.value === 'string'
    ? event.value
    : '';

/** What the text has grown by at its end; `undefined` when it is another text. */
const growthOf = (event: TaskEvent, said: string, text: string): string | undefined => {
  const delta = 'delta' in event ? event.delta : undefined;
  return delta !== undefined && said.length + delta.length === text.length ? delta : undefined;
};
