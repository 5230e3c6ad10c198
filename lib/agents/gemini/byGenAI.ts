import type { GeminiAPI } from './api.js';
import type { GeminiChunk } from './wire.js';
import type { GenAIClient, GenAIConfig } from './genaiClient.js';

/** Gemini's API through the package `@google/genai`. What that would do besides is left out here. */
export const geminiByGenAI = ({ models }: GenAIClient): GeminiAPI => ({
  stream: async (model, request, signal) => {
    const { contents } = request;
    const config = { ...configOf(request, signal), automaticContinuation: false as const };
    return plainly(await plain(() => models.generateContentStream({ model, contents, config })));
  },
  whole: async (model, request, signal) => {
    const { contents } = request;
    const config = { ...configOf(request, signal), automaticContinuation: false as const };
    return plain(() => models.generateContent({ model, contents, config }));
  },
  numbers: async (model, { content, ...rest }, signal) => {
    // It asks for the numbers of many texts at once, here of one.
    const requests = [{ ...rest, model: pathOf(model), content }];
    const config = configOf({ requests }, signal);
    const { embeddings } = await plain(() =>
      models.embedContent({ model, contents: [content], config }),
    );
    return embeddings?.[0]?.values;
  },
});

const configOf = (request: object, signal: AbortSignal): GenAIConfig => {
  signal.throwIfAborted();
  return { abortSignal: signal, httpOptions: { extraBody: { ...request } } };
};

const pathOf = (model: string): string => (model.includes('/') ? model : `models/${model}`);

async function* plainly(chunks: AsyncIterable<GeminiChunk>): AsyncIterable<GeminiChunk> {
  try {
    yield* chunks;
  } catch (error) {
    throw plainError(error);
  }
}

const plain = async <A>(ask: () => PromiseLike<A>): Promise<A> => {
  try {
    return await ask();
  } catch (error) {
    throw plainError(error);
  }
};

/** What the API said is in the message of the SDK's error, as JSON; here it is a member. */
const plainError = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('status' in error)) return error;
  const { message, status } = error;
  try {
    const said: unknown = JSON.parse(message.slice(Math.max(0, message.indexOf('{'))));
    return Object.assign(new Error('The API refused.'), { status, error: said });
  } catch {
    return error;
  }
};
