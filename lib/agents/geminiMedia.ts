/**
 * Pictures and sounds, as Gemini is given them.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import type { Audio, Image } from '../core/media.js';
import type { GeminiBytes } from './geminiWire.js';

/** A picture to look at. */
export const pictureIn = ({ mime, bytes }: Image): GeminiBytes => {
  const type = typeOf(mime);
  if (!seen.includes(type)) {
    throw new InvalidOptions(
      undefined,
      `"gemini" sees ${seen.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
    );
  }
  return bytesIn(type, bytes);
};

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
  'image/jpg': 'image/jpeg',
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
const toBase64 = (bytes: Uint8Array): string => {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(''));
};
