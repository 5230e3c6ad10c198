import { progress, type FlowEvent } from 'rivulet';
import {
  connect,
  defer,
  endWith,
  finalize,
  ignoreElements,
  interval,
  merge,
  takeUntil,
  tap,
  withLatestFrom,
  type Observable,
} from 'rxjs';
import type { WriteStream } from 'node:tty';
import { terminal } from './terminal.js';
import { boardOf, report, type Painted } from './board.js';
import { grown, type Growing } from './growing.js';

/**
 * Lets all events through and draws what the tasks are at, several times a second: each text that grows in a
 * region of its own, and above them, for good, what has ended.
 */
export const regions =
  (out: WriteStream) =>
  <E extends FlowEvent>(events: Observable<E>): Observable<E> =>
    defer(() => {
      const screen = terminal(out);
      const texts = new Map<string, Growing>();
      const begun = new Map<string, { readonly time: number; readonly attempt: number }>();
      const ended: Painted[] = [];

      const hear = (event: FlowEvent): void => {
        switch (event.type) {
          case 'started':
            begun.set(event.task, event);
            texts.delete(event.task);
            break;
          case 'partial':
            if (typeof event.value !== 'string') break;
            texts.set(event.task, grown(texts.get(event.task), event.value, screen.size().width));
            break;
          case 'succeeded':
          case 'failed':
          case 'cancelled': {
            const since = begun.get(event.task)?.time;
            const value = event.type === 'succeeded' ? event.value : texts.get(event.task)?.text;
            if (since === undefined) break;
            ended.push(...report(event.task, event.type, event.time - since, value, screen.size()));
            break;
          }
          default:
        }
      };

      return events.pipe(
        connect((told) => {
          const over = told.pipe(ignoreElements(), endWith('over'));
          const frames = interval(80).pipe(
            withLatestFrom(told.pipe(progress())),
            tap(([frame, now]) =>
              screen.draw(
                ended.splice(0),
                boardOf(now, { texts, begun, frame, size: screen.size() }),
              ),
            ),
            takeUntil(over),
          );
          return merge(frames.pipe(ignoreElements()), told.pipe(tap((event) => hear(event))));
        }),
        finalize(() => screen.close(ended)),
      );
    });
