/**
 * An attempt took too long.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** What all timeouts share. */
export abstract class AttemptTimeout<Tag extends string = string> extends RivuletError<Tag> {
  /** Who was waited for: an agent's provider, or the task. */
  readonly subject: string;
  /** How long, in milliseconds. */
  readonly after: number;
  /** Another attempt may be faster. */
  readonly retryable: boolean = true;

  constructor(tag: Tag, subject: string, after: number, what: string) {
    super(tag, `"${subject}" ${what} within ${String(after)} ms, and was given up.`);
    this.subject = subject;
    this.after = after;
  }
}

/** Nothing came in the time that is set for the first of it. */
export class FirstTokenTimeout extends AttemptTimeout<'FirstTokenTimeout'> {
  constructor(subject: string, after: number) {
    super('FirstTokenTimeout', subject, after, 'said nothing');
  }
}

/** Something came, and then nothing more in the time that is set. */
export class IdleTimeout extends AttemptTimeout<'IdleTimeout'> {
  constructor(subject: string, after: number) {
    super('IdleTimeout', subject, after, 'stopped in the middle and said nothing more');
  }
}

/** It did not end in the time that is set for all of it. */
export class TotalTimeout extends AttemptTimeout<'TotalTimeout'> {
  constructor(subject: string, after: number) {
    super('TotalTimeout', subject, after, 'did not finish');
  }
}
