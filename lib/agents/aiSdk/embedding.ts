import { catchError, defer, throwError } from 'rxjs';
import { ProtocolError } from '../../core/providerErrors.js';
import { fromAbortable } from '../../internal/fromAbortable.js';
import { aiSdkRequest } from './failure.js';
import type { AiSdkEmbeddingModel } from './model.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Asks a model that makes numbers of a text. The mission is left out: it would move all texts towards each other. */
export const aiSdkEmbedding =
  (model: AiSdkEmbeddingModel, maxBytes: number) =>
  ({ params }: AgentSettings): Ask<readonly number[]> =>
  ({ text }) =>
    defer(() => {
      const request = aiSdkRequest(model, maxBytes);
      return fromAbortable(async (abortSignal) => {
        const made = await model.doEmbed({ ...params, values: [text], abortSignal });
        request.answered(made.response?.headers);
        const value = made.embeddings[0];
        if (value === undefined || value.length === 0) {
          throw new ProtocolError(
            model.provider,
            'there is no list of numbers in it',
            request.facts(),
          );
        }
        return [
          { value, ...(made.usage !== undefined && { usage: { input: made.usage.tokens } }) },
        ];
      }).pipe(catchError((error: unknown) => throwError(() => request.explain(error, ''))));
    });
