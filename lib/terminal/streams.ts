/**
 * What is used of the streams of a terminal. Those of Node fit.
 *
 * @module
 */

import { Observable } from 'rxjs';

/** What answers are read from: `process.stdin`, or any other Readable of Node. */
export interface TerminalInput {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  /** Set when it brings texts instead of bytes. */
  readonly readableEncoding: string | null;
  /** Tells a terminal to leave keys to the program; only terminals have it. */
  readonly setRawMode?: (isRaw: boolean) => unknown;
  /** Begins to listen to an event. */
  readonly on: (event: string, listener: (given: unknown) => void) => unknown;
  /** Stops listening to it. */
  readonly off: (event: string, listener: (given: unknown) => void) => unknown;
  /** Lets nothing through until it is resumed. */
  readonly pause: () => unknown;
  /** Lets through what there is. */
  readonly resume: () => unknown;
  /** Puts back what was read too much. */
  readonly unshift: (chunk: unknown) => void;
}

/** What questions are written to: `process.stderr`, or any other Writable of Node. */
export interface TerminalOutput {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Writes a text. */
  readonly write: (text: string) => unknown;
  /** Begins to listen to an event. */
  readonly on: (event: string, listener: (given: unknown) => void) => unknown;
  /** Stops listening to it. */
  readonly off: (event: string, listener: (given: unknown) => void) => unknown;
}

/** Fails when a stream does. */
export const failureOf = (stream: TerminalInput | TerminalOutput): Observable<never> =>
  new Observable((subscriber) => {
    const fail = (error: unknown): void => subscriber.error(error);
    stream.on('error', fail);
    return () => void stream.off('error', fail);
  });

/** The bytes of what a stream brings. */
export const bytesOf = (chunk: unknown): Uint8Array =>
  chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));

/** Puts back what was read too much, so that it is read next. */
export const giveBack = (input: TerminalInput, bytes: Uint8Array): void => {
  if (bytes.length === 0) return;
  // Into a stream of texts belongs a text; it was whole characters that came out of it.
  input.unshift(input.readableEncoding === null ? bytes : Buffer.from(bytes).toString());
};
