/**
 * How a provider fails, and what it does not tell.
 *
 * @module
 */

import { inspect } from 'node:util';
import { brief } from './literal.js';
import type { Bench, TestSettings } from './underTest.js';

/** Fails with an error that says whether it is worthwhile to try again. */
export const fails = async (bench: Bench, failing: Partial<TestSettings>): Promise<void> => {
  const settings = { ...bench.settings, ...failing };
  const { isWhole, error } = await bench.hear(bench.call(bench.question, settings));
  if (isWhole) {
    throw bench.broken(
      'it was asked with the settings of the option failing, and completed. What failed, or broke off before its end, ends with an error and never as an answer.',
    );
  }
  if (!(error instanceof Error)) {
    throw bench.broken(`it fails with ${brief(error)}, which is no Error.`);
  }
  if (!('retryable' in error) || typeof error.retryable !== 'boolean') {
    throw bench.broken(
      `it fails with ${brief(error)}, which does not say whether to try again. Throw one of the errors of "rivulet" (RateLimited, ProviderFailed, RequestRejected, ConnectionLost, …), or any with retryable: true or false.`,
      error,
    );
  }
  checkSecret(bench, settings, `its error ${error.name}`, [error]);
};

/** Shows its key to nobody. */
export const hidesKey = async (bench: Bench): Promise<void> => {
  const { provider, agent, settings } = bench;
  const source = bench.call();
  await bench.whole(source);
  checkSecret(bench, settings, 'the provider', [provider, agent(settings), source]);
};

/** Has one account for one key. */
export const hasAccount = async ({ provider, settings, broken }: Bench): Promise<void> => {
  const { account } = provider;
  const [one, other] = [account?.(settings), account?.({ ...settings })];
  if (one === other && (one === undefined || typeof one === 'string')) return Promise.resolve();
  throw broken(
    `account gives ${brief(one)} and then ${brief(other)} for the same settings. It is a text that is the same for the agents that share a limit, or undefined where there is none.`,
  );
};

const checkSecret = (
  { broken }: Bench,
  { key }: TestSettings,
  what: string,
  shown: readonly unknown[],
): void => {
  // What is shorter stands in many a text.
  if (key === undefined || key.length < 8) return;
  const texts = shown.flatMap((value) => [
    inspect(value, { depth: 12, showHidden: true }),
    String(value),
    jsonOf(value),
    ...(value instanceof Error ? [value.message, value.stack ?? ''] : []),
  ]);
  if (!texts.some((text) => text.includes(key))) return;
  // The message must not repeat it.
  throw broken(
    `${what} shows the key of the settings to whoever prints it. Keep it in a function, and take it out of what the vendor says.`,
  );
};

// What cannot be written as JSON shows nothing by it.
const jsonOf = (value: unknown): string => {
  try {
    return JSON.stringify([value]);
  } catch {
    return '';
  }
};
