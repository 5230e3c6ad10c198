import { concat, defer, EMPTY, filter, tap, throwError, type Observable } from 'rxjs';
import type { TaskFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';

/** An event of some task. */
export type TaskEvent = Extract<FlowEvent, { readonly task: unknown }>;

/**
 * Lets the events of one task through until the run ends; if the task has failed by then, it ends with that
 * error.
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
        filter((event): event is TaskEvent => 'task' in event && event.task === name),
        tap((event) => (failure = event.type === 'failed' ? event.error : undefined)),
      ),
      defer(() => (failure === undefined ? EMPTY : throwError(() => failure))),
    );
  });
