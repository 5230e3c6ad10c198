/**
 * What can be wrong with an output while it grows: what the operators on growing outputs end with.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** A guard stopped an output that cannot become right any more, or that ended without being right. */
export class GuardRejected extends RivuletError<'GuardRejected'> {
  /** Why. */
  readonly reason: string;
  /** The snapshot that was rejected. */
  readonly partial: unknown;

  constructor(reason: string, partial: unknown, options?: ErrorOptions) {
    super('GuardRejected', `A guard stopped the output: ${reason}`, options);
    this.reason = reason;
    this.partial = partial;
  }
}

/** A text that should be JSON has ended and is not. */
export class NotJson extends RivuletError<'NotJson'> {
  /** The whole text. */
  readonly text: string;

  constructor(text: string, options?: ErrorOptions) {
    super(
      'NotJson',
      `The text, of ${String(text.length)} characters, is not JSON. Ask for JSON and nothing around it.`,
      options,
    );
    this.text = text;
  }
}
