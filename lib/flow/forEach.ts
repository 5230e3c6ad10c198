import { atLeastOne } from './atLeastOne.js';
import { oneOf } from './inside.js';
import { defined } from './makeTask.js';
import type { OnFailure } from './plan.js';
import { definitionOf, type AnyTask, type Only, type OutOf, type Task } from './task.js';
import type { Bare, ItemOf } from './within.js';

/** How a task is done for each item of a list. */
export interface ForEachOptions {
  /**
   * How many items are worked on at once.
   *
   * @defaultValue as many as the flow allows
   */
  readonly concurrency?: number | undefined;
  /**
   * What happens when an item fails: `'stop'` cancels the others and fails the task, with the outputs up to then in
   * `error.partial`; `'isolate'` lets the others finish and leaves the failed one out, which fails the task only when all
   * have failed.
   *
   * @defaultValue `'stop'`
   */
  readonly onFailure?: OnFailure | undefined;
}

/**
 * Makes a task of one that is done for each item of a list, which its one predecessor gives; the item's place is `{{it}}`.
 * The output is the list of what they gave, in the order of the items.
 *
 *     task, of 1                 ---a|
 *     task, of 2                 -b|
 *     task, of 3                    --c|
 *     forEach(…), of [1, 2, 3]   ---B-(C|)     B = [a, b]   C = [a, b, c]
 *
 * The list grows as far as all items before are there. What happens within is told as `inner` events, whose tasks are called
 * by the places of their items, from 1. An item for which an optional task gives nothing is left out.
 *
 * @example
 * ```ts
 * import { agent, flow, forEach, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 *
 * const book = flow({
 *   tasks: {
 *     titles: task({ run: () => ['Rain', 'Snow', 'Sun'] }),
 *     chapters: forEach(task('Write the chapter “{{it}}”', writer), { concurrency: 2 }),
 *   },
 *   paths: { titles: ['chapters'] },
 * });
 * ```
 *
 * @category flows
 */
export const forEach = <const T extends AnyTask>(
  task: T & Bare<T>,
  { concurrency = Infinity, onFailure = 'stop' }: ForEachOptions = {},
): Task<Only<readonly ItemOf<T>[]>, readonly OutOf<T>[]> => {
  const work = {
    _tag: 'Each',
    item: oneOf(definitionOf(task), 'forEach'),
    concurrency: atLeastOne(concurrency),
    onFailure,
  } as const;
  return Object.freeze({
    // What the task needs and gives for an item, this one needs and gives for a list.
    '~task': defined(work, [], undefined, undefined, {}) as unknown as EachTask<T>['~task'],
  });
};

type EachTask<T> = Task<Only<readonly ItemOf<T>[]>, readonly OutOf<T>[]>;
