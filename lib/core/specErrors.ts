/**
 * What can go wrong when a flow is read from data, written as data, or planned by a model.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** Something that is wrong with a flow as data. */
export interface SpecProblem {
  /** Where, such as `tasks.draft.instruction`; empty for the whole of it. */
  readonly path: string;
  /** What is wrong there, and what to do about it. */
  readonly message: string;
}

/** A flow as data cannot be read. */
export class InvalidSpec extends RivuletError<'InvalidSpec'> {
  /** All that is wrong with it; of very many, the first. */
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    super('InvalidSpec', `This is no flow that can be read:${listed(problems)}`);
    this.problems = problems;
  }
}

/** A flow has parts that cannot be written as data. */
export class NotWritable extends RivuletError<'NotWritable'> {
  /** All that cannot be written; of very many, the first. */
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    super('NotWritable', `This flow cannot be written as data:${listed(problems)}`);
    this.problems = problems;
  }
}

/** A model was asked for a flow as data, and gave none that can be read, not even the second time. */
export class PlanFailed extends RivuletError<'PlanFailed'> {
  /** What is wrong with its last answer. */
  readonly problems: readonly SpecProblem[];
  /** What it answered, as it came. */
  readonly answers: readonly string[];

  constructor(problems: readonly SpecProblem[], answers: readonly string[]) {
    super(
      'PlanFailed',
      `No flow that can be read was given in ${String(answers.length)} answers. What is wrong with the last one:${listed(problems)}` +
        '\nThe answers are kept in error.answers. Say more exactly what is wanted, or ask a larger model.',
    );
    this.problems = problems;
    this.answers = answers;
  }
}

/** Problems, one on a line, and at most so many of them. */
export const listed = (problems: readonly SpecProblem[], most = 12): string => {
  const lines = problems
    .slice(0, most)
    .map(({ path, message }) => `\n  ${path === '' ? '' : `${path}: `}${message}`);
  const more = problems.length - lines.length;
  return `${lines.join('')}${more > 0 ? `\n  … and ${String(more)} more.` : ''}`;
};
