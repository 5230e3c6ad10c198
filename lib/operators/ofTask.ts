import { concat, defer, EMPTY, filter, tap, throwError, type Observable } from 'rxjs';
import type { TaskFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';

/** An event that says what a task is at. */
export type TaskEvent = Exclude<
  Extract<FlowEvent, { readonly task: unknown }>,
  { readonly type: 'inner' | 'routed' }
>;

/**
 * Lets the events that say what one task is at through until the run ends; if the task has failed by then, it ends
 * with that error. What happens within it, and where its output goes, is no part of that.
 *
 *     events           -a-b-A-F-|      a, b: of others   A, F: of the task; it failed
 *     ofTask('task')   -----A-F-#
 *
 * A run that itself ends with an error ends with that one.
 */
export const ofTask = (name: string, events: Observable<FlowEvent>): Observable<TaskEvent> =>
  defer(() => {
    let failure: TaskFailed | undefined;
    return concat(
      events.pipe(
        filter((event): event is TaskEvent => saysOf(name, event)),
        tap((event) => (failure = event.type === 'failed' ? event.error : undefined)),
      ),
      defer(() => (failure === undefined ? EMPTY : throwError(() => failure))),
    );
  });

const saysOf = (name: string, event: FlowEvent): boolean =>
  'task' in event && event.task === name && event.type !== 'inner' && event.type !== 'routed';
