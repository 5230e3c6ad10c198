/**
 * What a flow can be drawn as, and how the files of that end.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import { or } from './phrases.js';

/**
 * What a flow is drawn as: a picture (`svg`), the languages of two programs that make pictures (`mermaid`, `dot`), or
 * boxes made of letters (`text`; `ascii` where lines are made of `+`, `-` and `|`).
 */
export type DrawFormat = keyof typeof endings;

const endings = {
  svg: ['.svg', '.png'],
  mermaid: ['.mmd', '.mermaid'],
  dot: ['.dot', '.gv'],
  text: ['.txt'],
  ascii: ['.txt'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * The format that is asked for; where none is, that of the file.
 *
 * @throws InvalidOptions when there is no such format, or it is not that of the file
 */
export const formatOf = (format: DrawFormat | undefined, file: string | undefined): DrawFormat => {
  if (format !== undefined && !formats.includes(format)) {
    const known = or(formats.map((one) => JSON.stringify(one)));
    throw new InvalidOptions(
      undefined,
      `A flow is drawn as ${known}, not as ${JSON.stringify(format)}.`,
    );
  }
  if (file === undefined) return format ?? 'svg';
  const ending = /\.[^./\\]*$/u.exec(file)?.[0].toLowerCase();
  const some = format === undefined ? formats : [format];
  const found = some.find((one) => endings[one].some((each) => each === ending));
  if (found !== undefined) return found;
  const what = format === undefined ? '' : ` as ${JSON.stringify(format)}`;
  const ends = or([...new Set(some.flatMap((one) => endings[one]))]);
  throw new InvalidOptions(
    undefined,
    `A flow is drawn${what} to a file that ends in ${ends}, not to ${JSON.stringify(file)}.`,
  );
};

/** All of them. */
export const formats: readonly DrawFormat[] = ['svg', 'mermaid', 'dot', 'text', 'ascii'];
