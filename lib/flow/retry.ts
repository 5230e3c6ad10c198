/**
 * How a task that failed for a passing reason is tried again.
 *
 * @module
 */

/** How a task that failed for a passing reason is tried again. */
export interface RetryOptions {
  /**
   * How many attempts are made in all, the first one included.
   *
   * @defaultValue `3`
   */
  readonly attempts?: number | undefined;
  /**
   * The longest first wait, in milliseconds. Each later one may be twice as long as the one before. How long it really
   * is, is drawn between nothing and that ("full jitter", see Marc Brooker, Exponential Backoff And Jitter, 2015).
   *
   * @defaultValue `500`
   */
  readonly delay?: number | undefined;
  /**
   * The longest wait of all, in milliseconds. A provider that asks for a longer one is not asked again.
   *
   * @defaultValue `30_000`
   */
  readonly maxDelay?: number | undefined;
  /**
   * Whether an error is a passing one.
   *
   * @defaultValue those that say so by `retryable: true`; for a task of code, all
   */
  readonly when?: ((error: unknown) => boolean) | undefined;
}

/** Retry options without gaps. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly delay: number;
  readonly maxDelay: number;
  readonly when: (error: unknown) => boolean;
}

/** Fills the gaps with defaults. An impossible value is a bug at the call, so it throws there. */
export const retryPolicy = (
  { attempts = 3, delay = 500, maxDelay = 30_000, when }: RetryOptions,
  isPassing: (error: unknown) => boolean,
): RetryPolicy => ({
  attempts: wholeFrom(1, 'retry.attempts', attempts),
  delay: atLeast(0, 'retry.delay', delay),
  maxDelay: atLeast(delay, 'retry.maxDelay', maxDelay),
  when: when ?? isPassing,
});

/** Checks the options without filling their gaps, as those that are passed on. */
export const checkedRetry = (options: RetryOptions): RetryOptions => {
  retryPolicy(options, () => true);
  return options;
};

/** Whether an error says of itself that it may be gone the next time. */
export const saysRetryable = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === true;

/**
 * How long to wait before the next attempt, in milliseconds; `undefined` when there is to be none.
 *
 * @param failed how many attempts have failed
 * @param random from 0 up to, but not, 1
 */
export const delayOf = (
  { attempts, delay, maxDelay, when }: RetryPolicy,
  failed: number,
  error: unknown,
  random: () => number,
): number | undefined => {
  if (failed >= attempts || !when(error)) return undefined;
  const asked = retryAfterOf(error);
  if (asked > maxDelay) return undefined;
  const jitter = random() * Math.min(maxDelay, delay * 2 ** (failed - 1));
  return Math.min(maxDelay, asked + jitter);
};

/** How long a provider asks to wait, in milliseconds. Of whichever copy of this library the error is. */
const retryAfterOf = (error: unknown): number =>
  typeof error === 'object' &&
  error !== null &&
  'retryAfter' in error &&
  typeof error.retryAfter === 'number'
    ? error.retryAfter
    : 0;

const atLeast = (least: number, name: string, value: number): number => {
  if (value >= least) return value;
  throw new RangeError(`${name} must be at least ${String(least)}, not ${String(value)}.`);
};

const wholeFrom = (least: number, name: string, value: number): number => {
  if (Number.isInteger(value) || value === Infinity) return atLeast(least, name, value);
  throw new RangeError(`${name} must be a whole number, not ${String(value)}.`);
};
