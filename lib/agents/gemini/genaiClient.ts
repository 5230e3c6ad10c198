/**
 * The client of the package `@google/genai`.
 *
 * @module
 */

import type { GeminiChunk, GeminiContent } from './wire.js';

/** What is used of the `@google/genai` package. A real client fits, and so does a script. */
export interface GenAIClient {
  readonly models: {
    /** Starts one streamed answer. */
    readonly generateContentStream: (
      request: GenAIRequest,
    ) => PromiseLike<AsyncIterable<GeminiChunk>>;
    /** Makes one answer at once. */
    readonly generateContent: (request: GenAIRequest) => PromiseLike<GeminiChunk>;
    /** Makes the numbers of a text. */
    readonly embedContent: (request: GenAITextRequest) => PromiseLike<GenAINumbers>;
  };
}

/** What is asked. */
export interface GenAIRequest {
  readonly model: string;
  readonly contents: GeminiContent[];
  readonly config: GenAIConfig & {
    /** Otherwise the client makes more requests by itself when an answer is too long for one. */
    readonly automaticContinuation: false;
  };
}

/** A text to make numbers of. */
export interface GenAITextRequest {
  readonly model: string;
  readonly contents: GeminiContent[];
  readonly config: GenAIConfig;
}

/** How one request is made. */
export interface GenAIConfig {
  readonly abortSignal: AbortSignal;
  readonly httpOptions: {
    /** What is asked, in the words of the API. It takes the place of whatever the client would send. */
    readonly extraBody: Record<string, unknown>;
  };
}

/** The numbers of texts. */
export interface GenAINumbers {
  readonly embeddings?: readonly { readonly values?: unknown }[];
}
