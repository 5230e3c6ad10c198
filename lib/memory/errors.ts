/**
 * What can go wrong when a memory keeps a value, or gives it back.
 *
 * @module
 */

import { RivuletError } from '../core/errors.js';

/** A value cannot be kept, because it would not come back as it is. Nothing was kept, and what there was stays. */
export class NotStorable extends RivuletError<'NotStorable'> {
  /** The key under which it was to be kept. */
  readonly key: string;
  /** Where in the value, such as `steps[2].run`; empty for the value itself. */
  readonly path: string;
  /** What is there. */
  readonly got: string;

  constructor(key: string, path: string, got: string, options?: ErrorOptions) {
    super(
      'NotStorable',
      `The value for ${shown(key)} cannot be kept in a memory: ${path === '' ? 'it' : shortened(path)} is ${got}. ` +
        'Texts, numbers, booleans, null, bigints, dates, bytes, lists and plain objects of these can be kept.',
      options,
    );
    this.key = key;
    this.path = path;
    this.got = got;
  }
}

/** What a store has under a key was not written by a memory, or by a later one. */
export class UnreadableMemory extends RivuletError<'UnreadableMemory'> {
  /** The key. */
  readonly key: string;

  constructor(key: string, why: string, options?: ErrorOptions) {
    super(
      'UnreadableMemory',
      `What is kept under ${shown(key)} cannot be read: ${why}. Keep something else under this key, or delete it.`,
      options,
    );
    this.key = key;
  }
}

/** What was asked of a memory. */
export type MemoryOperation = 'get' | 'set' | 'delete' | 'keys' | 'clear' | 'close';

/** A memory could not do what it was asked, because its store failed or it has been closed. */
export class MemoryFailed extends RivuletError<'MemoryFailed'> {
  /** What was asked of it. */
  readonly operation: MemoryOperation;
  /** The key, where the operation is about one. */
  readonly key: string | undefined;

  constructor(
    operation: MemoryOperation,
    key: string | undefined,
    why: string,
    options?: ErrorOptions,
  ) {
    super(
      'MemoryFailed',
      `memory.${operation}(${key === undefined ? '' : shown(key)}) failed: ${why}.`,
      options,
    );
    this.operation = operation;
    this.key = key;
  }
}

const shown = (key: string): string => JSON.stringify(shortened(key));

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
