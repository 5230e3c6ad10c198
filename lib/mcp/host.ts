/**
 * Who may call a server over HTTP.
 *
 * @module
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { InvalidOptions } from '../core/errors.js';
import { MissingVariable } from '../core/variableErrors.js';
import type { Variable } from '../flow/ports.js';
import { environment } from '../internal/environment.js';
import type { McpRequest } from './exchange.js';

/** Who may call. */
export interface McpHandlerOptions {
  /**
   * What a client has to send as `authorization: Bearer …`; `{ env: 'NAME' }` is what stands in the environment variable of
   * that name. With `false` everybody may call who reaches it, such as any program of this machine.
   */
  readonly token: string | Variable | false;
  /**
   * The hosts that it may be called by, without a port; a page may call it when it comes from one of them. That keeps a page
   * of somebody else's from calling it by a name that leads to this machine.
   *
   * @defaultValue `['localhost', '127.0.0.1', '[::1]']`
   */
  readonly hosts?: readonly string[];
}

/** A request that is not let in, and why. */
export interface Refusal {
  readonly status: number;
  readonly why: string;
}

/** Says who is not let in. */
export const doorkeeper = ({
  token,
  hosts = ['localhost', '127.0.0.1', '[::1]'],
}: McpHandlerOptions): ((request: McpRequest) => Refusal | undefined) => {
  const wanted = token === false ? undefined : digestOf(`Bearer ${textOf(token)}`);
  const isKnown = (url: string): boolean =>
    URL.canParse(url) && hosts.includes(new URL(url).hostname);
  return ({ headers }) => {
    const [host = '', origin, authorization = ''] = ['host', 'origin', 'authorization'].map(
      (name) => headers[name]?.toString(),
    );
    if (!isKnown(`http://${host}`)) return { status: 403, why: 'This host is not served here.' };
    if (origin !== undefined && !isKnown(origin)) {
      return { status: 403, why: 'Pages of this origin are not served here.' };
    }
    return wanted === undefined || timingSafeEqual(wanted, digestOf(authorization))
      ? undefined
      : { status: 401, why: 'The token is missing or wrong.' };
  };
};

const textOf = (token: string | Variable): string => {
  const text = typeof token === 'string' ? token : environment(token.env);
  if (text === undefined && typeof token !== 'string') {
    throw new MissingVariable('mcp', 'token', token.env);
  }
  if (text === undefined || text.trim() === '') {
    throw new InvalidOptions(
      undefined,
      'serve: token is empty. Give one, or false to let everybody in.',
    );
  }
  return text;
};

// Of one length, so that nothing is told by how long it takes.
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
