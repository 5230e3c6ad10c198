import { InvalidOptions } from '../core/errors.js';
import type { Image } from '../core/media.js';
import type { AnthropicPart, AnthropicPicture } from './anthropicClient.js';

/** A picture, as the vendor is shown it. */
export const pictureOf = ({ mime, bytes }: Image): AnthropicPart => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const kind = named === 'image/jpg' ? 'image/jpeg' : seen.find((each) => each === named);
  if (kind === undefined) {
    throw new InvalidOptions(
      undefined,
      `"anthropic" sees ${seen.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
    );
  }
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  const data = btoa(letters.join(''));
  return { type: 'image', source: { type: 'base64', media_type: kind, data } };
};

const seen: readonly AnthropicPicture[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
