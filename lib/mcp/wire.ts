/**
 * The requests to a server over HTTP, of which none is left without an end.
 *
 * The transport of the SDK takes a stream that breaks off for one that has ended, and then waits for the answer for ever.
 * So a stream that ends is given an error as its last message; where the answer had come, nobody hears it.
 *
 * @module
 */

import { codeOf } from './failure.js';
import { resuming } from './resuming.js';

/** The network of one connection. */
export interface Wire {
  /** As the SDK wants it. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Resolves when all that was to be told has been told. */
  readonly told: () => Promise<unknown>;
}

/** What stands in the error of a stream that broke off. */
export interface Break {
  readonly rivulet: 'lost' | 'too-large';
  readonly code?: string | undefined;
}

/** Whether it is the error of a stream that broke off. */
export const breakOf = (error: unknown): Break | undefined => {
  const data: unknown =
    typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  return isBreak(data) ? data : undefined;
};

/** How large an answer may be, in bytes. */
export const maxBytes = 67_108_864;

/** An answer is larger than that. */
export class TooLarge extends Error {}

/** Makes the network of one connection. */
export const wire = (): Wire => {
  const open = new Map<unknown, AbortController>();
  const notices = new Set<Promise<unknown>>();

  const tell = async (
    url: string | URL,
    init: RequestInit,
    cancelled: unknown,
  ): Promise<Response> => {
    const telling = fetch(url, init);
    notices.add(telling);
    try {
      return await telling;
    } finally {
      notices.delete(telling);
      // A server that does not know sessions sees no more of it than that nobody listens.
      open.get(cancelled)?.abort();
    }
  };

  const ask = async (url: string | URL, init: RequestInit, id: unknown): Promise<Response> => {
    const own = new AbortController();
    open.set(id, own);
    const signal = init.signal ? AbortSignal.any([init.signal, own.signal]) : own.signal;
    const done = (): void => void open.delete(id);
    try {
      const response = await fetch(url, { ...init, signal });
      if (response.body === null) done();
      return response.body === null ? response : ending(response, response.body, id, signal, done);
    } catch (error) {
      done();
      throw error;
    }
  };

  return {
    fetch: (url, init = {}) => {
      if (init.method === 'GET') return listen(url, init);
      const message = messageIn(init.body);
      if (message?.method === 'notifications/cancelled') {
        return tell(url, init, message.params?.requestId);
      }
      return message?.id === undefined || message.method === undefined
        ? fetch(url, init)
        : ask(url, init, message.id);
    },
    told: () => Promise.allSettled(notices),
  };
};

/** A stream that the server may begin with: nothing comes on it that is of use, unless one that broke off goes on there. */
const listen = async (url: string | URL, init: RequestInit): Promise<Response> => {
  if (!new Headers(init.headers).has('last-event-id')) return new Response(null, { status: 405 });
  const response = await fetch(url, init);
  if (response.ok && response.body !== null) {
    return ending(response, response.body, undefined, init.signal, () => undefined);
  }
  // The SDK takes this status for an answer, and would wait for another one.
  return response.status === 405 ? new Response(null, { status: 404 }) : response;
};

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

const ending = (
  response: Response,
  body: Bytes,
  id: unknown,
  signal: AbortSignal | null | undefined,
  done: () => void,
): Response => {
  const { status, statusText, headers } = response;
  const isStream = /^text\/event-stream\b/iu.test(headers.get('content-type') ?? '');
  const pieces = withEnd(body, isStream ? id : undefined, signal, done);
  const read = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await pieces.return();
    },
  });
  return new Response(read, { status, statusText, headers });
};

/** The bytes of an answer and, of a stream, a message that it has ended, unless it can be gone on with. */
async function* withEnd(
  body: Bytes,
  id: unknown,
  signal: AbortSignal | null | undefined,
  done: () => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let bytes = 0;
  const events = resuming();
  const last = (data: Break): Uint8Array<ArrayBuffer> => {
    const error = { code: -32000, message: 'The stream broke off', data };
    // The empty line ends what may have been begun.
    const text = `\n\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, error })}\n\n`;
    return new TextEncoder().encode(text);
  };
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new TooLarge('The answer is too large');
      events.hear(piece);
      yield piece;
    }
    if (id !== undefined && !events.mayGoOn()) yield last({ rivulet: 'lost' });
  } catch (error) {
    const isTooLarge = error instanceof TooLarge;
    if (id === undefined || signal?.aborted === true) throw error;
    // In good order, for an error would take the events with it that have not been read yet.
    if (events.mayGoOn() && !isTooLarge) return;
    yield last(isTooLarge ? { rivulet: 'too-large' } : { rivulet: 'lost', code: reasonOf(error) });
  } finally {
    done();
  }
}

const reasonOf = (error: unknown): string | undefined =>
  codeOf(error instanceof Error ? (error.cause ?? error) : error);

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: { readonly requestId?: unknown };
}

// What the SDK sends is one message as JSON.
const messageIn = (body: RequestInit['body']): Message | undefined =>
  typeof body === 'string' ? (JSON.parse(body) as Message) : undefined;

const isBreak = (data: unknown): data is Break =>
  typeof data === 'object' && data !== null && 'rivulet' in data;
