/**
 * A flow that is served over HTTP, to many clients at once.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { report } from '../internal/report.js';
import type { McpRequest, McpResponse } from './exchange.js';
import { doorkeeper, type McpHandlerOptions } from './host.js';
import { load } from './load.js';
import { loadServer, type Offer } from './offered.js';
import { once } from '../internal/once.js';

/** Answers the requests of a server of `node:http`. */
export type McpHandler = (request: McpRequest, response: McpResponse) => void;

/** Makes a handler. Each client has a session, so that it can cancel what it has called. */
export const overHttp = (offer: Offer, options: McpHandlerOptions): McpHandler => {
  const refusalOf = doorkeeper(options);
  const opened = once(() => open(offer));
  return (...exchange) => {
    // Those of `node:http` are what it is documented to answer.
    const [request, response] = exchange as unknown as [IncomingMessage, ServerResponse];
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      refuse(response, refusal.status, refusal.why);
      return;
    }
    opened()
      .then((handle) => handle(request, response))
      .catch((error: unknown) => {
        refuse(response, 500, 'The server failed.');
        report(error);
      });
  };
};

/** A client. */
interface Session {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Whether it may come again. */
  readonly isKnown: () => boolean;
  /** How many of its requests have not been answered. */
  pending: number;
}

/** How many clients are known at once. The one that has been silent for longest has to begin anew. */
const most = 1000;

const open = async (offer: Offer): Promise<Session['handle']> => {
  const [make, { StreamableHTTPServerTransport }] = await Promise.all([
    loadServer(offer),
    load(() => import('@modelcontextprotocol/sdk/server/streamableHttp.js')),
  ]);
  // The one that was heard of last is the last.
  const sessions = new Map<string, Session>();
  const left = new AsyncLocalStorage<AbortSignal>();

  const begin = async (): Promise<Session> => {
    let id = '';
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (given) => {
        id = given;
        sessions.set(given, session);
      },
    });
    const server = make(
      () => left.getStore(),
      () => void sessions.delete(id),
    );
    const session: Session = {
      handle: (request, response) => transport.handleRequest(request, response),
      close: () => server.close(),
      isKnown: () => sessions.has(id),
      pending: 0,
    };
    await server.connect(transport);
    return session;
  };

  const makeRoom = async (): Promise<boolean> => {
    if (sessions.size < most) return true;
    const idle = [...sessions.values()].find(({ pending }) => pending === 0);
    await idle?.close();
    return idle !== undefined;
  };

  return async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) {
      refuse(response, 404, 'There is no such session.');
      return;
    }
    if (known === undefined && !(await makeRoom())) {
      refuse(response, 503, 'There are too many clients.');
      return;
    }
    const session = known ?? (await begin());
    if (typeof id === 'string' && known !== undefined) {
      sessions.delete(id);
      sessions.set(id, known);
    }
    const gone = new AbortController();
    session.pending++;
    response.once('close', () => {
      session.pending--;
      // Its answer could not be asked for again, so nobody is going to have it.
      if (!response.writableEnded) gone.abort();
    });
    await left.run(gone.signal, () => session.handle(request, response));
    // What was no beginning leaves nothing behind.
    if (!session.isKnown()) await session.close();
  };
};

const refuse = (response: ServerResponse, status: number, why: string): void => {
  if (response.headersSent) {
    response.end();
    return;
  }
  const error = { code: status === 404 ? -32001 : -32000, message: why };
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    })
    .end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
};
