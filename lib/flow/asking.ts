import { defer, take, type Observable } from 'rxjs';
import { mismatchOf, type AnyCodec } from '../core/codec.js';
import type { Values } from '../core/join.js';
import { partingOf } from '../core/mismatch.js';
import { NobodyToAsk } from '../core/peopleErrors.js';
import { fromSource } from '../internal/fromSource.js';
import type { AskWork } from './plan.js';
import type { Answers, Asked } from './ports.js';
import { questionOf } from './question.js';

/** What is asked of a person, and by whom. */
interface Asking {
  readonly label: string;
  readonly output: AnyCodec | undefined;
  readonly values: Values;
  readonly isBare: boolean;
}

/** Asks a person, and waits for the answer. */
export const ask = (
  work: AskWork,
  { label, output, values, isBare }: Asking,
  answers: Answers | undefined,
): Observable<unknown> =>
  defer(() => {
    const { text } = questionOf(work, values, isBare);
    const asked: Asked = {
      task: label,
      question: text,
      given: values,
      complaint: (answer) => complaintOf(output, answer),
    };
    return answerOf(asked, answers);
  });

/** The answer of whoever answers. */
export const answerOf = (asked: Asked, answers: Answers | undefined): Observable<unknown> =>
  defer(() => fromSource(answerTo(asked, answers))).pipe(take(1));

/** Whether somebody is there to answer the questions of a task. */
export const canAsk = (label: string, answers: Answers | undefined): boolean =>
  typeof answers === 'function' || (answers !== undefined && Object.hasOwn(answers, label));

const answerTo = (asked: Asked, answers: Answers | undefined): unknown => {
  if (typeof answers === 'function') return answers(asked);
  if (answers === undefined || !Object.hasOwn(answers, asked.task)) {
    throw new NobodyToAsk(asked.task);
  }
  return answers[asked.task];
};

const complaintOf = (codec: AnyCodec | undefined, answer: unknown): string | undefined => {
  const read = codec?.decode(answer);
  return read?._tag === 'Left'
    ? `The answer ${partingOf(mismatchOf(read.left, answer, codec?.name ?? 'another answer'))}`
    : undefined;
};
