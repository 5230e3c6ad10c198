/**
 * Errors as they are told: what it is and where, what to do, where to read more. No stack, unless it is wanted.
 *
 * @module
 */

import { inspect } from 'node:util';
import { FlowFailed, isRivuletError, TaskFailed } from '../core/errors.js';
import { harmless } from '../terminal/harmless.js';
import { hintOf } from './hint.js';
import { withoutKeys } from './withoutKeys.js';

/** For whom an error is told. */
export interface Telling {
  /** The command line, without `rivulet`, so that a better one can be proposed. */
  readonly line: readonly string[];
  /** Whether the stack is shown, too. */
  readonly isDebug: boolean;
}

/** An error in a few lines; that of a run, in a few lines for each task that failed. */
export const toldOf = (error: unknown, { line, isDebug }: Telling): string => {
  const blocks =
    error instanceof FlowFailed
      ? Object.entries(error.causes).map(([task, cause]) => blockOf(cause, line, task))
      : [blockOf(error, line)];
  const stack = isDebug ? [`${inspect(error, { depth: 6 })}\n`] : [];
  return withoutKeys(harmless([...blocks, ...stack].join('')));
};

/** The name of an error: its tag, where it is one of ours. */
export const tagOf = (error: unknown): string =>
  isRivuletError(error) ? error._tag : error instanceof Error ? error.name : 'Error';

/** What went wrong in the end, within however many tasks. */
export const rootOf = (error: unknown): unknown =>
  error instanceof TaskFailed && error.cause !== undefined ? rootOf(error.cause) : error;

const blockOf = (given: unknown, line: readonly string[], task?: string): string => {
  const error = rootOf(given);
  const tag = tagOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const [first = '', ...others] = sentencesOf(message);
  const isNamed =
    task === undefined || first.toLowerCase().includes(`task "${task}"`.toLowerCase());
  const lowered = first.replace(/^Task (?=")/u, 'task ');
  const more = [...others, ...hintOf(error, line)];
  const page = isRivuletError(error) ? [`rivulet explain ${tag}`] : [];
  return `${tag}  ${isNamed ? '' : `task "${task}": `}${lowered}\n${[...more, ...page]
    .map((each) => `  ${each}\n`)
    .join('')}`;
};

/** A line for each sentence. Lines that are there stay; those that stand further in, as in a diagram, stay as they are. */
const sentencesOf = (message: string): readonly string[] =>
  message
    .trimEnd()
    .split('\n')
    .flatMap((line) =>
      line.startsWith(' ') ? [line] : line.trim().split(/(?<=[.!?])\s+(?=\p{Lu})/u),
    )
    .filter((line) => line.trim() !== '');
