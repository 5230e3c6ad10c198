/**
 * Pictures on their way to a model.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import type { Image } from '../core/media.js';

/** The type of a picture as a server knows it. */
export const pictureType = ({ mime }: Image, known: readonly string[], takes: string): string => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const type = named === 'image/jpg' ? 'image/jpeg' : named;
  if (known.includes(type)) return type;
  throw new InvalidOptions(
    undefined,
    `${takes} ${known.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
  );
};

/** The bytes of a picture as a text. */
export const toBase64 = ({ bytes }: Image): string => {
  let letters = '';
  // One argument for each byte is more than an engine takes.
  for (let at = 0; at < bytes.length; at += 8192) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(letters);
};
