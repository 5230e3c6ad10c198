import { tap, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import { lineOf } from '../core/line.js';
import type { AnyEvent } from '../core/typedEvent.js';

/**
 * Lets all events through and tells each as a line.
 *
 *     events   -a-b-c-|
 *     log()    -a-b-c-|
 *     print    -A-B-C--
 *
 * A line holds names and sizes, never what was asked or answered. What the run tells after its subscriber has
 * left is not told here; for that there is the `log` option of flows and runs.
 *
 * @param print where the lines go; standard error, unless said otherwise
 *
 * @category operators on events
 */
export const log =
  (print: (line: string) => void = toStandardError) =>
  <E extends AnyEvent>(events: Observable<E>): Observable<E> =>
    events.pipe(
      // These are events of a run.
      tap((event) => print(lineOf(event as AnyEvent as FlowEvent))),
    );

const toStandardError = (line: string): void => console.error(line);
