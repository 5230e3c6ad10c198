import { defer } from 'rxjs';
import { fromAbortable } from '../../internal/fromAbortable.js';
import { aiSdkRequest } from './failure.js';
import type { AiSdkLanguageModel, AiSdkPart, AiSdkStream } from './model.js';
import { aiSdkPieces } from './pieces.js';
import { callOf } from './prompt.js';
import type { Question } from '../../flow/ports.js';
import { growing } from '../growing.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Asks a model that says something. */
export const aiSdkLanguage =
  (model: AiSdkLanguageModel, maxBytes: number) =>
  (settings: AgentSettings): Ask<string> =>
  (question) =>
    defer(() => {
      const request = aiSdkRequest(model, maxBytes);
      return fromAbortable(async (signal) => {
        const { stream, response } = await streamed(model, question, settings, signal);
        const parts = partsOf(stream, signal);
        try {
          request.answered(response?.headers);
        } catch (error) {
          await stream.cancel();
          throw error;
        }
        return aiSdkPieces(parts, model.provider, maxBytes);
      }).pipe(growing(model.provider, request));
    });

const streamed = (
  model: AiSdkLanguageModel,
  question: Question,
  settings: AgentSettings,
  abortSignal: AbortSignal,
): PromiseLike<AiSdkStream> => {
  const { provider } = model;
  if (model.specificationVersion !== 'v4') {
    return model.doStream({ ...callOf(question, settings, provider, (data) => data), abortSignal });
  }
  const tagged = (data: Uint8Array) => ({ type: 'data' as const, data });
  return model.doStream({ ...callOf(question, settings, provider, tagged), abortSignal });
};

/** The parts of a stream, which is let go of when nobody listens, even when its model does not look at the signal. */
async function* partsOf(
  stream: ReadableStream<AiSdkPart>,
  signal: AbortSignal,
): AsyncIterable<AiSdkPart> {
  const reader = stream.getReader();
  // It may have failed already, and says so to those who read.
  const leave = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', leave, { once: true });
  try {
    if (signal.aborted) return;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
}
