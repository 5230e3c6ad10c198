/**
 * Pictures and sounds, as Gemini is given them.
 *
 * @module
 */

import type { Audio, Image } from '../../core/media.js';
import { toBase64 } from '../../internal/toBase64.js';
import { pictureType } from '../pictureType.js';
import type { GeminiBytes } from './wire.js';

/** A picture to look at. */
export const pictureIn = (image: Image): GeminiBytes =>
  bytesIn(pictureType(image, seen, '"gemini" sees'), image.bytes);

/** A sound to listen to. */
export const soundIn = ({ mime, bytes }: Audio): GeminiBytes => bytesIn(typeOf(mime), bytes);

const bytesIn = (mimeType: string, bytes: Uint8Array): GeminiBytes => ({
  inlineData: { mimeType, data: toBase64(bytes) },
});

const typeOf = (mime: string): string => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  return names[named] ?? named;
};

/** Other names of the types that the API knows. */
const names: Readonly<Record<string, string>> = {
  'audio/mpeg': 'audio/mp3',
  'audio/vnd.wave': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-aiff': 'audio/aiff',
  'audio/x-flac': 'audio/flac',
  'audio/x-wav': 'audio/wav',
};

const seen: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/heic',
  'image/heif',
];

// One argument for each byte is more than an engine takes.
