/**
 * What one attempt at a task does, as an Observable: its operator, in its time, under its guard.
 *
 * @module
 */

import { map, switchMap, type Observable, type SchedulerLike } from 'rxjs';
import type { Values } from '../core/join.js';
import { fromSource } from '../internal/fromSource.js';
import { guardOf } from '../operators/guard.js';
import { ask } from './asking.js';
import { checkQuestion } from './checkBytes.js';
import { itself } from './checkNeeds.js';
import { compete } from './compete.js';
import { discuss, patienceOf, type Discussion } from './discuss.js';
import { doEach } from './doEach.js';
import { doInTurn } from './doInTurn.js';
import { decodeInput } from './finished.js';
import type { Ledger } from './ledger.js';
import type { Nest } from './nest.js';
import { givesAnswers, type Actor, type Definition, type RunWork, type Work } from './plan.js';
import type { AnyAgent, Answer, Answers, Files, Memory } from './ports.js';
import { questionOf } from './question.js';
import { recalling } from './recall.js';
import { rechunk } from './rechunk.js';
import { repeat } from './repeat.js';
import { runFlow } from './runFlow.js';
import { inTime } from './timeout.js';

/** What a run is made with: where time and chance come from, and who is there besides agents. */
export interface Context {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** Where turns end. */
  readonly turns: SchedulerLike;
  readonly memory: Memory;
  readonly files: Files | undefined;
  readonly answers: Answers | undefined;
  /** Where what is spent is put down. */
  readonly ledger: Ledger;
}

/** One attempt at a task, and where. */
export interface Attempt {
  /** What the task is called in errors. */
  readonly label: string;
  readonly definition: Definition;
  /** Who does it, and in which time. */
  readonly actor: Actor | undefined;
  /** Whether the task is given the one value of its record itself. */
  readonly isBare: boolean;
  readonly context: Context;
  /** Runs what is inside. */
  readonly nest: Nest;
  /** What is needed to ask an agent. */
  readonly asking: Asking | undefined;
}

/** What a task needs to ask its agent. */
export type Asking = Pick<Discussion, 'ledger' | 'correction' | 'admitted' | 'tell'>;

/** One attempt at a task. What an agent says, also one within, are answers; what code says are values. */
export const performed = (attempt: Attempt, records: Observable<Values>): Observable<unknown> => {
  const { label, definition, actor, isBare, context } = attempt;
  const { chunks, guard, work, recall } = definition;
  const cut = chunks === undefined ? records : rechunk(chunks, records);
  const input =
    recall.length === 0
      ? cut
      : cut.pipe(
          recalling(label, recall, context.memory),
          map((values) => decodeInput(label, definition, values, isBare)),
        );
  const output = operate(attempt, input);
  const limited =
    // How long an agent takes counts from when it is asked.
    actor?.timeout === undefined || work._tag === 'Agent'
      ? output
      : output.pipe(inTime(actor.timeout, label, context.scheduler));
  return guard === undefined ? limited : limited.pipe(guardOf(guard, valueIn(work)));
};

/** Calls the function of a task of code. */
export const call = (work: RunWork, input: unknown): unknown =>
  // The types of the task promise its function this input.
  work.run(input as never);

/** What a task is given: its record, or the one value in it. */
export const unwrapped = (values: Values, isBare: boolean): unknown =>
  isBare && Object.keys(values).length === 1 ? values[itself] : values;

const operate = (attempt: Attempt, records: Observable<Values>): Observable<unknown> => {
  const { definition, actor, isBare } = attempt;
  const { work } = definition;
  switch (work._tag) {
    case 'Operator':
      // The types of the task promise its operator this input.
      return work.operator(
        records.pipe(map((values) => unwrapped(values, isBare))) as Observable<never>,
      );
    case 'Agent': {
      const asked: AnyAgent = actor?.agent ?? work.agent;
      const { label, context, asking } = attempt;
      return records.pipe(
        switchMap((values) => {
          const question = questionOf(work, values, isBare);
          checkQuestion(label, asked.type, question);
          const answers = discuss(asked, question, {
            label,
            scheduler: context.scheduler,
            random: context.random,
            ledger: asking?.ledger ?? context.ledger,
            answers: context.answers,
            timeout: actor?.timeout,
            patience: patienceOf(actor),
            form: work.form,
            correction: asking?.correction,
            admitted: () => asking?.admitted() ?? true,
            tell: (told) => asking?.tell(told),
          });
          // An answer to a later snapshot does not continue the answer to the one before.
          return definition.partials ? answers.pipe(map(withoutDelta)) : answers;
        }),
      );
    }
    default:
      return records.pipe(switchMap((values) => once(work, attempt, values)));
  }
};

const withoutDelta = ({ value, finish, calls }: Answer<unknown>): Answer<unknown> => ({
  value,
  ...(finish !== undefined && { finish }),
  ...(calls !== undefined && { calls }),
});

/** What a task does with a finished input. */
const once = (
  work: Exclude<Work, { readonly _tag: 'Agent' | 'Operator' }>,
  { label, definition, isBare, context, nest }: Attempt,
  values: Values,
): Observable<unknown> => {
  switch (work._tag) {
    case 'Run':
      return fromSource(call(work, unwrapped(values, isBare)));
    case 'Ask':
      return ask(work, { label, output: definition.output, values, isBare }, context.answers);
    case 'Race':
      return compete(work, { label, values, isBare, context, nest });
    case 'Sequence':
      return doInTurn(work, { label, values, isBare, context, nest });
    case 'Loop':
      return repeat(work, { label, values, isBare, context, nest });
    case 'Each':
      return doEach(work, { label, values, isBare, context, nest });
    case 'Flow':
      return runFlow(work, { label, values, isBare, context, nest });
  }
};

const valueIn =
  (work: Work) =>
  (said: unknown): never =>
    // What an agent says are answers: that is its contract.
    (givesAnswers(work) ? (said as Answer<unknown>).value : said) as never;
