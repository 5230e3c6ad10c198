import { left, right } from '../core/either.js';
import type * as E from 'fp-ts/lib/Either.js';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  lastValueFrom,
  of,
  tap,
  type Observable,
} from 'rxjs';
import { TaskCancelled, TaskSkipped, type TaskFault } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';

/** What came of every task of a run, by name. */
export type Ends = Readonly<Record<string, E.Either<TaskFault, unknown>>>;

/**
 * What came of every task of a run, in declaration order, however the run ended. It rejects only with what was
 * wrong before anything ran.
 *
 * @internal
 */
export const settle = (graph: Graph, events: Observable<FlowEvent>): Promise<Ends> =>
  // eslint-disable-next-line rxjs-x/no-ignored-default-value -- there always is one
  lastValueFrom(
    defer(() => {
      const last = new Map<string, TaskEvent>();
      let hasFailed = false;
      return concat(
        events.pipe(
          tap((event) => {
            hasFailed ||= event.type === 'run-failed';
            if ('task' in event) last.set(event.task, event);
          }),
          ignoreElements(),
          catchError((error: unknown) => {
            if (hasFailed) return EMPTY;
            throw error;
          }),
        ),
        defer(() => of(recordOf(graph, last))),
      );
    }),
  );

type TaskEvent = Extract<FlowEvent, { readonly task: unknown }>;

const recordOf = ({ tasks }: Graph, last: ReadonlyMap<string, TaskEvent>): Ends =>
  Object.fromEntries(tasks.map(({ name }) => [name, endOf(name, last.get(name))]));

// A task that did not come to an end has been cancelled, whether or not it was told so.
const endOf = (task: string, event: TaskEvent | undefined): Ends[string] => {
  switch (event?.type) {
    case 'succeeded':
      return right(event.value);
    case 'failed':
      return left(event.error);
    case 'skipped':
      return left(new TaskSkipped(task, event.because));
    default:
      return left(new TaskCancelled(task));
  }
};
