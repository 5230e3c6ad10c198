import { left, right } from '../core/either.js';
import type { AnyCodec, Codec } from '../core/codec.js';
import { InvalidOptions } from '../core/errors.js';
import { defined } from './makeTask.js';
import type {
  Instruction,
  JoinsOf,
  Named,
  Places,
  RecalledNames,
  Task,
  TaskOptions,
  Unrecalled,
} from './task.js';

/** What is asked of a person. */
export interface PersonalQuestion<Q extends Instruction, Out> {
  /** The question: a text with `{{places}}`, or a function of what the predecessors gave. */
  readonly question: Q;
  /**
   * Reads the answer. One that it does not take fails the task, after whoever asks has had the chance to ask again.
   *
   * @defaultValue any text
   */
  readonly output?: Codec<Out> | undefined;
}

/** What a question needs of the predecessors of its task. */
export type QuestionNeeds<Q extends Instruction, Recalled extends string> = Q extends string
  ? Named<Exclude<Places<Q>, RecalledNames<Recalled>>>
  : Q extends (input: infer In) => string
    ? Unrecalled<In, Recalled>
    : never;

/**
 * Makes a task that asks a person, and waits for the answer. The `answers` of the run say who that is: a function, answers by
 * the names of the tasks, or the terminal, by `terminal` of `rivulet/terminal`. A run without them is refused before
 * anything is started.
 *
 *     question            --Q
 *     answers             ----------a
 *     ask(…)              ----------(a|)
 *
 * Nothing else waits with it: it takes no slot of `concurrency`, and what does not depend on it goes on. Predecessors without
 * a place are put behind the question, as for an agent.
 *
 * @example
 * ```ts
 * import * as t from 'io-ts';
 * import { agent, ask, flow, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 *
 * const post = flow({
 *   tasks: {
 *     draft: task('Write a post', writer),
 *     approved: ask({ question: 'Shall this be published?\n{{draft}}', output: t.boolean }),
 *   },
 *   paths: { draft: ['approved'] },
 * });
 *
 * await post.start({}, { answers: { approved: true } });
 * ```
 *
 * @category flows
 */
export const ask = <
  const Q extends Instruction,
  Out = string,
  J extends JoinsOf<Q> = 'all',
  Optional extends boolean = false,
  Excluded extends boolean = false,
  const Recalled extends string = never,
>(
  asked: PersonalQuestion<Q, Out> &
    Omit<TaskOptions<J, Optional, Excluded, false, Recalled>, 'partials' | 'chunks'>,
): Task<QuestionNeeds<Q, Recalled>, Out, J, Optional, Excluded> => {
  const { question, output = anyText, ...options } = asked;
  if (typeof question !== 'string' && typeof question !== 'function') {
    throw new InvalidOptions(
      undefined,
      'ask({ question }) needs a text, or a function that gives one.',
    );
  }
  const work = { _tag: 'Ask', instruction: question } as const;
  const definition = defined(work, [], undefined, output, options);
  return Object.freeze({
    // What the types of the question say of its function, they say of what the task is given.
    '~task': definition as unknown as Task<
      QuestionNeeds<Q, Recalled>,
      Out,
      J,
      Optional,
      Excluded
    >['~task'],
  });
};

const anyText: AnyCodec = {
  _A: '',
  name: 'string',
  decode: (value) => (typeof value === 'string' ? right(value) : left(value)),
};
