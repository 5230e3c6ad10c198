/**
 * One execution of one task: its operator is subscribed to, and what it says is kept until somebody asks.
 *
 * @module
 */

import { of, ReplaySubject, type Observable, type Unsubscribable } from 'rxjs';
import type { Finish, ToolCall } from '../core/event.js';
import type { Values } from '../core/join.js';
import { fromSource, isPromiseLike, isStream } from '../internal/fromSource.js';
import { report } from '../internal/report.js';
import { call, performed, unwrapped, type Attempt } from './perform.js';
import { givesAnswers } from './plan.js';
import type { Answer } from './ports.js';

/** An execution under way. */
export interface Execution {
  /** Whose execution it is. */
  readonly owner: number;
  /** Whether it says answers of an agent, and no plain values. */
  readonly answers: boolean;
  state: 'running' | 'completed' | 'failed' | 'closed';
  /** The latest snapshot, when there is one. */
  value: unknown;
  hasValue: boolean;
  /** What a text has grown by since it was last told; `undefined` when that is not known. */
  delta: string | undefined;
  /** What was last told of it. */
  told: unknown;
  finish: Finish | undefined;
  calls: readonly ToolCall[] | undefined;
  /** What it failed with. */
  error: unknown;
  /** Where the growing input of a task that works on partials goes in. */
  inlet: ReplaySubject<Values> | undefined;
  subscription: Unsubscribable | undefined;
}

/** Who is told of executions. Both are called from anywhere, also while an execution is being begun. */
export interface Listener {
  /** There is a new snapshot. */
  readonly grown: (execution: Execution) => void;
  /** It has completed or failed. */
  readonly ended: (execution: Execution) => void;
}

/**
 * Begins an execution.
 *
 * @param owner whose it is
 * @param values the input
 * @param growing whether more inputs may follow, by {@link feed}
 */
export const execute = (
  owner: number,
  attempt: Attempt,
  values: Values,
  growing: boolean,
  listener: Listener,
): Execution => {
  const execution: Execution = {
    owner,
    answers: givesAnswers(attempt.definition.work),
    state: 'running',
    value: undefined,
    hasValue: false,
    delta: '',
    told: undefined,
    finish: undefined,
    calls: undefined,
    error: undefined,
    inlet: undefined,
    subscription: undefined,
  };
  try {
    const { work, partials, guard, recall } = attempt.definition;
    const isPlain = !partials && guard === undefined && recall.length === 0;
    if (work._tag === 'Run' && isPlain && attempt.actor?.timeout === undefined) {
      const given = call(work, unwrapped(values, attempt.isBare));
      if (isStream(given)) listen(fromSource(given), execution, listener);
      else if (isPromiseLike(given)) listenToPromise(given, execution, listener);
      else settle(execution, given, listener);
      return execution;
    }
    if (partials) {
      execution.inlet = new ReplaySubject<Values>(1);
      feed(execution, values, growing);
    }
    const grown = execution.inlet?.asObservable() ?? of(values);
    listen(performed(attempt, grown), execution, listener);
  } catch (error) {
    fail(execution, error, listener);
  }
  return execution;
};

/** Gives a task that works on partials its next input; the last one ends its input. */
export const feed = ({ inlet }: Execution, values: Values, growing: boolean): void => {
  inlet?.next(values);
  if (!growing) inlet?.complete();
};

/** Ends an execution whose result nobody wants any more: its requests are aborted. */
export const close = (execution: Execution): void => {
  if (execution.state !== 'running') return;
  execution.state = 'closed';
  try {
    execution.subscription?.unsubscribe();
  } catch (error) {
    // A teardown that throws must not keep the others from being torn down.
    report(error);
  }
};

const listen = (output: Observable<unknown>, execution: Execution, listener: Listener): void => {
  let isSubscribing = true;
  // It has ended when what it held has been given back: only then may another take its place. So this is added last, when
  // all is there that it holds.
  const endLast = (): void =>
    subscription.add(() => {
      execution.subscription = undefined;
      listener.ended(execution);
    });
  const subscription = output.subscribe({
    next: (value) => {
      if (execution.state !== 'running') return;
      // What an agent says are answers: that is its contract. The last one often only says how it ended.
      const isNews = !execution.answers || take(execution, value as Answer<unknown>);
      if (!execution.answers) {
        execution.value = value;
        execution.delta = undefined;
      }
      execution.hasValue = true;
      if (!isSubscribing && isNews) listener.grown(execution);
    },
    error: (error: unknown) => {
      if (execution.state !== 'running') return;
      execution.error = error;
      execution.state = 'failed';
      if (!isSubscribing) endLast();
    },
    complete: () => {
      if (execution.state !== 'running') return;
      execution.state = 'completed';
      if (!isSubscribing) endLast();
    },
  });
  isSubscribing = false;
  if (execution.state === 'running') {
    execution.subscription = subscription;
    if (execution.hasValue) listener.grown(execution);
  } else if (execution.state !== 'closed') endLast();
};

const listenToPromise = (
  promise: PromiseLike<unknown>,
  execution: Execution,
  listener: Listener,
): void =>
  void promise.then(
    (value) => settle(execution, value, listener),
    (error: unknown) => fail(execution, error, listener),
  );

/** Takes an answer; whether it says more than how it ended. */
const take = (execution: Execution, { value, delta, finish, calls }: Answer<unknown>): boolean => {
  const isSame = execution.hasValue && delta === '' && value === execution.value;
  execution.value = value;
  execution.delta =
    delta === undefined || execution.delta === undefined ? undefined : execution.delta + delta;
  if (finish !== undefined) execution.finish = finish;
  if (calls !== undefined) execution.calls = calls;
  return !isSame || finish === undefined;
};

const settle = (execution: Execution, value: unknown, listener: Listener): void => {
  if (execution.state !== 'running') return;
  execution.value = value;
  execution.hasValue = true;
  execution.delta = undefined;
  end(execution, 'completed', listener);
};

const fail = (execution: Execution, error: unknown, listener: Listener): void => {
  if (execution.state !== 'running') return;
  execution.error = error;
  end(execution, 'failed', listener);
};

const end = (execution: Execution, state: 'completed' | 'failed', listener: Listener): void => {
  if (execution.state !== 'running') return;
  execution.state = state;
  execution.subscription = undefined;
  listener.ended(execution);
};
