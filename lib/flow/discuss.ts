import type { Observable, SchedulerLike } from 'rxjs';
import { defer, finalize } from 'rxjs';
import type { Actor } from './plan.js';
import type { AnyAgent, Answer, Answers, Question, Turn } from './ports.js';
import { converse } from './converse.js';
import type { Form } from './form.js';
import type { Ledger } from './ledger.js';
import { request } from './request.js';
import { structured } from './structured.js';
import { inTime, type TimeoutOptions } from './timeout.js';
import type { ToolTold } from './useTool.js';

/** On whose behalf an agent is asked. */
export interface Discussion {
  /** What the task is called. */
  readonly label: string;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly ledger: Ledger;
  /** Who may allow tools to be called. */
  readonly answers: Answers | undefined;
  readonly timeout: TimeoutOptions | undefined;
  /** The longest pause that a provider may ask for, in milliseconds. */
  readonly patience: number;
  /** What the answer has to look like. */
  readonly form: Form | undefined;
  /** Why the answer before was wrong. */
  readonly correction: readonly Turn[] | undefined;
  /** The first request is sent. Whether it still is to be: whoever is told may leave. */
  readonly admitted: () => boolean;
  /** Something has become of the call of a tool. */
  readonly tell: (told: ToolTold) => void;
}

/**
 * Asks an agent: as many requests as it takes until it has answered, and the answer in the form that it has to have. How long
 * it may take counts from its first request; the time in which a person is asked does not count.
 */
export const discuss = (
  agent: AnyAgent,
  question: Question,
  discussion: Discussion,
): Observable<Answer<unknown>> =>
  defer(() => {
    const { label, scheduler, timeout = {}, form, correction } = discussion;
    const { tools = [], maxSteps = 1 } = agent.abilities?.() ?? {};
    let turns: readonly Turn[] = [];
    const clock = clockOf(scheduler, timeout.total);
    const answers = converse(asked(question, form, correction), {
      sources: tools,
      maxSteps,
      noted: (all) => {
        turns = all;
      },
      ask: (each) =>
        request(agent, each, {
          ...discussion,
          admitted: () => !clock.start() || discussion.admitted(),
          limits: () => ({
            timeout: { ...timeout, total: clock.left() },
            total: timeout.total,
          }),
        }),
      opened: (all) => all.pipe(inTime({ firstToken: timeout.total }, label, scheduler)),
      box: {
        label,
        answers: discussion.answers,
        tell: discussion.tell,
        limited: (work) =>
          defer(() => work.pipe(inTime({ total: clock.left() }, label, scheduler, timeout.total))),
        asking: clock.stopped,
      },
    });
    return form === undefined
      ? answers
      : answers.pipe(structured(form, { label, provider: agent.provider, turns: () => turns }));
  });

/** How long an actor waits for a provider that has asked to be left alone. */
export const patienceOf = (actor: Actor | undefined): number => actor?.retry.maxDelay ?? 30_000;

const asked = (
  question: Question,
  form: Form | undefined,
  correction: readonly Turn[] | undefined,
): Question => ({
  ...question,
  ...(form !== undefined && {
    form: { name: form.name, ...(form.schema !== undefined && { schema: form.schema }) },
  }),
  ...(correction !== undefined && { turns: correction }),
});

interface Clock {
  /** Begins to count; whether it had not before. */
  readonly start: () => boolean;
  /** How much time is left, where there is a limit. */
  readonly left: () => number | undefined;
  /** Does not count while this is waited for. */
  readonly stopped: <A>(work: Observable<A>) => Observable<A>;
}

const clockOf = (scheduler: SchedulerLike, total: number | undefined): Clock => {
  let began: number | undefined;
  /** How many are waited for, and since when the clock stands for them. */
  let waits = 0;
  let stands = 0;
  const now = (): number => (waits > 0 ? stands : scheduler.now());
  return {
    start: () => {
      const isFirst = began === undefined;
      began ??= scheduler.now();
      return isFirst;
    },
    left: () =>
      total === undefined || began === undefined ? total : Math.max(0, began + total - now()),
    stopped: (work) =>
      defer(() => {
        stands = now();
        waits++;
        return work.pipe(
          finalize(() => {
            waits--;
            if (waits === 0) began = (began ?? stands) + (scheduler.now() - stands);
          }),
        );
      }),
  };
};
