import type { Access } from '../access.js';
import type { GeminiAPI } from './api.js';
import type { GeminiClient, GeminiModel } from './client.js';

/** Gemini's API through the package `@google/generative-ai`. What that does wrong is done right here. */
export const geminiByGenerativeAI = (
  client: GeminiClient,
  { baseURL, wire }: Pick<Access, 'baseURL' | 'wire'>,
): GeminiAPI => {
  const calling = <A>(name: string, signal: AbortSignal, call: (model: GeminiModel) => A): A => {
    const model = client.getGenerativeModel({ model: name }, { baseUrl: baseURL });
    // The SDK would send it nevertheless.
    signal.throwIfAborted();
    return lending(wire.fetch, () => call(model));
  };
  return {
    stream: async (name, request, signal) => {
      const { stream, response } = await calling(name, signal, (model) =>
        model.generateContentStream(request, { signal }),
      );
      // Nobody else listens to it, and a rejection that nobody listens to ends the process.
      response.catch(() => undefined);
      return stream;
    },
    whole: async (name, request, signal) => {
      const { response } = await calling(name, signal, (model) =>
        model.generateContent(request, { signal }),
      );
      return response;
    },
    numbers: async (name, request, signal) => {
      const { embedding } = await calling(name, signal, (model) =>
        model.embedContent(request, { signal }),
      );
      return embedding?.values;
    },
  };
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
