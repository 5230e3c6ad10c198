/**
 * The form that is sent.
 *
 * @module
 */

import { InvalidOptions } from '../../core/errors.js';
import type { Image } from '../../core/media.js';

/** The fields of a form; bytes are sent as a file. */
export const formOf = (fields: Readonly<Record<string, unknown>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.set(name, value);
    else if (value !== undefined)
      form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return form;
};

/** The fields for the picture that another one is made from. */
export const givenFields = (
  images: readonly Image[],
  model: string,
): Readonly<Record<string, unknown>> => {
  const [image, ...others] = images;
  if (image === undefined) return {};
  if (model === 'core') {
    throw refused(
      'makes no picture from another one with the model "core". Use "ultra" or "sd3.5-large".',
    );
  }
  if (others.length > 0) {
    throw refused(`makes a picture from one picture, not from ${String(images.length)}.`);
  }
  return {
    ...(model !== 'ultra' && { mode: 'image-to-image' }),
    image: new Blob([new Uint8Array(image.bytes)], { type: kindOf(image) }),
    strength: usualStrength,
  };
};

const kindOf = ({ mime }: Image): string => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const kind = named === 'image/jpg' ? 'image/jpeg' : named;
  if (!seen.includes(kind)) {
    throw refused(`reads ${seen.join(', ')}, and no "${mime}". Convert the picture first.`);
  }
  return kind;
};

const refused = (why: string): InvalidOptions =>
  new InvalidOptions(undefined, `"stability" ${why} Nothing was sent.`);

const seen: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];

// It has to be said, and there is none that the vendor takes by itself.
const usualStrength = 0.7;
