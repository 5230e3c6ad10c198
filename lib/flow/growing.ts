import type { Observable, SchedulerLike } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';

/**
 * The growing record of the latest snapshots of a run, once per turn in which there is a new one; the last is
 * the record of the results.
 *
 *     events    -(ab)-A--B(C|)       a, b = partials   A, B = succeeded   C = run-completed
 *     growing   -R----R--R----|      R    = { a, b }
 *
 * What a task said before it began again, failed or was cancelled is taken out of the record.
 *
 * @internal
 */
export const growing = (
  graph: Graph,
  events: Observable<FlowEvent>,
  scheduler: SchedulerLike | undefined,
): Observable<Readonly<Record<string, unknown>>> =>
  events.pipe(oncePerTurn(() => snapshots(graph), scheduler));

const snapshots = ({ tasks }: Graph): Accumulator<FlowEvent, Readonly<Record<string, unknown>>> => {
  const names = tasks.flatMap(({ name, exclude }) => (exclude ? [] : [name]));
  const kept = new Set(names);
  const latest = new Map<string, unknown>();
  let isTold = false;
  return {
    add: (event) => {
      switch (event.type) {
        case 'partial':
        case 'succeeded': {
          const { task, value } = event;
          if (!kept.has(task) || (latest.has(task) && latest.get(task) === value)) return false;
          latest.set(task, value);
          return true;
        }
        case 'waiting':
        case 'started':
        case 'skipped':
        case 'failed':
        case 'cancelled':
          return latest.delete(event.task);
        case 'run-completed':
          return !isTold;
        default:
          return false;
      }
    },
    read: () => {
      isTold = true;
      return Object.fromEntries(
        names.filter((name) => latest.has(name)).map((name) => [name, latest.get(name)]),
      );
    },
  };
};
