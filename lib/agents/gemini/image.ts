import { defer } from 'rxjs';
import type { Image } from '../../core/media.js';
import { generationConfig } from './body.js';
import { pictureIn } from './media.js';
import { json, type Reach } from './reach.js';
import { geminiWhole } from './whole.js';
import { models } from '../models.js';
import { pictureOf } from '../picture.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Makes a picture, of words or of other pictures too. The mission goes before the words. */
export const image =
  ({ access, whole }: Reach) =>
  (settings: AgentSettings): Ask<Image> =>
  ({ text, images }) =>
    defer(() => {
      const { mission, params } = settings;
      const told = [mission, text].filter((part) => part !== '').join('\n\n');
      const contents = [{ role: 'user', parts: [...images.map(pictureIn), { text: told }] }];
      const config = { responseModalities: ['IMAGE'], ...generationConfig(params) };
      const request = { ...params, generationConfig: config, contents };
      const reached = access(settings, models.gemini.image, json);
      return whole(reached, async (api, signal) =>
        geminiWhole(
          await api.whole(reached.model, request, signal),
          reached,
          'whole picture',
          ([first]) => (first === undefined ? undefined : pictureOf(first.bytes, first.mime)),
        ),
      );
    });
