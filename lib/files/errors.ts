/**
 * What can go wrong when an output is saved to a file.
 *
 * @module
 */

import { RivuletError } from '../core/errors.js';

/** A file could not be written. No part of it is there. */
export class SaveFailed extends RivuletError<'SaveFailed'> {
  /** Where it was to be. */
  readonly path: string;

  constructor(path: string, options: { readonly cause: unknown }) {
    const { cause } = options;
    super(
      'SaveFailed',
      `Nothing was saved to ${JSON.stringify(path)}: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        'Make it possible to write there, or pass another folder.',
      options,
    );
    this.path = path;
  }
}

/** An output cannot become a file. */
export class NotSaveable extends RivuletError<'NotSaveable'> {
  /** What the file was to be called. */
  readonly file: string;
  /** Where in the output, such as `steps[2].run`; empty for the output itself. */
  readonly path: string;

  constructor(file: string, path: string, why: string, options?: ErrorOptions) {
    super(
      'NotSaveable',
      `${JSON.stringify(file)} cannot become a file: ${path === '' ? 'the output' : path} ${why}. ` +
        'A text, an image, a sound, and data that JSON can say are saved.',
      options,
    );
    this.file = file;
    this.path = path;
  }
}
