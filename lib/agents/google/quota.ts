import { QuotaExceeded, RateLimited, type ProviderError } from '../../core/providerErrors.js';
import type { Access } from '../access.js';

/**
 * The error of a request that was one too many, in the words that only the older APIs of Google have: they refuse it with
 * the status 403, or say "later" when they mean another day. `undefined` when it failed for another reason.
 *
 * @param cause what else is known of it
 */
export const overQuota = (access: Access, cause: Error): ProviderError | undefined => {
  const { refusal, status } = access.wire.report();
  const facts = { ...access.facts(), cause };
  if (refusal === undefined || (status !== 403 && status !== 429)) return undefined;
  const error = member(refusal.body, 'error');
  const reasons = listOf(member(error, 'errors')).map((each) => member(each, 'reason'));
  const limits = listOf(member(error, 'details')).map((each) =>
    member(member(each, 'metadata'), 'quota_limit'),
  );
  const isForTheDay =
    reasons.some((reason) => forTheDay.has(reason)) ||
    limits.some((limit) => typeof limit === 'string' && limit.includes('PerDay'));
  if (isForTheDay) return new QuotaExceeded('google', facts);
  // What has the status 429 as well says how long to wait.
  return status === 403 && reasons.some((reason) => passing.has(reason))
    ? new RateLimited('google', undefined, facts)
    : undefined;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const forTheDay: ReadonlySet<unknown> = new Set(['dailyLimitExceeded', 'quotaExceeded']);

const passing: ReadonlySet<unknown> = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);
