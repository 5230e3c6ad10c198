import type { Image } from '../../core/media.js';
import { toBase64 } from '../../internal/toBase64.js';
import { pictureType } from '../pictureType.js';
import type { AnthropicPart, AnthropicPicture } from './client.js';

/** A picture, as the vendor is shown it. */
export const pictureOf = (image: Image): AnthropicPart => ({
  type: 'image',
  source: {
    type: 'base64',
    media_type: pictureType(image, seen, '"anthropic" sees'),
    data: toBase64(image.bytes),
  },
});

const seen: readonly AnthropicPicture[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
