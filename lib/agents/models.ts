/**
 * The models that are asked when an agent names none. Vendors retire models every few months, so they stand
 * here and nowhere else.
 *
 * Checked on 2026-11-23. To check them again: the types `ChatModel` and `ImageModel` of the newest `openai`
 * package; https://ai.google.dev/gemini-api/docs/models; and
 * https://platform.stability.ai/docs/api-reference, where the models are the last part of the path.
 *
 * @module
 */

/** The models that are asked when an agent names none, by provider and type of agent. */
export const models = {
  openai: { text: 'gpt-5-mini', image: 'gpt-image-2' },
  gemini: { text: 'gemini-2.5-flash' },
  stability: { image: 'core' },
} as const;
