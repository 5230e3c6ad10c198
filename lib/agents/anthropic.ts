import { defer } from 'rxjs';
import { load } from '../core/load.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  accountOf,
  checkKey,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import type { AnthropicClient } from './anthropic/client.js';
import { namedEvents } from './anthropic/events.js';
import { anthropicPieces } from './anthropic/pieces.js';
import { requestOf } from './anthropic/request.js';
import { growing } from './growing.js';
import { models } from './models.js';
import type { AgentSettings, Ask, Provider } from './provider.js';

export type { VendorOptions } from './access.js';
export type {
  AnthropicClient,
  AnthropicEvent,
  AnthropicFormat,
  AnthropicMessage,
  AnthropicPart,
  AnthropicPicture,
  AnthropicRequest,
  AnthropicRequestOptions,
  AnthropicTool,
  AnthropicUsage,
} from './anthropic/client.js';

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
    (defaultModel: string) =>
    (settings: AgentSettings): Ask<string> =>
    (question) =>
      defer(() => {
        const request = requestOf(question, settings);
        const access = accessTo(vendor, options, settings, defaultModel, events);
        return fromAbortable(async (signal) => {
          const { messages } = client ?? (await open(access));
          return anthropicPieces(
            await messages.create({ ...request, model: access.model }, { signal, maxRetries: 0 }),
          );
        }).pipe(growing(vendor.name, access));
      });

  return {
    name: vendor.name,
    tools: true,
    forms: true,
    account: (settings) => accountOf(vendor, options, settings),
    prepare: (settings, task) => {
      if (client !== undefined) return undefined;
      checkKey(vendor, options, settings, task);
      return loadAnthropic().then(() => undefined);
    },
    agents: {
      text: asking(models.anthropic.text),
      vision: asking(models.anthropic.vision),
    },
  };
};

const vendor: Vendor = {
  name: 'anthropic',
  prefix: 'ANTHROPIC',
  baseURL: 'https://api.anthropic.com',
};

const events = { accepts: /^\s*text\/event-stream/iu, rewriting: namedEvents };

const loadAnthropic = () =>
  load('@anthropic-ai/sdk', 'The provider "anthropic"', () => import('@anthropic-ai/sdk'));

const open = async ({ key, baseURL, wire }: Access): Promise<AnthropicClient> => {
  const apiKey = key();
  const { default: Anthropic } = await loadAnthropic();
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
