import { concat, concatMap, defer, EMPTY, of, type Observable, type OperatorFunction } from 'rxjs';
import { NotJson } from '../core/guardErrors.js';
import { continues } from '../internal/continues.js';
import { readOn, soFar, unread, type JsonReading } from './growingJson.js';

/**
 * Reads a growing text as JSON: lets through the value so far whenever it has grown, and the whole value at the
 * end.
 *
 *     text     -a-b-c-d-e--|
 *     json()   -A-B---D-E--|
 *
 *     a = '{"to'                         A = {}
 *     b = '{"to":"Ro'                    B = { to: 'Ro' }
 *     c = '{"to":"Ro"'
 *     d = '{"to":"Ro","days":[1,2'       D = { to: 'Ro', days: [1] }
 *     e = '{"to":"Ro","days":[1,23]}'    E = { to: 'Ro', days: [1, 23] }
 *
 * What is let through only grows: texts at their end, lists and objects by members. A number, `true`, `false` and
 * `null` come when they are finished, and a member with its value. For each snapshot only what is new is looked at;
 * the value is made anew when it has grown by a hundredth, so that a long text costs no more than in proportion. The
 * last value is the one that `JSON.parse` gives. A text that begins again is read afresh.
 *
 * A text that ends and is not JSON ends with {@link NotJson}. Once it is seen not to be, no more values come.
 *
 * @example
 * ```ts
 * import { agent, json } from 'rivulet';
 * import * as t from 'io-ts';
 * import { filter, map } from 'rxjs';
 *
 * const planner = agent({ type: 'text', provider: 'scripted', mission: 'plan, in JSON' });
 * const Unfinished = t.partial({ steps: t.array(t.string) });
 *
 * planner
 *   .ask('How do I boil an egg?')
 *   .pipe(
 *     json(),
 *     filter(Unfinished.is),
 *     map(({ steps = [] }) => steps.length),
 *   )
 *   .subscribe((steps) => console.log(steps, 'steps so far'));
 * ```
 *
 * @category operators on text
 */
export const json = (): OperatorFunction<string, unknown> => (text) =>
  defer(() => {
    let reading: JsonReading | undefined;
    let told = 0;
    const next = (snapshot: string): Observable<unknown> => {
      if (reading === undefined || !continues(snapshot, reading.text)) {
        reading = unread();
        told = 0;
      }
      readOn(reading, snapshot);
      const grown = reading.end - told;
      if (grown === 0 || grown < told / 100) return EMPTY;
      told = reading.end;
      return existing(soFar(reading));
    };
    const last = (): Observable<unknown> => {
      if (reading === undefined) return EMPTY;
      const value = parsed(reading.text);
      return told > 0 && told === reading.end ? EMPTY : of(value);
    };
    return concat(text.pipe(concatMap(next)), defer(last));
  });

const existing = (value: unknown): Observable<unknown> => (value === undefined ? EMPTY : of(value));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotJson(text, { cause: error });
  }
};
