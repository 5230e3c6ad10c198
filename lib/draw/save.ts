/**
 * Pictures as files.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import { pngOf } from './png.js';
import type { Size } from './lines.js';

/** Writes the text of an SVG file, which shows a picture of that size, to a file. */
export type Save = (svg: string, size: Size) => Promise<void>;

/** How a file is written, by its ending. It throws when there is no way to. */
export const saveTo = (file: string): Save => {
  const ending = /\.[^./\\]*$/u.exec(file)?.[0].toLowerCase();
  if (ending !== '.svg' && ending !== '.png') {
    throw new InvalidOptions(
      undefined,
      `A picture is written to a file that ends in .svg or .png, not to ${JSON.stringify(file)}.`,
    );
  }
  return async (svg, size) => {
    await write(file, ending === '.svg' ? svg : await pngOf(svg, size));
  };
};

/** Writes a file, in a folder that is made for it. */
export const write = async (file: string, content: string | Uint8Array): Promise<void> => {
  const files = await import('node:fs/promises');
  const path = await import('node:path');
  await files.mkdir(path.dirname(file), { recursive: true });
  await files.writeFile(file, content);
};
