import { defer, map } from 'rxjs';
import type { Finish, Usage } from '../core/event.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  checkKey,
  loaded,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import { plainEvents } from './events.js';
import { growing, type Piece } from './growing.js';
import { models } from './models.js';
import type { Provider } from './provider.js';

export type { VendorOptions } from './access.js';

/** What is used of the `@google/generative-ai` package. A real client fits, and so does a script. */
export interface GeminiClient {
  /** A model to ask. */
  readonly getGenerativeModel: (
    settings: GeminiModelSettings,
    options: { readonly baseUrl?: string },
  ) => GeminiModel;
}

/** Which model, and what it is there for. */
export interface GeminiModelSettings {
  readonly model: string;
  readonly systemInstruction?: string;
}

/** A model to ask. */
export interface GeminiModel {
  /** Starts one streamed answer. */
  readonly generateContentStream: (
    request: GeminiRequest,
    options: { readonly signal: AbortSignal },
  ) => PromiseLike<GeminiStream>;
}

/** What is asked. */
export interface GeminiRequest {
  readonly contents: { readonly role: string; readonly parts: { readonly text: string }[] }[];
}

/** A streamed answer. */
export interface GeminiStream {
  readonly stream: AsyncIterable<GeminiChunk>;
  /** All of it, later on. It is not used, but it can fail. */
  readonly response: Promise<unknown>;
}

/** What a model says at a time. */
export interface GeminiChunk {
  readonly candidates?:
    | readonly {
        readonly index?: number;
        readonly content?: {
          readonly parts?:
            | readonly {
                readonly text?: string;
                readonly thought?: boolean;
                readonly functionCall?: { readonly name: string; readonly args?: object };
              }[]
            | null;
        } | null;
        readonly finishReason?: string | null;
      }[]
    | null;
  /** What went wrong in the middle of the answer. */
  readonly error?: unknown;
  readonly promptFeedback?: { readonly blockReason?: string } | null;
  readonly usageMetadata?: {
    readonly promptTokenCount?: number;
    readonly candidatesTokenCount?: number;
    readonly thoughtsTokenCount?: number;
    readonly cachedContentTokenCount?: number;
  } | null;
}

/** How Gemini is reached. */
export interface GeminiOptions extends VendorOptions {
  /**
   * The client to ask. It brings its own key; the address is told to it.
   *
   * @defaultValue one of the `@google/generative-ai` package, which is loaded when the first question is asked
   */
  readonly client?: GeminiClient;
}

/**
 * The models of Gemini.
 *
 * Support of the package `@google/generative-ai` has ended; what it does wrong is done right here.
 *
 * @category providers
 */
export const gemini = ({ client, ...options }: GeminiOptions = {}): Provider<'text'> => ({
  name: vendor.name,
  prepare: (settings, task) => {
    if (client !== undefined) return undefined;
    checkKey(vendor, options, settings, task);
    return load().then(() => undefined);
  },
  agents: {
    text: (settings) => (question) =>
      defer(() => {
        const access = accessTo(vendor, options, settings, models.gemini.text, events);
        const { model, baseURL, wire } = access;
        const { mission, params } = settings;
        return fromAbortable(async (signal) => {
          const told = mission === '' ? {} : { systemInstruction: mission };
          const asked = (client ?? (await open(access))).getGenerativeModel(
            { model, ...told },
            { baseUrl: baseURL },
          );
          // The SDK would send it nevertheless.
          signal.throwIfAborted();
          const contents = [{ role: 'user', parts: [{ text: question.text }] }];
          const { stream, response } = await lending(wire.fetch, () =>
            asked.generateContentStream({ ...params, contents }, { signal }),
          );
          // Nobody else listens to it, and a rejection that nobody listens to ends the process.
          response.catch(() => undefined);
          return stream;
        }).pipe(map(pieceOf), growing(vendor.name, access));
      }),
  },
});

const vendor: Vendor = {
  name: 'gemini',
  prefix: 'GEMINI',
  baseURL: 'https://generativelanguage.googleapis.com',
};

// The SDK reads only some of the forms in which an event may come.
const events = { accepts: /^\s*text\/event-stream/iu, rewriting: plainEvents };

const load = () =>
  loaded('@google/generative-ai', 'The provider "gemini"', () => import('@google/generative-ai'));

const open = async ({ key }: Access): Promise<GeminiClient> => {
  const apiKey = key();
  const { GoogleGenerativeAI } = await load();
  return new GoogleGenerativeAI(apiKey);
};

/**
 * The SDK takes no `fetch` of ours: it reads the global one at the moment it is called. So it is lent ours for
 * the length of that call, which nothing can interrupt. Where that is impossible it uses its own.
 */
const lending = <A>(lent: typeof fetch, call: () => A): A => {
  const { fetch: own } = globalThis;
  Reflect.set(globalThis, 'fetch', lent);
  try {
    return call();
  } finally {
    Reflect.set(globalThis, 'fetch', own);
  }
};

const pieceOf = ({ candidates, promptFeedback, usageMetadata, error }: GeminiChunk): Piece => {
  if (error !== undefined) throw Object.assign(new Error('The stream holds an error.'), { error });
  const candidate = candidates?.find(({ index = 0 }) => index === 0);
  const said = candidate?.content?.parts?.filter(({ thought }) => thought !== true) ?? [];
  const reason = candidate?.finishReason ?? undefined;
  const blocked = promptFeedback?.blockReason ?? (refusals.has(reason ?? '') ? reason : undefined);
  return {
    text: said.map(({ text }) => text ?? '').join(''),
    calls: said.flatMap(({ functionCall: call }) =>
      call === undefined ? [] : [{ tool: call.name, input: call.args ?? {} }],
    ),
    ...(reason === undefined ? {} : { finish: finishOf(reason) }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(usageMetadata === undefined || usageMetadata === null
      ? {}
      : { usage: usageOf(usageMetadata) }),
  };
};

const finishOf = (reason: string): Finish =>
  reason === 'STOP' ? 'stop' : reason === 'MAX_TOKENS' ? 'length' : reason;

// With these the answer is not there, or a part of it was taken away.
const refusals: ReadonlySet<string> = new Set([
  'BLOCKLIST',
  'IMAGE_SAFETY',
  'LANGUAGE',
  'PROHIBITED_CONTENT',
  'RECITATION',
  'SAFETY',
  'SPII',
]);

const usageOf = ({
  promptTokenCount: input,
  candidatesTokenCount: said,
  thoughtsTokenCount: thought,
  cachedContentTokenCount: cached,
}: NonNullable<GeminiChunk['usageMetadata']>): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(said === undefined && thought === undefined ? {} : { output: (said ?? 0) + (thought ?? 0) }),
  ...(cached === undefined ? {} : { cached }),
});
