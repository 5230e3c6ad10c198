import { defer } from 'rxjs';
import type { Image } from '../core/media.js';
import { ProtocolError } from '../core/providerErrors.js';
import type { Answer } from '../flow/ports.js';
import type { Access } from './access.js';
import { models } from './models.js';
import type { OpenAIImages } from './openaiClient.js';
import { json, vendor, type Reach } from './openaiReach.js';
import { tokens } from './openaiTokens.js';
import { fromBase64, pictureOf } from './picture.js';
import type { AgentSettings, Ask } from './provider.js';

/** Makes a picture. */
export const image =
  ({ access, whole }: Reach) =>
  (settings: AgentSettings): Ask<Image> =>
  (question) =>
    defer(() => {
      const reached = access(settings, models.openai.image, json);
      const { mission, params } = settings;
      const prompt = [mission, question.text].filter((part) => part !== '').join('\n\n');
      return whole(reached, async ({ images }, options) =>
        pictureFrom(
          await images.generate({ ...params, model: reached.model, prompt }, options),
          reached,
        ),
      );
    });

const pictureFrom = ({ data, usage = {} }: OpenAIImages, { facts }: Access): Answer<Image> => {
  const text = data?.[0]?.b64_json;
  const bytes = text === undefined ? undefined : fromBase64(text);
  const value = bytes === undefined ? undefined : pictureOf(bytes);
  if (value === undefined) {
    throw new ProtocolError(vendor.name, 'there is no whole picture in it', facts());
  }
  return { value, usage: tokens(usage) };
};
