/**
 * A provider's refusal, which is a status and a body, in our words.
 *
 * @module
 */

import {
  ContentBlocked,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  type ProviderError,
  type RequestFacts,
} from '../core/providerErrors.js';
import { models } from './models.js';
import { shortened, type Mask } from './secrets.js';

/** A refusal as it came. */
export interface Refusal {
  /** Absent when it came in the middle of an answer. */
  readonly status: number | undefined;
  readonly headers?: Pick<Headers, 'get'> | undefined;
  /** What was said, parsed where it is JSON. */
  readonly body: unknown;
}

/** Who refused what. */
export interface Refused {
  readonly provider: string;
  readonly model: string;
  /** The variable that the key is usually in. */
  readonly variable: string;
  readonly mask: Mask;
}

/** The error for a refusal. */
export const refusal = (
  { status, headers, body }: Refusal,
  { provider, model, variable, mask }: Refused,
  rest: RequestFacts,
): ProviderError => {
  const said = saying(body);
  const code = status ?? said.status;
  const message = shortened(mask(said.message));
  const facts = { ...rest, status: code, requestId: rest.requestId ?? (said.id && mask(said.id)) };
  if (said.words.some((word) => blocked.has(word))) {
    return new ContentBlocked(provider, message === '' ? 'by its moderation' : message, facts);
  }
  // Only the code counts: "insufficient quota" in the message may as well be a limit that passes. Anthropic has none
  // for it, but calls the request a bad one, and that does not pass.
  const isBroke = code === 400 && said.message.startsWith('Your credit balance is too low');
  if (code === 402 || isBroke || said.words.some((word) => broke.has(word))) {
    return new QuotaExceeded(provider, facts);
  }
  if (code === 429 || said.words.some((word) => hurried.has(word))) {
    return new RateLimited(provider, waitOf(headers) ?? said.retryDelay, facts);
  }
  if (code === undefined || code >= 500 || code === 408) {
    return new ProviderFailed(
      provider,
      code,
      message === '' ? 'it did not say why.' : message,
      facts,
    );
  }
  if (code < 400) {
    return new RequestRejected(provider, code, 'it points to another address.', movedHint, facts);
  }
  const key = `Check the key: option key, or variable ${variable}.`;
  const hint = said.words.includes('API_KEY_INVALID')
    ? key
    : ({ 401: key, 404: lost(provider, model) }[code] ?? hints[code] ?? '');
  return new RequestRejected(provider, code, sentence(message), hint, facts);
};

/** How long a provider asks to wait, in milliseconds. */
const waitOf = (headers: Pick<Headers, 'get'> | undefined): number | undefined => {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const after = headers?.get('retry-after') ?? undefined;
  if (after === undefined) return undefined;
  const seconds = Number(after);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
};

interface Saying {
  readonly message: string;
  /** Its codes, types and names. */
  readonly words: readonly string[];
  readonly status: number | undefined;
  readonly id: string | undefined;
  readonly retryDelay: number | undefined;
}

/**
 * What OpenAI (`error.code`), Google (`error.status`, `error.details`), Stability (`name`, `errors`) and Anthropic
 * (`error.type`, `error.details.error_code`) say.
 */
const saying = (body: unknown): Saying => {
  const outer = Array.isArray(body) ? member(body, '0') : body;
  const inner = member(outer, 'error') ?? outer;
  const errors = member(inner, 'errors');
  const details = listOf(member(inner, 'details'));
  const code = member(inner, 'code');
  const delay = details.map((detail) => textOf(member(detail, 'retryDelay'))).find(Boolean);
  const seconds = Number.parseFloat(delay ?? '');
  return {
    message:
      textOf(member(inner, 'message')) ??
      textOf(inner) ??
      listOf(errors)
        .map((error) => textOf(error) ?? '')
        .join(' '),
    words: [
      code,
      ...['type', 'status', 'name'].map((name) => member(inner, name)),
      ...details.map((detail) => member(detail, 'reason')),
      member(member(inner, 'details'), 'error_code'),
    ].filter((word) => typeof word === 'string'),
    status:
      typeof code === 'number' && code >= 400 && code < 600
        ? code
        : statuses[textOf(member(inner, 'type')) ?? ''],
    id: textOf(member(outer, 'id')) ?? textOf(member(outer, 'request_id')),
    retryDelay: Number.isNaN(seconds) ? undefined : seconds * 1000,
  };
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (Reflect.get(value, name) ?? undefined)
    : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const sentence = (text: string): string =>
  text === '' ? 'it did not say why.' : /[.!?…]$/u.test(text) ? text : `${text}.`;

const lost = (provider: string, model: string): string => {
  const defaults = Object.entries(models).find(([name]) => name === provider)?.[1] ?? {};
  const known = [...new Set(Object.values(defaults))].filter((each) => each !== model);
  const others = known.length === 0 ? '' : ` Known models of "${provider}": ${known.join(', ')}.`;
  return `Is "${model}" the right model? Vendors retire models: see the option model, and the option baseURL.${others}`;
};

const movedHint = 'Requests carry the key, so they are not sent on. Set the option baseURL.';

const hints: Readonly<Record<number, string>> = {
  400: 'Check the options model and params.',
  403: 'The key may lack the right to use this model, or this region is not served.',
  409: 'The provider is busy with a request like this one.',
  413: 'The instruction and its inputs are too large: shorten them.',
  415: 'Check the option params.',
  422: 'Check the options model and params.',
};

const blocked: ReadonlySet<string> = new Set([
  'content_filter',
  'content_moderation',
  'content_policy_violation',
  'moderation_blocked',
]);

const broke: ReadonlySet<string> = new Set([
  'billing_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'insufficient_quota',
  'payment_required',
]);

const hurried: ReadonlySet<string> = new Set([
  'rate_limit_error',
  'rate_limit_exceeded',
  'RESOURCE_EXHAUSTED',
]);

// What comes in the middle of an answer has no status of its own, and would be asked again without one.
const statuses: Readonly<Record<string, number>> = {
  authentication_error: 401,
  invalid_request_error: 400,
  not_found_error: 404,
  permission_error: 403,
  request_too_large: 413,
};
