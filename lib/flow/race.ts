/**
 * Tasks that compete: all are given the same, and the first success is taken.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import { contenderOf } from './inside.js';
import { defined } from './makeTask.js';
import { definitionOf, type Task } from './task.js';

/**
 * Makes a task of several that are given the same: all begin at once, the first success is taken, and the others are
 * cancelled. Each has its own attempts. It gives no unfinished snapshots, and fails when all have failed.
 *
 *     a            ----#
 *     b            ------x|
 *     c            ---------
 *     race([…])    ------(x|)
 *
 * @example
 * ```ts
 * import { agent, flow, race, task } from 'rivulet';
 *
 * const one = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const other = agent({ type: 'text', provider: 'scripted', mission: 'write in haste' });
 *
 * const story = flow({
 *   tasks: { plot: race([task('Write a plot', one), task('Write a plot', other)]) },
 * });
 * ```
 *
 * @category flows
 */
export const race = <In, Out>(
  tasks: readonly Task<In, Out, 'all', boolean, boolean>[],
): Task<In, Out> => compete(tasks, 0);

/**
 * Makes a task of two that are given the same: the second begins when the first has not succeeded after some time, or
 * as soon as it has failed. The first success is taken, and the other is cancelled.
 *
 *     first               ---------
 *     second                  --x|       (begins at 4)
 *     hedge(…, …, 4)      ------(x|)
 *
 * Known from "The Tail at Scale" (Dean and Barroso, 2013): a few more requests make the slowest answers much faster.
 *
 * @param after milliseconds
 * @category flows
 */
export const hedge = <In, Out>(
  first: Task<In, Out, 'all', boolean, boolean>,
  second: Task<NoInfer<In>, NoInfer<Out>, 'all', boolean, boolean>,
  after: number,
): Task<In, Out> => {
  if (!(after > 0)) {
    throw new RangeError(`hedge: after must be more than 0 ms, not ${String(after)}.`);
  }
  return compete([first, second], after);
};

const compete = <In, Out>(
  tasks: readonly Task<In, Out, 'all', boolean, boolean>[],
  after: number,
): Task<In, Out> => {
  if (tasks.length < 2) {
    throw new InvalidOptions(undefined, 'A race needs at least two tasks.');
  }
  const contenders = tasks.map((each, index) => contenderOf(definitionOf(each), index + 1));
  const work = { _tag: 'Race', contenders, after } as const;
  const definition = defined(work, [], undefined, undefined, {});
  // What all of them need and give, this one needs and gives.
  return Object.freeze({ '~task': definition as unknown as Task<In, Out>['~task'] });
};
