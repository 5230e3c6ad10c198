/**
 * A provider on loopback that does exactly what a script says, down to the packet, and notes what it saw.
 *
 * @module
 */

import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTLSServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { selfSigned } from './selfSigned.js';

/** What a script does next. */
export type Step = (exchange: Exchange) => unknown;

/** One request, and the way to answer it. */
interface Exchange {
  readonly request: Recorded;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Which request of its connection it is, from 1. */
  readonly nth: number;
}

/** A request as it came. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The body, where it is JSON. */
  readonly json: unknown;
  readonly time: number;
}

/** A connection. */
export interface Connection {
  readonly opened: number;
  closed: number | undefined;
  /** How many requests came on it. */
  requests: number;
}

/** Begins the answer. Without a length it is sent in chunks. */
export const begin =
  (status = 200, headers: Readonly<Record<string, string>> = {}): Step =>
  ({ response }) =>
    response.writeHead(status, headers).flushHeaders();

/** Begins a stream of events. */
export const stream: Step = begin(200, {
  'content-type': 'text/event-stream; charset=utf-8',
  'x-request-id': 'request-1',
});

/** Sends each piece by itself. */
export const write =
  (...pieces: readonly (string | Uint8Array)[]): Step =>
  async ({ response, socket }) => {
    socket.setNoDelay(true);
    for (const piece of pieces) {
      await new Promise((sent) => response.write(piece, sent));
      await turn();
    }
  };

/** Cuts bytes into packets of these sizes, which are used over and over. */
export const packets = (
  text: string | Uint8Array,
  sizes: readonly number[] = [1],
): readonly Uint8Array[] => {
  const bytes = Buffer.from(text);
  const cut: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes[cut.length % sizes.length] ?? 1;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
};

/** Waits for something, such as for what the other side has seen. */
export const wait =
  (until: PromiseLike<unknown>): Step =>
  () =>
    until;

/** Ends the answer as it should be. */
export const end: Step = ({ response }) => response.end();

/** Closes the connection in good order, but in the middle of the answer. */
export const fin: Step = ({ socket }) => socket.end();

/** Breaks the connection. */
export const rst: Step = ({ socket }) => socket.resetAndDestroy();

/** Says nothing more, and keeps the connection. */
export const hang: Step = () => undefined;

/** A whole answer that is no stream. */
export const reply = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): readonly Step[] => {
  const bytes =
    body instanceof Uint8Array ? body : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'object' ? 'application/json' : 'text/plain';
  return [begin(status, { 'content-type': type, ...headers }), write(bytes), end];
};

/** A provider that does what it is told. */
export class Faulty {
  /** What came. */
  readonly requests: Recorded[] = [];
  /** Who connected. */
  readonly connections: Connection[] = [];
  readonly #scripts = new Map<string, readonly (readonly Step[])[]>();
  readonly #sockets = new WeakMap<Socket, Connection>();
  readonly #served = new Map<string, number>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #server;
  readonly #scheme;

  private constructor(tls: boolean) {
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#answer(request, response);
    };
    this.#server = tls ? createTLSServer(selfSigned, serve) : createServer(serve);
    this.#scheme = tls ? 'https' : 'http';
    // A connection that is idle is closed by scripts only.
    this.#server.keepAliveTimeout = 0;
    this.#server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      const connection: Connection = { opened: performance.now(), closed: undefined, requests: 0 };
      this.connections.push(connection);
      this.#sockets.set(socket, connection);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        connection.closed = performance.now();
        this.#changes.emit('change');
      });
    });
  }

  /** Opens one. */
  static async open({ tls = false } = {}): Promise<Faulty> {
    const bench = new Faulty(tls);
    await once(bench.#server.listen(0, '127.0.0.1'), 'listening');
    return bench;
  }

  /** Where it is. */
  get url(): string {
    // A server that listens on a port has an address of this form.
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#scheme}://127.0.0.1:${String(port)}`;
  }

  /** When the connections were closed on which a request had come. Clients open others, just in case. */
  get closed(): readonly number[] {
    return this.connections.flatMap(({ closed, requests }) =>
      closed === undefined || requests === 0 ? [] : [closed],
    );
  }

  /** What the requests for a model, or else for a path, are answered: each by its script, then by the last one. */
  on(model: string, ...scripts: readonly (readonly Step[])[]): this {
    this.#scripts.set(model, scripts);
    return this;
  }

  /** Waits until something has become true. */
  async until(what: string, isTrue: (bench: this) => boolean, within = 5000): Promise<void> {
    const limit = AbortSignal.timeout(within);
    while (!isTrue(this)) {
      await once(this.#changes, 'change', { signal: limit }).catch(() => {
        throw new Error(`Waited for ${String(within)} ms in vain until ${what}.`);
      });
    }
  }

  /** Closes it, with all connections. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket, method = '', url: path = '', headers } = request;
    const chunks: Buffer[] = [];
    // Without an encoding the pieces of a request are buffers.
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const recorded = { method, path, headers, body, json: json(body), time: performance.now() };
    this.requests.push(recorded);
    const connection = this.#sockets.get(socket);
    const nth = connection === undefined ? 1 : ++connection.requests;
    this.#changes.emit('change');
    for (const step of this.#scriptOf(recorded)) {
      if (socket.writableEnded || socket.destroyed) return;
      await step({ request: recorded, response, socket, nth });
    }
  }

  #scriptOf(request: Recorded): readonly Step[] {
    const name = [modelOf(request), request.path].find((each) => this.#scripts.has(each)) ?? '';
    const turnOf = this.#served.get(name) ?? 0;
    this.#served.set(name, turnOf + 1);
    const scripts = this.#scripts.get(name) ?? [];
    return scripts[Math.min(turnOf, scripts.length - 1)] ?? reply(501, 'There is no script.');
  }
}

const modelOf = ({ path, body, json: sent }: Recorded): string =>
  typeof sent === 'object' && sent !== null && 'model' in sent && typeof sent.model === 'string'
    ? sent.model
    : (/name="model"\r\n\r\n([^\r]*)/u.exec(body)?.[1] ??
      /\/models\/([^/:]+):/u.exec(path)?.[1] ??
      /\/generate\/([^/?]+)/u.exec(path)?.[1] ??
      '');

const json = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};
