import { defer } from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import type { Image } from '../core/media.js';
import type { Question } from '../flow/ports.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  checkKey,
  loaded,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import type { AnthropicClient, AnthropicPart, AnthropicPicture } from './anthropicClient.js';
import { namedEvents } from './anthropicEvents.js';
import { anthropicPieces } from './anthropicPieces.js';
import { growing } from './growing.js';
import { maxTokens, models } from './models.js';
import type { AgentSettings, Ask, Provider } from './provider.js';

export type { VendorOptions } from './access.js';
export type {
  AnthropicClient,
  AnthropicEvent,
  AnthropicPart,
  AnthropicPicture,
  AnthropicRequest,
  AnthropicRequestOptions,
  AnthropicUsage,
} from './anthropicClient.js';

/** How Anthropic, or a server that speaks its language, is reached. */
export interface AnthropicOptions extends VendorOptions {
  /**
   * The client to ask. It brings its own key and address.
   *
   * @defaultValue one of the `@anthropic-ai/sdk` package, which is loaded when the first question is asked
   */
  readonly client?: AnthropicClient;
}

/**
 * The models of Anthropic, for texts and for texts about pictures.
 *
 * They have to be told how long an answer may become: 16,384 tokens, unless the agent has `params: { max_tokens }`.
 * What a model thinks counts, too.
 *
 * @category providers
 */
export const anthropic = ({ client, ...options }: AnthropicOptions = {}): Provider<
  'text' | 'vision'
> => {
  const asking =
    (defaultModel: string, contentOf: (question: Question) => string | AnthropicPart[]) =>
    (settings: AgentSettings): Ask<string> =>
    (question) =>
      defer(() => {
        const content = contentOf(question);
        const access = accessTo(vendor, options, settings, defaultModel, events);
        const { mission, params } = settings;
        return fromAbortable(async (signal) => {
          const { messages } = client ?? (await open(access));
          return anthropicPieces(
            await messages.create(
              {
                max_tokens: maxTokens.anthropic,
                ...params,
                model: access.model,
                ...(mission === '' ? {} : { system: mission }),
                messages: [{ role: 'user', content }],
                stream: true,
              },
              { signal, maxRetries: 0 },
            ),
          );
        }).pipe(growing(vendor.name, access));
      });

  return {
    name: vendor.name,
    prepare: (settings, task) => {
      if (client !== undefined) return undefined;
      checkKey(vendor, options, settings, task);
      return load().then(() => undefined);
    },
    agents: {
      text: asking(models.anthropic.text, ({ text }) => text),
      vision: asking(models.anthropic.vision, ({ text, images }) => [
        ...images.map(partOf),
        { type: 'text', text },
      ]),
    },
  };
};

const vendor: Vendor = {
  name: 'anthropic',
  prefix: 'ANTHROPIC',
  baseURL: 'https://api.anthropic.com',
};

const events = { accepts: /^\s*text\/event-stream/iu, rewriting: namedEvents };

const load = () =>
  loaded('@anthropic-ai/sdk', 'The provider "anthropic"', () => import('@anthropic-ai/sdk'));

const open = async ({ key, baseURL, wire }: Access): Promise<AnthropicClient> => {
  const apiKey = key();
  const { default: Anthropic } = await load();
  return new Anthropic({
    apiKey,
    baseURL,
    fetch: wire.fetch,
    maxRetries: 0,
    // Clocks belong to the task, too, and so does what is told: this client would print, and trace what it does.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    openTelemetry: { traces: false, propagation: false },
  });
};

const partOf = ({ mime, bytes }: Image): AnthropicPart => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const kind = named === 'image/jpg' ? 'image/jpeg' : seen.find((each) => each === named);
  if (kind === undefined) {
    throw new InvalidOptions(
      undefined,
      `"${vendor.name}" sees ${seen.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
    );
  }
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  const data = btoa(letters.join(''));
  return { type: 'image', source: { type: 'base64', media_type: kind, data } };
};

const seen: readonly AnthropicPicture[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
