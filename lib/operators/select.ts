import { defer, filter, map, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent, Known, SnapshotOf } from '../core/typedEvent.js';
import { ofTask } from './ofTask.js';

/**
 * Lets the snapshots of one task through: its growing output, the finished one last and once.
 *
 *     events           -s-p-q-x-S-y-|      s, x, y: others
 *     select('code')   ---P-Q---R---|
 *
 *     p, q = partial 'He', 'Hell'   S = succeeded 'Hello'   P, Q, R = 'He', 'Hell', 'Hello'
 *
 * It ends when the run ends, not when the task does. It completes empty when the task was skipped; when the
 * task failed, it ends with its error. After a new attempt the snapshots grow from the start again.
 *
 * @example
 * ```ts
 * import { agent, flow, select, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * story.run().pipe(select('plot')).subscribe((text) => process.stdout.write(text));
 * ```
 *
 * @category operators on events
 */
export const select =
  <const Name extends string>(name: Name) =>
  <E extends AnyEvent>(events: Observable<E> & Known<E, Name>): Observable<SnapshotOf<E, Name>> =>
    // The types are read off the events of a run, and these are events of a run.
    snapshotsOf(name, events as Observable<AnyEvent> as Observable<FlowEvent>) as Observable<
      SnapshotOf<E, Name>
    >;

const snapshotsOf = (name: string, events: Observable<FlowEvent>): Observable<unknown> =>
  defer(() => {
    let told: { readonly value: unknown } | undefined;
    return ofTask(name, events).pipe(
      filter((event) => {
        const before = told;
        told = event.type === 'partial' || event.type === 'succeeded' ? event : undefined;
        // A finished output that is the last snapshot itself has been told.
        return event.type === 'succeeded'
          ? before === undefined || before.value !== event.value
          : told !== undefined;
      }),
      map(() => told?.value),
    );
  });
