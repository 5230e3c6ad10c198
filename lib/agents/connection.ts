/**
 * What went wrong on the network, in our words.
 *
 * @module
 */

import {
  ConnectionFailed,
  ConnectionLost,
  StreamTruncated,
  type RequestFacts,
} from '../core/providerErrors.js';
import { codeOf } from './secrets.js';

/** The failure of a request that got no answer. */
export const unreached = (
  provider: string,
  host: string,
  error: unknown,
  facts: RequestFacts,
): ConnectionFailed | ConnectionLost => {
  const codes = codesOf(error);
  if (codes.some((code) => lost.has(code))) return new ConnectionLost(provider, facts);
  const tls = codes.find((code) => certificate.test(code));
  if (tls !== undefined) {
    return new ConnectionFailed(
      provider,
      host,
      `its certificate is not trusted (${tls})`,
      false,
      facts,
    );
  }
  const known = codes.find((code) => code in reasons);
  const [why, passing] = reasons[known ?? ''] ?? ['the connection failed', true];
  return new ConnectionFailed(provider, host, why, passing && !isUnusable(error), facts);
};

/** The failure of a request whose answer broke off: closed in good order, or broken. */
export const brokenOff = (
  provider: string,
  error: unknown,
  facts: RequestFacts,
): ConnectionLost | StreamTruncated =>
  isClosed(error) ? new StreamTruncated(provider, facts) : new ConnectionLost(provider, facts);

/** Whether an error is one of the network. */
export const isOfNetwork = (error: unknown): boolean =>
  chainOf(error).some(
    (link) =>
      (link instanceof TypeError &&
        /^(?:fetch failed|terminated|Failed to fetch|Load failed)/u.test(link.message)) ||
      codesOf(link).some((code) => lost.has(code) || code in reasons || certificate.test(code)),
  );

/**
 * Whether a connection that had been used before was closed by the other side at the moment it was used
 * again. That happens to idle connections and says nothing about the request.
 */
export const wasIdle = (error: unknown): boolean =>
  chainOf(error).some(
    (link) =>
      isClosed(link) &&
      'socket' in link &&
      typeof link.socket === 'object' &&
      link.socket !== null &&
      'bytesRead' in link.socket &&
      typeof link.socket.bytesRead === 'number' &&
      link.socket.bytesRead > 0,
  );

/** The error, and what caused it, and so on. */
const chainOf = (error: unknown): readonly object[] => {
  const chain: object[] = [];
  for (let link = error; typeof link === 'object' && link !== null && chain.length < 8;) {
    chain.push(link);
    link = 'cause' in link ? link.cause : undefined;
  }
  return chain;
};

const codesOf = (error: unknown): readonly string[] =>
  chainOf(error).flatMap((link) => {
    const errors: readonly unknown[] = link instanceof AggregateError ? link.errors : [];
    return [codeOf(link), ...errors.map(codeOf)].filter((code) => code !== undefined);
  });

const isClosed = (error: unknown): boolean =>
  chainOf(error).some(
    (link) =>
      codeOf(link) === 'UND_ERR_SOCKET' || codeOf(link) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  );

// An address that cannot be called at all stays so.
const isUnusable = (error: unknown): boolean =>
  chainOf(error).some(
    (link) =>
      link instanceof Error && /bad port|includes credentials|parse URL/u.test(link.message),
  );

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(?:TLS|SSL)|^EPROTO$/u;

const lost: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

const reasons: Readonly<Record<string, readonly [why: string, passing: boolean]>> = {
  ECONNREFUSED: ['nobody answers there (ECONNREFUSED)', true],
  ENOTFOUND: ['there is no such host (ENOTFOUND)', false],
  EAI_AGAIN: ['its name could not be looked up now (EAI_AGAIN)', true],
  EHOSTUNREACH: ['there is no way to it (EHOSTUNREACH)', true],
  ENETUNREACH: ['there is no way to its network (ENETUNREACH)', true],
  ENETDOWN: ['the network is down (ENETDOWN)', true],
  ETIMEDOUT: ['it did not answer in time (ETIMEDOUT)', true],
  UND_ERR_CONNECT_TIMEOUT: ['it did not answer in time (UND_ERR_CONNECT_TIMEOUT)', true],
  ERR_INVALID_URL: ['the address is no URL', false],
};
