/**
 * One request of an agent: within the budget of the run, through the gate of its provider, in its time.
 *
 * @module
 */

import { defer, filter, from, Observable, of, switchMap, tap, type SchedulerLike } from 'rxjs';
import { RateLimited } from '../core/providerErrors.js';
import { TotalTimeout } from '../core/timeoutErrors.js';
import { isPromiseLike } from '../internal/fromSource.js';
import { gateOf, type Gate, type Place } from './gate.js';
import type { Ledger } from './ledger.js';
import type { Account, AnyAgent, Answer, Question } from './ports.js';
import { inTime, type TimeoutOptions } from './timeout.js';

/** On whose behalf a request is made. */
export interface Errand {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** Where what it takes is put down. */
  readonly ledger: Ledger;
  /** The longest pause that a provider may ask for, in milliseconds. */
  readonly patience: number;
  /** How long it may take from when it is sent, at the time when it is sent. */
  readonly limits: () => { readonly timeout: TimeoutOptions; readonly total: number | undefined };
  /** It is sent now. Whether it still is to be: whoever is told may leave. */
  readonly admitted: () => boolean;
}

/** Whether a request of an agent would be sent at once. */
export const isAdmitted = (agent: AnyAgent, scheduler: SchedulerLike): boolean => {
  const account = knownAccount(agent);
  return account === undefined || (gateFor(agent, account, scheduler)?.isOpen(0) ?? true);
};

/** The account of an agent, where it is known by now. An agent whose account cannot be told fails when it is asked. */
export const knownAccount = (agent: AnyAgent): Account | undefined => {
  try {
    const account = agent.account?.();
    if (!isPromiseLike(account)) return account;
    account.then(undefined, () => undefined);
    return undefined;
  } catch {
    return undefined;
  }
};

/** Makes one request of an agent: its growing answer. */
export const request = (
  agent: AnyAgent,
  question: Question,
  errand: Errand,
): Observable<Answer<unknown>> =>
  defer(() => {
    const account = agent.account?.();
    return isPromiseLike(account)
      ? from(account).pipe(switchMap((known) => admitted(agent, question, errand, known)))
      : admitted(agent, question, errand, account);
  });

const admitted = (
  agent: AnyAgent,
  question: Question,
  errand: Errand,
  account: Account | undefined,
): Observable<Answer<unknown>> => {
  const { scheduler, random, ledger, patience } = errand;
  const size = sizeOf(question);
  // Whoever has nothing to spend does not queue for it.
  ledger.check(size, account?.price);
  const gate = account === undefined ? undefined : gateFor(agent, account, scheduler);
  if (gate === undefined) return sent(agent, question, errand, account, size, undefined);
  const refused = (pause: number): Error => new RateLimited(agent.provider, pause);
  return gate.through({ size, patience, random, refused }, (place) =>
    sent(agent, question, errand, account, size, place),
  );
};

const sent = (
  agent: AnyAgent,
  question: Question,
  { scheduler, ledger, limits, admitted }: Errand,
  account: Account | undefined,
  size: number,
  place: Place | undefined,
): Observable<Answer<unknown>> =>
  of(agent).pipe(
    filter(() => admitted()),
    switchMap((asked) => {
      const { timeout, total } = limits();
      if (timeout.total === 0) throw new TotalTimeout(asked.provider, total ?? 0);
      const entry = ledger.send(size, account?.price);
      place?.sent();
      let usage: Answer<unknown>['usage'];
      let hasCome = false;
      return asked.answers(question, { scheduler }).pipe(
        inTime(timeout, asked.provider, scheduler, total),
        tap({
          next: (answer) => {
            hasCome = true;
            usage = answer.usage ?? usage;
            if (typeof answer.value === 'string') entry.grow(tokensIn(answer.value));
          },
          error: (error: unknown) => {
            if (place !== undefined && isPause(error)) place.pause(error.retryAfter);
            if (isRefusal(error) && !hasCome) entry.refuse();
          },
          complete: () => entry.close(usage, true),
          finalize: () => {
            entry.close(usage, false);
            if (usage !== undefined) place?.took((usage.input ?? 0) + (usage.output ?? 0));
          },
        }),
      );
    }),
  );

// Providers that have no accounts are spared for themselves.
const gateFor = (
  { provider }: AnyAgent,
  { id, limits }: Account,
  scheduler: SchedulerLike,
): Gate | undefined =>
  id === undefined && Object.keys(limits).length === 0
    ? undefined
    : gateOf(scheduler, id ?? provider, limits);

// Of whichever copy of this library the error is.
const isPause = (error: unknown): error is { readonly retryAfter: number } =>
  error instanceof Error &&
  error.name === 'RateLimited' &&
  'retryAfter' in error &&
  typeof error.retryAfter === 'number';

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400;

/** How many tokens a question has, by its length. */
const sizeOf = ({ text, turns = [] }: Question): number =>
  Math.max(
    1,
    tokensIn(text) +
      turns.reduce(
        (sum, turn) =>
          sum +
          tokensIn(turn.said) +
          (turn._tag === 'Corrected'
            ? tokensIn(turn.complaint)
            : turn.results.reduce((all, result) => all + tokensIn(result.text), 0)),
        0,
      ),
  );

const tokensIn = (text: string): number => Math.ceil(text.length / 4);
