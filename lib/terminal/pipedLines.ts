import { Observable } from 'rxjs';
import { bytesOf, giveBack, type TerminalInput } from './streams.js';

/**
 * The lines of a stream, one by one. When it is unsubscribed from, what comes after the last line stays in the stream,
 * for the next one who reads it.
 */
export const pipedLines = (input: TerminalInput): Observable<string> =>
  new Observable((subscriber) => {
    let unread = Buffer.alloc(0);
    const read = (chunk: unknown): void => {
      unread = Buffer.concat([unread, bytesOf(chunk)]);
      let end = unread.indexOf('\n');
      while (end >= 0 && !subscriber.closed) {
        const line = unread.subarray(0, end);
        unread = unread.subarray(end + 1);
        subscriber.next(textOf(line));
        end = unread.indexOf('\n');
      }
    };
    const end = (): void => {
      const line = unread;
      unread = Buffer.alloc(0);
      if (line.length > 0) subscriber.next(textOf(line));
      subscriber.complete();
    };
    if (input.readableEnded || input.destroyed) {
      end();
      return;
    }
    input.on('data', read);
    input.on('end', end);
    input.on('close', end);
    input.resume();
    return () => {
      input.pause();
      input.off('data', read);
      input.off('end', end);
      input.off('close', end);
      giveBack(input, unread);
    };
  });

const textOf = (line: Buffer): string => line.toString().replace(/\r$/u, '');
