/**
 * The models that are asked when an agent names none. Vendors retire models every few months, so they stand
 * here and nowhere else.
 *
 * Checked on 2026-11-23, and those of OpenAI on 2026-11-25. To check them again: the types `ChatModel`,
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
  gemini: { text: 'gemini-2.5-flash' },
  anthropic: { text: 'claude-haiku-5-5', vision: 'claude-haiku-5-5' },
  stability: { image: 'core' },
} as const;

/** The voices that speak when an agent names none (`params: { voice }`), by provider. */
export const voices = { openai: 'alloy' } as const;

/** How many tokens an answer may have when an agent does not say it (`params: { max_tokens }`), where it has to be said. */
export const maxTokens = { anthropic: 16_384 } as const;
