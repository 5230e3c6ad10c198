/**
 * The image models of OpenAI: they make a picture of a text, or of a text and other pictures.
 *
 * @module
 */

import { defer } from 'rxjs';
import type { Image } from '../../core/media.js';
import { ProtocolError, StreamTruncated } from '../../core/providerErrors.js';
import type { Answer } from '../../flow/ports.js';
import type { Access } from '../access.js';
import type { OpenAIImageEvent, OpenAIImages } from './client.js';
import { pictureType } from '../pictureType.js';
import { events, json, type Reach } from './reach.js';
import type { OpenAIServer } from './server.js';
import { tokens } from './tokens.js';
import { fromBase64, pictureOf } from '../picture.js';
import type { AgentSettings, Ask } from '../provider.js';

/**
 * Makes a picture. It grows where that is asked for.
 *
 *     params: { partial_images: 2 }   --a--b--(c|)      each is a picture, and c is the whole one
 */
export const image =
  ({ server, access, answers }: Reach) =>
  (settings: AgentSettings): Ask<Image> =>
  (question) =>
    defer(() => {
      const files = question.images.map((each, at) => fileOf(each, at, server));
      const { mission, params } = settings;
      const { stream = false, partial_images: partials } = params;
      const isGrowing = stream === true || typeof partials === 'number';
      const reached = access(settings, 'image', isGrowing ? events : json);
      const prompt = [mission, question.text].filter((part) => part !== '').join('\n\n');
      const request = {
        ...params,
        model: reached.model,
        prompt,
        ...(isGrowing && { stream: true as const }),
      };
      return answers(reached, async ({ images }, options) => {
        const [first] = files;
        const made =
          first === undefined
            ? await images.generate(request, options)
            : await images.edit({ ...request, image: files.length === 1 ? first : files }, options);
        return Symbol.asyncIterator in made
          ? growingPicture(made, server, reached)
          : [pictureFrom(made, server, reached)];
      });
    });

/** A picture as a file, whose ending tells servers what is in it. */
const fileOf = (given: Image, at: number, { name }: OpenAIServer): File => {
  const type = pictureType(given, changed, `"${name}" makes a picture of`);
  const ending = type.slice('image/'.length);
  return new File([given.bytes.slice()], `image-${String(at + 1)}.${ending}`, { type });
};

const changed: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

const pictureFrom = (
  { data, usage = {} }: OpenAIImages,
  server: OpenAIServer,
  access: Access,
): Answer<Image> => ({
  value: wholeOf(data?.[0]?.b64_json, server, access),
  usage: tokens(usage),
});

async function* growingPicture(
  made: AsyncIterable<OpenAIImageEvent>,
  server: OpenAIServer,
  access: Access,
): AsyncIterable<Answer<Image>> {
  for await (const { type = '', b64_json: text, usage } of made) {
    if (type.endsWith('.completed')) {
      yield { value: wholeOf(text, server, access), usage: tokens(usage ?? {}) };
      return;
    }
    // What is on its way only may be broken.
    const value = type.endsWith('.partial_image') ? pictureIn(text) : undefined;
    if (value !== undefined) yield { value };
  }
  throw new StreamTruncated(server.name, access.facts());
}

const wholeOf = (text: string | undefined, { name }: OpenAIServer, { facts }: Access): Image => {
  const value = pictureIn(text);
  if (value !== undefined) return value;
  throw new ProtocolError(name, 'there is no whole picture in it', facts());
};

const pictureIn = (text: string | undefined): Image | undefined => {
  const bytes = text === undefined ? undefined : fromBase64(text);
  return bytes === undefined ? undefined : pictureOf(bytes);
};
