import { RivuletError } from './errors.js';

/** A task recalls a key under which nothing is kept. */
export class MemoryMissing extends RivuletError<'MemoryMissing'> {
  /** The task. */
  readonly task: string;
  /** The key. */
  readonly key: string;

  constructor(task: string, key: string) {
    super(
      'MemoryMissing',
      `Task "${task}" recalls "${key}", under which nothing is kept. Remember it first, or write '${key}?' to do without.`,
    );
    this.task = task;
    this.key = key;
  }
}
