import type { GeminiChunk, GeminiRequest, GeminiTextRequest } from './wire.js';

/**
 * The requests that the agents of Gemini make, whichever package makes them. Each is one request on the wire, or none where
 * the signal is aborted already.
 */
export interface GeminiAPI {
  /** An answer piece by piece. */
  readonly stream: (
    model: string,
    request: GeminiRequest,
    signal: AbortSignal,
  ) => Promise<AsyncIterable<GeminiChunk>>;
  /** An answer at once. */
  readonly whole: (
    model: string,
    request: GeminiRequest,
    signal: AbortSignal,
  ) => Promise<GeminiChunk>;
  /** What should be the numbers of a text. */
  readonly numbers: (
    model: string,
    request: GeminiTextRequest,
    signal: AbortSignal,
  ) => Promise<unknown>;
}
