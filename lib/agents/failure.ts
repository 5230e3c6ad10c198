/**
 * A vendor's errors in our words.
 *
 * @module
 */

import { isRivuletError } from '../core/errors.js';
import {
  ProtocolError,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
  type RequestFacts,
} from '../core/providerErrors.js';
import { brokenOff, isOfNetwork, unreached } from './connection.js';
import { refusal, type Refused } from './refusal.js';
import { masked, type Mask } from './secrets.js';
import type { WireReport } from './wire.js';

/** The request that failed. */
export interface Failed extends Refused {
  readonly baseURL: string;
  /** How many bytes its answer may have. */
  readonly maxBytes: number;
  /** What the network saw, unless a client was passed that has a network of its own. */
  readonly report: WireReport;
}

/**
 * The error of this library for whatever an SDK threw. What the network saw counts more than what the SDK
 * says, for SDKs call many things by one name. No key is in it, and nothing that the vendor's answer held.
 */
export const explain = (error: unknown, failed: Failed, partial: string): Error => {
  if (isRivuletError(error)) return error;
  const { provider, baseURL, maxBytes, mask, report } = failed;
  const { status, headers } = report;
  const facts = { ...factsOf(report, mask), partial };
  if (report.refusal !== undefined) {
    return refusal({ status, headers, ...report.refusal }, failed, causedBy(error, failed, facts));
  }
  switch (report.fault?._tag) {
    case 'TooLarge':
      return new ResponseTooLarge(provider, maxBytes, facts);
    case 'WrongType':
      return new UnexpectedContentType(
        provider,
        mask(report.fault.contentType),
        mask(baseURL),
        facts,
      );
    case 'Unreached': {
      const cause = causedBy(report.fault.error, failed, facts);
      return unreached(provider, mask(hostOf(baseURL)), report.fault.error, cause);
    }
    case 'BrokenOff':
      return brokenOff(provider, report.fault.error, causedBy(report.fault.error, failed, facts));
    case undefined:
      return fromSDK(error, failed, facts);
  }
};

/** What the network knows of a request. */
export const factsOf = (
  { status, headers }: Pick<WireReport, 'status' | 'headers'>,
  mask: Mask,
): RequestFacts => {
  const id = headers?.get('x-request-id') ?? headers?.get('request-id') ?? undefined;
  return { status, requestId: id && mask(id) };
};

/** What is left to what the SDK says. */
const fromSDK = (error: unknown, failed: Failed, facts: RequestFacts): Error => {
  const { provider, baseURL, mask, report } = failed;
  const said = errorOf(error, mask);
  if (said.status !== undefined || said.body !== undefined) {
    const { requestId = said.requestId, status = said.status } = facts;
    const known = { ...causedBy(error, failed, facts), requestId, status };
    return refusal({ ...said, status: said.status }, failed, known);
  }
  // The messages of these hold a piece of the answer, so they are not kept as the cause.
  if (error instanceof SyntaxError || said.message.includes('Error parsing JSON response')) {
    return new ProtocolError(provider, 'an event holds broken JSON', facts);
  }
  const broke = said.message.includes('Error reading from the stream');
  if (/Failed to parse stream|Incomplete JSON segment/u.test(said.message)) {
    return new StreamTruncated(provider, facts);
  }
  if (broke || isOfNetwork(error)) {
    const known = causedBy(error, failed, facts);
    return facts.partial === '' && report.status === undefined && !broke
      ? unreached(provider, mask(hostOf(baseURL)), error, known)
      : brokenOff(provider, error, known);
  }
  return report.status === undefined
    ? masked(error, mask)
    : new ProtocolError(provider, 'it does not follow the protocol', facts);
};

const causedBy = (error: unknown, { mask }: Failed, facts: RequestFacts): RequestFacts => ({
  ...facts,
  cause: masked(error, mask),
});

interface SDKError {
  readonly message: string;
  readonly status: number | undefined;
  readonly headers: Pick<Headers, 'get'> | undefined;
  readonly requestId: string | undefined;
  /** What the vendor said: its error object, or the message where there is none. */
  readonly body: unknown;
}

/** The errors of the SDKs by their members, for a client of another copy has other classes. */
const errorOf = (error: unknown, mask: Mask): SDKError => {
  const read = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const [status, headers, id, body] = ['status', 'headers', 'requestID', 'error'].map(read);
  const message = error instanceof Error ? error.message : String(error);
  const details = read('errorDetails');
  const known = typeof status === 'number' ? status : undefined;
  const told = headers instanceof Headers ? headers : undefined;
  return {
    message,
    status: known,
    headers: told,
    requestId: typeof id === 'string' ? mask(id) : factsOf({ headers: told }, mask).requestId,
    body: body ?? (known === undefined ? undefined : { message: plain(message), details }),
  };
};

// '[GoogleGenerativeAI Error]: Error fetching from https://…: [429 Too Many Requests] message [details]'
const plain = (message: string): string =>
  message
    .replace(/^\[GoogleGenerativeAI Error\]: Error fetching from \S+: \[[^\]]*\] /u, '')
    .replace(/ \[\{.*$/su, '');

const hostOf = (baseURL: string): string => {
  try {
    return new URL(baseURL).host;
  } catch {
    return baseURL;
  }
};
