import { defer } from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import { aiSdkEmbedding } from './aiSdk/embedding.js';
import { aiSdkImage } from './aiSdk/image.js';
import { aiSdkLanguage } from './aiSdk/language.js';
import type { AiSdkEmbeddingModel, AiSdkImageModel, AiSdkLanguageModel } from './aiSdk/model.js';
import type { AgentSettings, Ask, Provider } from './provider.js';

export type {
  AiSdkBytes,
  AiSdkCall,
  AiSdkEmbeddingModel,
  AiSdkEmbeddings,
  AiSdkHeaders,
  AiSdkImageCall,
  AiSdkImageModel,
  AiSdkImages,
  AiSdkLanguageModel,
  AiSdkMessage,
  AiSdkModel,
  AiSdkPart,
  AiSdkStream,
  AiSdkText,
  AiSdkTokens,
  AiSdkTool,
  AiSdkToolCall,
  AiSdkToolResult,
  AiSdkUsage,
} from './aiSdk/model.js';

/** How a model of the AI SDK is asked. */
export interface AiSdkOptions {
  /**
   * How many bytes an answer may have.
   *
   * @defaultValue `67_108_864` (64 MiB)
   */
  readonly maxBytes?: number;
}

/**
 * Makes a provider of a model of the [AI SDK](https://ai-sdk.dev): of any of its packages, in the versions 2, 3 and 4 of its
 * specification. A model that says something becomes the agents of types `text` and `vision`, one that makes numbers of
 * texts `embed`, and one that makes pictures `image`.
 *
 * Key, address and model are those of the package, so an agent that has the options `key`, `baseURL` or `model` is refused.
 * Its `params` are the options of the call, such as `{ temperature: 0.2, providerOptions: { openai: { … } } }`.
 *
 * @example
 * ```ts
 * import { createOpenAI } from '@ai-sdk/openai';
 * import { agent } from 'rivulet';
 * import { fromAiSdk } from 'rivulet/agents/ai-sdk';
 *
 * const openai = createOpenAI({ apiKey: 'a key' });
 *
 * const writer = agent({
 *   type: 'text',
 *   provider: fromAiSdk(openai('gpt-5-mini')),
 *   mission: 'write poems',
 * });
 * ```
 *
 * @throws `InvalidOptions` when this is no such model
 * @category providers
 */
export function fromAiSdk(
  model: AiSdkLanguageModel,
  options?: AiSdkOptions,
): Provider<'text' | 'vision'>;
/** Makes a provider of a model of the AI SDK that makes numbers of texts. */
export function fromAiSdk(model: AiSdkEmbeddingModel, options?: AiSdkOptions): Provider<'embed'>;
/** Makes a provider of a model of the AI SDK that makes pictures. */
export function fromAiSdk(model: AiSdkImageModel, options?: AiSdkOptions): Provider<'image'>;
export function fromAiSdk(
  model: AiSdkLanguageModel | AiSdkEmbeddingModel | AiSdkImageModel,
  { maxBytes = 67_108_864 }: AiSdkOptions = {},
): Provider<'text' | 'vision'> | Provider<'embed'> | Provider<'image'> {
  checkModel(model);
  const { provider: name, modelId } = model;
  const shared = {
    name,
    model: modelId,
    // The key is not shown, but the models of one package mostly have the same one.
    account: () => `ai-sdk ${name.split('.', 1).join('')}`,
    prepare: (settings: AgentSettings, task: string) => checkSettings(settings, name, task),
  };
  const asking =
    <Out>(ask: (settings: AgentSettings) => Ask<Out>) =>
    (settings: AgentSettings): Ask<Out> =>
    (question, occasion) =>
      defer(() => {
        checkSettings(settings, name);
        return ask(settings)(question, occasion);
      });

  if ('doStream' in model) {
    const speaks = asking(aiSdkLanguage(model, maxBytes));
    return { ...shared, tools: true, forms: true, agents: { text: speaks, vision: speaks } };
  }
  if ('doEmbed' in model) {
    return { ...shared, agents: { embed: asking(aiSdkEmbedding(model, maxBytes)) } };
  }
  return { ...shared, agents: { image: asking(aiSdkImage(model, maxBytes)) } };
}

const versions: readonly unknown[] = ['v2', 'v3', 'v4'];

// Those who do not compile may pass anything, such as the name of a model.
const checkModel = (model: unknown): void => {
  const read = (name: string): unknown =>
    typeof model === 'object' && model !== null ? Reflect.get(model, name) : undefined;
  const version = read('specificationVersion');
  const isAny = ['doStream', 'doEmbed'].some((name) => typeof read(name) === 'function');
  const isImage = typeof read('doGenerate') === 'function' && 'maxImagesPerCall' in Object(model);
  if (versions.includes(version) && (isAny || isImage)) return;
  throw new InvalidOptions(
    undefined,
    typeof version === 'string'
      ? `fromAiSdk: only language, embedding and image models of version v2, v3 or v4 can be asked, and this is none; its version is ${JSON.stringify(version)}.`
      : 'fromAiSdk: this is no model of the AI SDK. Pass a model, such as openai("gpt-5-mini") of @ai-sdk/openai.',
  );
};

const checkSettings = (
  { key, baseURL, model }: AgentSettings,
  provider: string,
  task?: string,
): void => {
  const options = { key, baseURL, model };
  const given = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (given === undefined) return;
  throw new InvalidOptions(
    task,
    `agent({ ${given} }): an agent of "${provider}" has no ${given} of its own, for its provider was made of a model of the AI SDK. ` +
      `Make that one with the ${given}, and leave it out here. Nothing was sent.`,
  );
};
