import { InvalidOptions } from '../core/errors.js';
import type { Image } from '../core/media.js';

/** The type of a picture as a vendor knows it, or an error that says which ones that takes. */
export const pictureType = <Type extends string>(
  { mime }: Image,
  known: readonly Type[],
  takes: string,
): Type => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const type = named === 'image/jpg' ? 'image/jpeg' : named;
  const found = known.find((each) => each === type);
  if (found !== undefined) return found;
  throw new InvalidOptions(
    undefined,
    `${takes} ${known.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
  );
};
