import { chainOf, oneOf } from './inside.js';
import { defined } from './makeTask.js';
import { definitionOf, type AnyTask, type Only, type OutOf, type Task } from './task.js';
import type { ItemOf, Takes } from './within.js';

/** How a task is done again and again. */
export interface LoopOptions<Out, History extends boolean> {
  /** How many times at the most: a loop that asks somebody has to have an end. */
  readonly max: number;
  /**
   * Whether an answer is the last one. It is asked after each, with its number from 1.
   *
   * @defaultValue the loop goes on to its `max`
   */
  readonly until?: ((answer: Out, iteration: number) => boolean) | undefined;
  /**
   * Gives the list of all answers, instead of the last one.
   *
   * @defaultValue `false`
   */
  readonly history?: History | undefined;
}

/**
 * Makes a task of one that is done again and again, each time with what it gave before: first with the value of its one
 * predecessor, whose place is `{{it}}`. It ends with the answer that `until` takes, or after `max` of them.
 *
 *     task, of it              --b|  --c|  --d|
 *     loop(…, { until: c })    --b-----(c|)
 *
 * Each answer is an unfinished snapshot of the output, and so is all that grows into it. What happens within is told as
 * `inner` events, whose `wave` is the number of the iteration. A task that fails ends the loop; the answers before that are
 * kept in `error.partial`.
 *
 * @example
 * ```ts
 * import { agent, flow, loop, task } from 'rivulet';
 *
 * const editor = agent({ type: 'text', provider: 'scripted', mission: 'shorten texts' });
 *
 * const short = flow({
 *   tasks: {
 *     draft: task('Write about rain', editor),
 *     short: loop(task('Shorten this: {{it}}', editor), {
 *       max: 5,
 *       until: (text) => text.length < 280,
 *     }),
 *   },
 *   paths: { draft: ['short'] },
 * });
 * ```
 *
 * @category flows
 */
export const loop = <const T extends AnyTask, History extends boolean = false>(
  task: T & Takes<T, OutOf<T>>,
  { max, until, history }: LoopOptions<OutOf<T>, History>,
): Task<Only<ItemOf<T>>, History extends true ? readonly OutOf<T>[] : OutOf<T>> => {
  if (!(Number.isInteger(max) && max >= 1)) {
    throw new RangeError(`loop: max must be a whole number of at least 1, not ${String(max)}.`);
  }
  const definition = definitionOf(task);
  // That it can be given what it gives, the plan of two in a row finds out.
  chainOf([definition, definition], 'a loop');
  const round = oneOf(definition, 'a loop');
  const work = { _tag: 'Loop', round, max, until, history: history ?? false } as const;
  return Object.freeze({
    // What the task needs and gives, this one needs and gives.
    '~task': defined(work, [], undefined, undefined, {}) as unknown as LoopTask<
      T,
      History
    >['~task'],
  });
};

type LoopTask<T, History> = Task<
  Only<ItemOf<T>>,
  History extends true ? readonly OutOf<T>[] : OutOf<T>
>;
