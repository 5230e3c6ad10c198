import type { FlowEvent } from 'rivulet';
import type { Observable } from 'rxjs';
import type { WriteStream } from 'node:tty';
import { lines } from './lines.js';
import { regions } from './regions.js';

/**
 * Lets all events through and shows the texts as they grow: on a terminal each in a region of its own, else
 * line by line.
 */
export const screen =
  (out: WriteStream) =>
  <E extends FlowEvent>(events: Observable<E>): Observable<E> =>
    events.pipe(hasRoom(out) ? regions(out) : lines(out));

const hasRoom = ({ isTTY, columns, rows }: WriteStream): boolean =>
  isTTY && process.env['TERM'] !== 'dumb' && columns >= 16 && rows >= 5;
