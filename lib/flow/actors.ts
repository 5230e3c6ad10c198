import type { Actor } from './plan.js';
import type { AnyAgent } from './ports.js';
import { retryPolicy, saysRetryable, type RetryOptions } from './retry.js';
import { checkedTimeouts, type TimeoutOptions } from './timeout.js';

/** How a task is tried, as its options say it. */
export interface AttemptOptions {
  /**
   * How it is tried again when it fails for a passing reason.
   *
   * @defaultValue what the agent says: three attempts; a task of code is tried once
   */
  readonly retry?: RetryOptions | undefined;
  /**
   * How long an attempt may take.
   *
   * @defaultValue what the agent says: as long as it takes
   */
  readonly timeout?: TimeoutOptions | undefined;
}

/**
 * Who or what does a task, in the order in which they are tried.
 *
 * @param agents the agent and its fallbacks; a task of code has none
 */
export const actorsOf = (
  { retry, timeout }: AttemptOptions,
  agents: readonly AnyAgent[] = [],
): readonly Actor[] =>
  agents.length === 0
    ? [
        Object.freeze({
          agent: undefined,
          retry: retryPolicy(retry ?? { attempts: 1 }, () => true),
          timeout: limits(timeout ?? {}),
        }),
      ]
    : agents.map((agent) =>
        Object.freeze({
          agent,
          retry: retryPolicy({ ...agent.retry, ...retry }, saysRetryable),
          timeout: limits({ ...agent.timeout, ...timeout }),
        }),
      );

// No limit at all costs no operator.
const limits = (timeout: TimeoutOptions): TimeoutOptions | undefined =>
  Object.values(checkedTimeouts(timeout)).some((after) => after !== undefined)
    ? Object.freeze(timeout)
    : undefined;
