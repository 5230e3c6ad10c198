/**
 * How spans end: with all that is still open within them, so that none is left open, and none ends after the one it is in.
 *
 * @module
 */

import type { Ending } from './openSpan.js';
import type { RunSpan, TaskSpan } from './spanTree.js';

/** A run ends. */
export const endRun = ({ span, tasks }: RunSpan, time: number, ending: Ending): void => {
  for (const task of tasks.values()) endTask(task, time, cancelled);
  span.end(time, ending);
};

/** A task ends, and its attempt in the same way. */
export const endTask = (
  task: TaskSpan,
  time: number,
  ending: Ending,
  attempt: Ending = ending,
): void => {
  endAttempt(task, time, attempt);
  task.span?.end(time, ending);
  task.span = undefined;
};

/** The attempt that a task is at ends. */
export const endAttempt = (task: TaskSpan, time: number, ending: Ending): void => {
  const { attempt } = task;
  if (attempt === undefined) return;
  task.attempt = undefined;
  for (const tool of attempt.tools.values()) tool.end(time, cancelled);
  for (const run of attempt.runs) endRun(run, time, cancelled);
  attempt.span.end(time, ending);
};

const cancelled: Ending = { outcome: 'cancelled' };
