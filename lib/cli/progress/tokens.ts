/**
 * How many tokens tasks have said, as far as it is told; a guess where it is not.
 *
 * @module
 */

import { counted } from './amounts.js';
import { insideOf, type ProgressState } from './state.js';
import type { TaskState } from './taskState.js';

/** How much has been said. */
export interface Said {
  readonly tokens: number;
  /** Nobody has told the number yet; a token has about four characters. */
  readonly isGuess: boolean;
}

/** How much two have said together. */
export const together = (one: Said, other: Said): Said => ({
  tokens: one.tokens + other.tokens,
  isGuess: one.isGuess || other.isGuess,
});

/** How many tokens a task has said, and all within it. */
export const saidBy = (state: ProgressState, task: TaskState): Said => {
  const isTold = task.phase._tag === 'done' && task.usage !== undefined;
  const isSilent = isTold || task.isMadeOfTasks || task.attempts === 0;
  const guess = isSilent ? 0 : Math.ceil(task.characters / 4);
  const own = { tokens: (task.usage?.output ?? 0) + guess, isGuess: guess > 0 };
  return insideOf(state, task)
    .map((inner) => saidBy(state, inner))
    .reduce(together, own);
};

/** The same in words. */
export const tokenWords = ({ tokens, isGuess }: Said): string =>
  `${isGuess ? '~' : ''}${counted(tokens, 'token')}`;
