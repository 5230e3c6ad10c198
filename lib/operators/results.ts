import { defer, filter, map, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent, ResultsOf } from '../core/typedEvent.js';

/**
 * Gathers the results of a run and gives them as one record, when the run has completed: in declaration order,
 * without the tasks that are excluded or were skipped.
 *
 *     events      -s-a-b-C|       a, b = tasks succeeded   C = run-completed
 *     results()   -------R|       R    = { a, b }
 *
 * It ends with the error of a run that failed, also where such a run itself does not, and completes empty when
 * the run was cancelled.
 *
 * @example
 * ```ts
 * import { agent, flow, results, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * story.run().pipe(results()).subscribe(({ plot }) => console.log(plot));
 * ```
 *
 * @category operators on events
 */
export const results =
  () =>
  <E extends AnyEvent>(events: Observable<E>): Observable<ResultsOf<E>> =>
    // The types are read off the events of a run, and these are events of a run.
    resultsOf(events as Observable<AnyEvent> as Observable<FlowEvent>) as Observable<ResultsOf<E>>;

const resultsOf = (events: Observable<FlowEvent>): Observable<Readonly<Record<string, unknown>>> =>
  defer(() => {
    const values = new Map<string, unknown>();
    let names: readonly string[] = [];
    const isEnd = (event: FlowEvent): boolean => {
      switch (event.type) {
        case 'run-started':
          names = event.graph.tasks.flatMap(({ name, exclude }) => (exclude ? [] : [name]));
          return false;
        case 'waiting':
          if (event.wave > 1) values.delete(event.task);
          return false;
        case 'succeeded':
          values.set(event.task, event.value);
          return false;
        default:
          return event.type === 'run-failed' || event.type === 'run-completed';
      }
    };
    return events.pipe(
      filter(isEnd),
      map((event) => {
        if (event.type === 'run-failed') throw event.error;
        return recordOf(names, values);
      }),
    );
  });

const recordOf = (
  names: readonly string[],
  values: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> => {
  // What begins without a prototype is a table from the start; `{}` would change its shape for every name.
  const record = Object.create(null) as Record<string, unknown>;
  for (const name of names) {
    const value = values.get(name);
    if (value !== undefined || values.has(name)) record[name] = value;
  }
  return Object.setPrototypeOf(record, Object.prototype) as Readonly<Record<string, unknown>>;
};
