import { defer } from 'rxjs';
import { ProtocolError } from '../../core/providerErrors.js';
import { json, vendor, type Reach } from './reach.js';
import { models } from '../models.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Makes the numbers of a text. The mission is left out: it would move all texts towards each other. */
export const embed =
  ({ access, whole }: Reach) =>
  (settings: AgentSettings): Ask<readonly number[]> =>
  ({ text }) =>
    defer(() => {
      const reached = access(settings, models.gemini.embed, json);
      const request = { ...settings.params, content: { role: 'user', parts: [{ text }] } };
      return whole(reached, async (api, signal) => {
        const value = await api.numbers(reached.model, request, signal);
        if (isVector(value)) return { value };
        throw new ProtocolError(vendor.name, 'there is no list of numbers in it', reached.facts());
      });
    });

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number');
