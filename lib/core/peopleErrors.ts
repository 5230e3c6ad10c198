/**
 * What can go wrong when a task asks a person.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** A task asks a person, and the run was not told who answers. */
export class NobodyToAsk extends RivuletError<'NobodyToAsk'> {
  /** The task that asks. */
  readonly task: string;

  constructor(task: string) {
    super(
      'NobodyToAsk',
      `Task "${task}" asks a person, and the run was given nobody who answers. Pass { answers: terminal() } ` +
        `from 'rivulet/terminal', or { answers: { ${JSON.stringify(task)}: … } }.`,
    );
    this.task = task;
  }
}

/** A task asks a person at a terminal, and no answer can come: the input has ended. */
export class NobodyAnswers extends RivuletError<'NobodyAnswers'> {
  /** The task that asks. */
  readonly task: string;

  constructor(task: string, options?: ErrorOptions) {
    super(
      'NobodyAnswers',
      `Task "${task}" asks a person, and nobody answers: ${
        options?.cause === undefined ? 'the input has ended' : 'the terminal cannot be used'
      }. Run it on a terminal, or pass { answers: { ${JSON.stringify(task)}: … } }.`,
      options,
    );
    this.task = task;
  }
}
