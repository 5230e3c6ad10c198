import { wasIdle } from './connection.js';
import type { Rewriting } from './events.js';

/** One request as the network sees it, whatever an SDK makes of it. */
export interface Wire {
  /** Sends the request. To be called once. */
  readonly fetch: (address: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** What is known of it so far. */
  readonly report: () => WireReport;
}

/** What is known of a request. */
export interface WireReport {
  /** Where there was an answer. */
  readonly status?: number;
  readonly headers?: Headers | undefined;
  /** What the answer says, when it is a refusal: parsed where it is JSON. */
  readonly refusal?: { readonly body: unknown };
  readonly fault?: WireFault;
}

/** What went wrong on the way. */
type WireFault =
  | { readonly _tag: 'Unreached'; readonly error: unknown }
  | { readonly _tag: 'BrokenOff'; readonly error: unknown }
  | { readonly _tag: 'WrongType'; readonly contentType: string }
  | { readonly _tag: 'TooLarge' };

/** What is expected of the answer. */
export interface WireOptions {
  /** The content types that can be read; an answer that does not name its type is tried. */
  readonly accepts: RegExp;
  /** How many bytes it may have. */
  readonly maxBytes: number;
  /** Changes the bytes for those who read them. */
  readonly rewriting?: () => Rewriting;
}

/**
 * A `fetch` for one request that notes what SDKs lose: which error it was, the headers, the refusal. It reads
 * no more than it may, and no answer of a kind that was not asked for.
 */
export const wire = ({ accepts, maxBytes, rewriting }: WireOptions): Wire => {
  const { fetch: send } = globalThis;
  let report: WireReport = {};
  const note = (more: WireReport): void => {
    report = { ...report, ...more };
  };

  const fetch = async (address: string | URL | Request, init?: RequestInit): Promise<Response> => {
    // A redirect would send the key to whatever address the answer names.
    const asked = (): Promise<Response> => send(address, { ...init, redirect: 'manual' });
    const response = await asked()
      .catch((error: unknown) => {
        if (wasIdle(error)) return asked();
        throw error;
      })
      .catch((error: unknown) => {
        note({ fault: { _tag: 'Unreached', error } });
        throw error;
      });
    const { status, headers } = response;
    note({ status, headers });
    if (!response.ok) {
      const body = await beginning(response);
      note({ refusal: { body: parsed(body, headers.get('content-type')) } });
      return copyOf(response, body);
    }
    const contentType = headers.get('content-type');
    if (contentType !== null && !accepts.test(contentType)) {
      note({ fault: { _tag: 'WrongType', contentType } });
      await response.body?.cancel();
      throw new TypeError('The answer is of another kind than was asked for.');
    }
    return copyOf(response, reading(response, maxBytes, rewriting?.(), note));
  };
  return { fetch, report: () => report };
};

const reading = (
  { body }: Response,
  maxBytes: number,
  rewriting: Rewriting | undefined,
  note: (more: WireReport) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> | null => {
  if (body === null) return null;
  const reader = body.getReader();
  const encoder = new TextEncoder();
  let bytes = 0;
  let isLeft = false;
  return new ReadableStream({
    // Reads until there is something to give: events that say nothing are left out.
    pull: async (controller) => {
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (isLeft) return;
          bytes += value?.length ?? 0;
          if (bytes > maxBytes) {
            note({ fault: { _tag: 'TooLarge' } });
            controller.error(new RangeError('The answer is too large.'));
            await reader.cancel();
            return;
          }
          const given =
            rewriting === undefined
              ? value
              : encoder.encode(value === undefined ? rewriting.end() : rewriting.push(value));
          if (given !== undefined && given.length > 0) controller.enqueue(given);
          if (done) controller.close();
          if (done || (given !== undefined && given.length > 0)) return;
        }
      } catch (error) {
        // Whoever aborted it knows why: the consumer who left, or an SDK that throws something better.
        if (!isLeft && !isAbort(error)) note({ fault: { _tag: 'BrokenOff', error } });
        if (!isLeft) controller.error(error);
      }
    },
    cancel: (reason) => {
      isLeft = true;
      return reader.cancel(reason);
    },
  });
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

// A redirect that is not followed has no status in a browser.
const copyOf = (
  { status, statusText, headers }: Response,
  body: string | ReadableStream<Uint8Array<ArrayBuffer>> | null,
): Response => new Response(body, { status: status === 0 ? 307 : status, statusText, headers });

/** The beginning of a refusal. What breaks or goes on for ever does not hide its status. */
const beginning = async ({ body }: Response): Promise<string> => {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (reader !== undefined && text.length < longestRefusal) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
    }
    await reader?.cancel();
  } catch {
    // What has come so far is enough.
  }
  return text.slice(0, longestRefusal);
};

const longestRefusal = 65_536;

const parsed = (body: string, contentType: string | null): unknown => {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    // The page of a proxy says nothing that fits into a message.
    return /html/iu.test(contentType ?? body.slice(0, 100)) ? '' : body;
  }
};
