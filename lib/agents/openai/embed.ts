import { defer } from 'rxjs';
import { ProtocolError } from '../../core/providerErrors.js';
import type { Answer } from '../../flow/ports.js';
import type { Access } from '../access.js';
import type { OpenAIEmbeddings } from './client.js';
import { json, type Reach } from './reach.js';
import type { OpenAIServer } from './server.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Makes the numbers of a text. The mission is left out: it would move all texts towards each other. */
export const embed =
  ({ server, access, answers }: Reach) =>
  (settings: AgentSettings): Ask<readonly number[]> =>
  ({ text: input }) =>
    defer(() => {
      const reached = access(settings, 'embed', json);
      const { model } = reached;
      // Numbers as they are, for many servers know no other form.
      const request = { ...settings.params, model, input, encoding_format: 'float' as const };
      return answers(reached, async ({ embeddings }, options) => [
        numbersFrom(await embeddings.create(request, options), server, reached),
      ]);
    });

const numbersFrom = (
  { data, usage }: OpenAIEmbeddings,
  { name }: OpenAIServer,
  { facts }: Access,
): Answer<readonly number[]> => {
  const value: unknown = data?.[0]?.embedding;
  if (!isVector(value)) {
    throw new ProtocolError(name, 'there is no list of numbers in it', facts());
  }
  const { prompt_tokens: input } = usage ?? {};
  return { value, ...(input !== undefined && { usage: { input } }) };
};

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number');
