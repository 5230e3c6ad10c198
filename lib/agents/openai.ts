import { catchError, defer, map, throwError } from 'rxjs';
import type { Usage } from '../core/event.js';
import type { Image } from '../core/media.js';
import { ProtocolError } from '../core/providerErrors.js';
import type { Answer } from '../flow/ports.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  checkKey,
  loaded,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import { growing, type CallPiece, type Piece } from './growing.js';
import { models } from './models.js';
import { fromBase64, pictureOf } from './picture.js';
import type { Provider } from './provider.js';

export type { VendorOptions } from './access.js';

/** What is used of the `openai` package. A real client fits, and so does a script. */
export interface OpenAIClient {
  readonly chat: {
    readonly completions: {
      /** Starts one streamed completion. */
      readonly create: (
        request: OpenAIChatRequest,
        options: OpenAIRequestOptions,
      ) => PromiseLike<AsyncIterable<OpenAIChatChunk>>;
    };
  };
  readonly images: {
    /** Makes one picture. */
    readonly generate: (
      request: OpenAIImageRequest,
      options: OpenAIRequestOptions,
    ) => PromiseLike<OpenAIImages>;
  };
}

/** How a request is sent. */
export interface OpenAIRequestOptions {
  readonly signal: AbortSignal;
  /** Attempts belong to the task: an SDK that retries by itself hides them from it. */
  readonly maxRetries: 0;
}

/** What is asked of a chat model. */
export interface OpenAIChatRequest {
  readonly model: string;
  readonly messages: { readonly role: 'system' | 'user'; readonly content: string }[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
}

/** What a chat model says at a time. */
export interface OpenAIChatChunk {
  readonly choices?:
    | readonly {
        readonly index?: number;
        readonly delta?: {
          readonly content?: string | null;
          readonly refusal?: string | null;
          readonly tool_calls?:
            | readonly {
                readonly index: number;
                readonly function?: { readonly name?: string; readonly arguments?: string };
              }[]
            | null;
        } | null;
        readonly finish_reason?: string | null;
      }[]
    | null;
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  } | null;
}

/** What is asked of an image model. */
export interface OpenAIImageRequest {
  readonly model: string;
  readonly prompt: string;
}

/** The pictures of an image model. */
export interface OpenAIImages {
  readonly data?: readonly { readonly b64_json?: string }[];
  readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number };
}

/** How OpenAI, or a server that speaks its language, is reached. */
export interface OpenAIOptions extends VendorOptions {
  /**
   * The client to ask. It brings its own key and address.
   *
   * @defaultValue one of the `openai` package, which is loaded when the first question is asked
   */
  readonly client?: OpenAIClient;
}

/**
 * The models of OpenAI, and of every server that speaks its language.
 *
 * @category providers
 */
export const openai = ({ client, ...options }: OpenAIOptions = {}): Provider<'text' | 'image'> => ({
  name: vendor.name,
  prepare: (settings, task) => {
    if (client !== undefined) return undefined;
    checkKey(vendor, options, settings, task);
    return load().then(() => undefined);
  },
  agents: {
    text: (settings) => (question) =>
      defer(() => {
        const access = accessTo(vendor, options, settings, models.openai.text, events);
        const { mission, params } = settings;
        return fromAbortable(async (signal) => {
          const { chat } = client ?? (await open(access));
          const told = mission === '' ? [] : [{ role: 'system' as const, content: mission }];
          return chat.completions.create(
            {
              ...params,
              model: access.model,
              messages: [...told, { role: 'user', content: question.text }],
              stream: true,
              stream_options: { include_usage: true },
            },
            { signal, maxRetries: 0 },
          );
        }).pipe(map(pieceOf), growing(vendor.name, access));
      }),
    image: (settings) => (question) =>
      defer(() => {
        const access = accessTo(vendor, options, settings, models.openai.image, json);
        const { mission, params } = settings;
        return fromAbortable(async (signal) => {
          const { images } = client ?? (await open(access));
          const prompt = [mission, question.text].filter((part) => part !== '').join('\n\n');
          const request = { ...params, model: access.model, prompt };
          return [await images.generate(request, { signal, maxRetries: 0 })];
        }).pipe(
          map((made) => pictureFrom(made, access)),
          catchError((error: unknown) => throwError(() => access.explain(error, ''))),
        );
      }),
  },
});

const vendor: Vendor = {
  name: 'openai',
  prefix: 'OPENAI',
  baseURL: 'https://api.openai.com/v1',
};

// Some servers that speak this language do not name the type of their streams rightly.
const events = { accepts: /^\s*(?:text\/event-stream|text\/plain|application\/octet-stream)/iu };

const json = { accepts: /^\s*(?:application\/(?:[\w.-]+\+)?json|text\/plain)/iu };

const load = () => loaded('openai', 'The provider "openai"', () => import('openai'));

const open = async ({ key, baseURL, wire }: Access): Promise<OpenAIClient> => {
  const apiKey = key();
  const { default: OpenAI } = await load();
  return new OpenAI({
    apiKey,
    baseURL,
    fetch: wire.fetch,
    maxRetries: 0,
    // Clocks belong to the task, too, and so does what is told: this client would print what it cannot read.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
  });
};

const pieceOf = ({ choices, usage }: OpenAIChatChunk): Piece => {
  // With `params: { n: 2 }` there are several; the first one is the answer.
  const choice = choices?.find(({ index = 0 }) => index === 0);
  const { content, refusal, tool_calls: calls } = choice?.delta ?? {};
  const finish = choice?.finish_reason ?? undefined;
  return {
    text: content ?? '',
    refusal: refusal ?? '',
    ...(calls === undefined || calls === null ? {} : { calls: calls.map(callOf) }),
    ...(finish === undefined ? {} : { finish }),
    ...(finish === 'content_filter' ? { blocked: finish } : {}),
    ...(usage === undefined || usage === null ? {} : { usage: usageOf(usage) }),
  };
};

const callOf = ({ index, function: called }: OpenAIToolCall): CallPiece => ({
  index,
  ...(called?.name !== undefined && { tool: called.name }),
  ...(called?.arguments !== undefined && { text: called.arguments }),
});

type OpenAIToolCall = NonNullable<
  NonNullable<NonNullable<OpenAIChatChunk['choices']>[number]['delta']>['tool_calls']
>[number];

const usageOf = ({
  prompt_tokens: input,
  completion_tokens: output,
  prompt_tokens_details: details,
}: NonNullable<OpenAIChatChunk['usage']>): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(output === undefined ? {} : { output }),
  ...(details?.cached_tokens === undefined ? {} : { cached: details.cached_tokens }),
});

const pictureFrom = ({ data, usage = {} }: OpenAIImages, { facts }: Access): Answer<Image> => {
  const text = data?.[0]?.b64_json;
  const bytes = text === undefined ? undefined : fromBase64(text);
  const value = bytes === undefined ? undefined : pictureOf(bytes);
  if (value === undefined) {
    throw new ProtocolError(vendor.name, 'there is no whole picture in it', facts());
  }
  const { input_tokens: input, output_tokens: output } = usage;
  return {
    value,
    usage: {
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
    },
  };
};
