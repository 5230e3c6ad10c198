/**
 * The bytes of a picture: which kind it is, and whether it is all there.
 *
 * @module
 */

import type { Image } from '../core/media.js';

/** The picture of these bytes; `undefined` when a part of it is missing. */
export const pictureOf = (
  bytes: Uint8Array,
  mime = 'application/octet-stream',
): Image | undefined => {
  const kind = kinds.find(({ begins }) => begins(bytes));
  if (kind?.isWhole(bytes) === false || bytes.length === 0) return undefined;
  return { _tag: 'Image', mime: kind?.mime ?? mime, bytes };
};

/** The bytes of a text in base64; `undefined` when it is none. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
};

interface Kind {
  readonly mime: string;
  readonly begins: (bytes: Uint8Array) => boolean;
  readonly isWhole: (bytes: Uint8Array) => boolean;
}

const has =
  (text: string, at = 0) =>
  (bytes: Uint8Array): boolean =>
    Array.from(text).every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

const numbers = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const kinds: readonly Kind[] = [
  {
    mime: 'image/png',
    begins: has('\x89PNG\r\n\x1a\n'),
    isWhole: (bytes) => {
      const view = numbers(bytes);
      // A chunk is its length, its name, its data and a checksum.
      for (let at = 8; at + 12 <= bytes.length; at += view.getUint32(at) + 12) {
        if (has('IEND', at + 4)(bytes)) return true;
      }
      return false;
    },
  },
  {
    mime: 'image/jpeg',
    begins: has('\xff\xd8\xff'),
    isWhole: (bytes) =>
      bytes.slice(-64).some((_, at, end) => end[at] === 0xff && end[at + 1] === 0xd9),
  },
  {
    mime: 'image/webp',
    begins: (bytes) => has('RIFF')(bytes) && has('WEBP', 8)(bytes),
    isWhole: (bytes) => numbers(bytes).getUint32(4, true) + 8 <= bytes.length,
  },
];
