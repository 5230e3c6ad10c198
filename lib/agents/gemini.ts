import { recognition, text, vision } from './gemini/chat.js';
import { embed } from './gemini/embed.js';
import { image } from './gemini/image.js';
import { reaching, vendor, type GeminiOptions } from './gemini/reach.js';
import { speech } from './gemini/speech.js';
import type { Provider } from './provider.js';

export type { VendorOptions } from './access.js';
export type {
  GenAIClient,
  GenAIConfig,
  GenAINumbers,
  GenAIRequest,
  GenAITextRequest,
} from './gemini/genaiClient.js';
export type {
  GeminiCallOptions,
  GeminiClient,
  GeminiModel,
  GeminiStream,
} from './gemini/client.js';
export type { GeminiSDK } from './gemini/package.js';
export type { GeminiOptions } from './gemini/reach.js';
export type {
  GeminiBytes,
  GeminiCall,
  GeminiCandidate,
  GeminiChunk,
  GeminiContent,
  GeminiPart,
  GeminiRequest,
  GeminiResult,
  GeminiSaid,
  GeminiText,
  GeminiTextRequest,
  GeminiUsage,
} from './gemini/wire.js';

/**
 * The models of Gemini, through the package `@google/genai` or through the older `@google/generative-ai`, whose support has
 * ended; what these do wrong is done right here. Agents and their `params`, which are those of the API, are the same with both.
 *
 * The mission is the system instruction of `text`, `vision` and `recognition`, the beginning of the words of `image`, and the
 * way to speak of `speech`, which takes a voice by `params: { voice: 'Puck' }`; `embed` leaves it out.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { gemini } from 'rivulet/agents/gemini';
 *
 * const writer = agent({
 *   type: 'text',
 *   provider: gemini({ sdk: '@google/genai' }),
 *   mission: 'write poems',
 *   params: { generationConfig: { temperature: 1 } },
 * });
 * ```
 *
 * @throws `InvalidOptions` when `sdk` is none of the packages
 * @category providers
 */
export const gemini = (
  options: GeminiOptions = {},
): Provider<'text' | 'image' | 'vision' | 'speech' | 'recognition' | 'embed'> => {
  const reach = reaching(options);
  return {
    name: vendor.name,
    tools: true,
    forms: true,
    account: reach.account,
    prepare: reach.prepare,
    agents: {
      text: text(reach),
      image: image(reach),
      vision: vision(reach),
      speech: speech(reach),
      recognition: recognition(reach),
      embed: embed(reach),
    },
  };
};
