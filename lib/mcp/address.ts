/**
 * A server that is spoken to by HTTP.
 *
 * @module
 */

import { ResponseTooLarge } from '../core/providerErrors.js';
import { McpFailed } from './errors.js';
import { causeOf, codeOf, saidBy } from './failure.js';
import { load } from './load.js';
import type { McpAddress } from './server.js';
import type { Target } from './target.js';
import type { Asked, Line } from './transport.js';
import { breakOf, maxBytes, TooLarge, wire } from './wire.js';

/** The way to an address. */
export const lineToAddress = async ({ url }: McpAddress, target: Target): Promise<Line> => {
  const { StreamableHTTPClientTransport } = await load(
    () => import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
  );
  const { fetch, told } = wire();
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { ...target.values } },
    fetch,
    reconnectionOptions: {
      initialReconnectionDelay: 250,
      maxReconnectionDelay: 30_000,
      reconnectionDelayGrowFactor: 2,
      maxRetries: 3,
    },
  });
  const leave = async (): Promise<void> => {
    await told();
    await transport.terminateSession();
  };
  return {
    // The SDK's own types say so but for what they leave open about `undefined`.
    transport,
    leave: () => {
      // A server that does not answer is not waited for.
      const late = setTimeout(close, patience);
      const closed = (): void => {
        clearTimeout(late);
        close();
      };
      leave().then(closed, closed);
    },
    explain: (error, asked) => explain(target, error, asked),
  };

  function close(): void {
    transport.close().catch(() => undefined);
  }
};

/** How long the end of a session may take, in milliseconds: as long as the SDK waits for the end of a process. */
const patience = 2000;

const explain = (target: Target, error: unknown, asked: Asked): Error => {
  const { label, mask } = target;
  const { tool } = asked;
  const cause = causeOf(error, mask);
  const broke = breakOf(error);
  if (broke?.rivulet === 'too-large' || error instanceof TooLarge) {
    return new ResponseTooLarge(label, maxBytes, { cause });
  }
  if (broke !== undefined) {
    return new McpFailed(
      label,
      'lost',
      `ended the connection${broke.code === undefined ? '' : ` (${broke.code})`} before its answer was complete.`,
      true,
      { tool, cause },
    );
  }
  if (error instanceof Error && error.message.startsWith('Maximum reconnection attempts')) {
    const why = 'broke the connection, and does not give the rest of its answer.';
    return new McpFailed(label, 'lost', why, true, { tool, cause });
  }
  const status = statusOf(error);
  if (status !== undefined) return refused(label, status, asked, cause);
  const code = networkCodeOf(error);
  if (code === undefined) return saidBy(target, error, asked);
  return broken.has(code)
    ? new McpFailed(label, 'lost', `broke the connection (${code}).`, true, { tool, cause })
    : new McpFailed(
        label,
        'unreachable',
        `could not be reached: ${reasons[code] ?? 'the connection failed'} (${code}). Check its url, and that it runs.`,
        !lasting.test(code),
        { tool, cause },
      );
};

const refused = (
  label: string,
  status: number,
  { tool, hasAnswered }: Asked,
  cause: Error,
): Error => {
  // Once there is a session, that is what is not found.
  const isGone = status === 404 && hasAnswered;
  const hint = isGone ? 'It does not know the session any more.' : (hints[status] ?? '');
  return new McpFailed(
    label,
    isGone ? 'lost' : 'refused',
    `refused the request with status ${String(status)}. ${hint}`.trim(),
    isGone || status === 429 || status >= 500,
    { tool, status, cause },
  );
};

/** Whether an error says that nothing can be asked on this connection any more. */
export const isSessionGone = (error: unknown): boolean =>
  error instanceof McpFailed && error.reason === 'lost' && error.status === 404;

// The SDK's errors are told by their members, for another copy of it has other classes.
const statusOf = (error: unknown): number | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'number' &&
  error.code >= 100 &&
  error.message.startsWith('Streamable HTTP error')
    ? error.code
    : undefined;

const networkCodeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { cause } = error;
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = codeOf(inner) ?? codeOf(cause) ?? codeOf(error);
  if (code !== undefined) return code;
  return error.message === 'fetch failed' || error.message === 'terminated' ? 'broken' : undefined;
};

const broken: ReadonlySet<string> = new Set([
  'broken',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

// An address that does not exist and a certificate that is not trusted stay so.
const lasting = /^ENOTFOUND$|CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(?:TLS|SSL)|^EPROTO$/u;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up now',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
};

const hints: Readonly<Record<number, string>> = {
  401: 'Check its headers: it wants to know who asks.',
  403: 'Check its headers: who asks may not do this.',
  404: 'Check its url: there is no MCP server at that path.',
  405: 'Check its url: there is no MCP server at that path.',
};
