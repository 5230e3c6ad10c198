/**
 * The models that are asked when an agent names none. Vendors retire models every few months, so they stand
 * here and nowhere else.
 *
 * Checked on 2026-11-23, and those of OpenAI and Gemini on 2026-11-25. To check them again: the types `ChatModel`,
 * `ImageModel`, `SpeechModel`, `AudioModel` and `EmbeddingModel` of the newest `openai` package;
 * https://ai.google.dev/gemini-api/docs/models; the type `Model` of the newest `@anthropic-ai/sdk` package; and
 * https://platform.stability.ai/docs/api-reference, where the models are the last part of the path.
 *
 * @module
 */

/** The models that are asked when an agent names none, by provider and type of agent. */
export const models = {
  openai: {
    text: 'gpt-5-mini',
    image: 'gpt-image-2',
    vision: 'gpt-5-mini',
    speech: 'gpt-4o-mini-tts',
    recognition: 'gpt-4o-mini-transcribe',
    embed: 'text-embedding-3-small',
  },
  gemini: {
    text: 'gemini-3.8-flash',
    image: 'gemini-3.1-flash-image',
    vision: 'gemini-3.8-flash',
    speech: 'gemini-3.8-flash-lite-tts',
    recognition: 'gemini-3.8-flash',
    embed: 'gemini-embedding-2',
  },
  anthropic: { text: 'claude-haiku-5-5', vision: 'claude-haiku-5-5' },
  // The first makes no picture from another one.
  stability: { image: 'core', fromImage: 'sd3.5-large' },
} as const;

/** A model that a server may have of which nothing is asked by default, for messages. */
export const examples = {
  ollama: 'qwen3:8b',
  vllm: 'Qwen/Qwen3-8B',
  llamacpp: 'ggml-org/gemma-3-4b-it-GGUF',
  lmstudio: 'openai/gpt-oss-20b',
  deepseek: 'deepseek-v4-flash',
  nvidia: 'meta/llama-3.3-70b-instruct',
  mistral: 'mistral-small-latest',
  groq: 'openai/gpt-oss-20b',
  openrouter: 'openai/gpt-5-mini',
  together: 'openai/gpt-oss-20b',
  xai: 'grok-4.20-reasoning',
} as const;

/** The voices that speak when an agent names none (`params: { voice }`), by provider. */
export const voices = { openai: 'alloy', gemini: 'Kore' } as const;

/** How many tokens an answer may have when an agent does not say it (`params: { max_tokens }`), where it has to be said. */
export const maxTokens = { anthropic: 16_384 } as const;

/** The model that is asked when an agent names none, where there is one. */
export const defaultModel = (provider: string, type: string): string | undefined => {
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = models;
  return Object.hasOwn(table, provider) ? table[provider]?.[type] : undefined;
};
