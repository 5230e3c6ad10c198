import { InvalidOptions } from '../core/errors.js';
import { chainOf } from './inside.js';
import { defined } from './makeTask.js';
import type { Definition } from './plan.js';
import { definitionOf, type AnyTask, type OutOf, type Task, type Typed } from './task.js';
import type { Chained } from './within.js';

/** The task that several are together. */
export type SequenceOf<Steps extends readonly AnyTask[]> = Steps extends readonly [
  infer First extends Typed,
  ...unknown[],
]
  ? Task<
      First['~task']['in'],
      OutOf<LastOf<Steps>>,
      First['~task']['join'],
      OptionalOf<Steps[number]>,
      false,
      false,
      SnapshotOf<LastOf<Steps>>
    >
  : never;

type LastOf<Steps extends readonly unknown[]> = Steps extends readonly [...unknown[], infer Last]
  ? Last
  : never;

type OptionalOf<T> = true extends (T extends Typed ? T['~task']['optional'] : never) ? true : false;

type SnapshotOf<T> = T extends Typed ? T['~task']['snapshot'] : never;

/**
 * Makes one task of several that are done one after the other. The first is given what the sequence is given; each other
 * is given the value of the one before it itself, whose place is `{{it}}`.
 *
 *     first               --a|
 *     second                 --b-c|
 *     sequence(…, …)      -----b-c|
 *
 * The growing output is that of the last one; the others are told as `inner` events. It joins its predecessors as the first
 * one does.
 *
 * @example
 * ```ts
 * import { agent, flow, sequence, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 *
 * const poem = flow({
 *   tasks: {
 *     poem: sequence(
 *       task('Write a poem', writer),
 *       task('Shorten this poem: {{it}}', writer),
 *       task({ run: (text: string) => text.trim() }),
 *     ),
 *   },
 * });
 * ```
 *
 * @category flows
 */
export const sequence = <const Steps extends readonly [AnyTask, AnyTask, ...AnyTask[]]>(
  ...steps: { readonly [Index in keyof Steps]: Steps[Index] & Chained<Steps>[Index] }
): SequenceOf<Steps> => {
  const definitions = steps.map((step): Definition => definitionOf(step));
  const [first] = definitions;
  if (first === undefined || definitions.length < 2) {
    throw new InvalidOptions(undefined, 'A sequence needs at least two tasks.');
  }
  const plan = chainOf(definitions, 'a sequence');
  const definition = defined({ _tag: 'Sequence', steps: plan }, [], undefined, undefined, {
    join: first.join,
    optional: definitions.some(({ optional }) => optional),
  });
  // What the first needs and the last gives, this one needs and gives.
  return Object.freeze({ '~task': definition }) as unknown as SequenceOf<Steps>;
};
