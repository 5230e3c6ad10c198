/**
 * The client of the package `@google/generative-ai`.
 *
 * @module
 */

import type { GeminiChunk, GeminiRequest, GeminiTextRequest } from './wire.js';

/** What is used of the `@google/generative-ai` package. A real client fits, and so does a script. */
export interface GeminiClient {
  /** A model to ask. */
  readonly getGenerativeModel: (
    settings: { readonly model: string },
    options: { readonly baseUrl?: string },
  ) => GeminiModel;
}

/** A model to ask. */
export interface GeminiModel {
  /** Starts one streamed answer. */
  readonly generateContentStream: (
    request: GeminiRequest,
    options: GeminiCallOptions,
  ) => PromiseLike<GeminiStream>;
  /** Makes one answer at once. */
  readonly generateContent: (
    request: GeminiRequest,
    options: GeminiCallOptions,
  ) => PromiseLike<{ readonly response: GeminiChunk }>;
  /** Makes the numbers of a text. */
  readonly embedContent: (
    request: GeminiTextRequest,
    options: GeminiCallOptions,
  ) => PromiseLike<{ readonly embedding?: { readonly values?: unknown } }>;
}

/** How one request is made. */
export interface GeminiCallOptions {
  readonly signal: AbortSignal;
}

/** A streamed answer. */
export interface GeminiStream {
  readonly stream: AsyncIterable<GeminiChunk>;
  /** All of it, later on. It is not used, but it can fail. */
  readonly response: Promise<unknown>;
}
