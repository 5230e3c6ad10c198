/**
 * Lines of a terminal as plain data, in pieces with a style each.
 *
 * @module
 */

import { styleText } from 'node:util';

/** How a piece of a line looks. */
export type Style = 'gray' | 'cyan' | 'green' | 'yellow' | 'red' | 'bold';

/** A line, from left to right. */
export type Line = readonly {
  readonly text: string;
  readonly style?: Style;
}[];

/** A line as it is written, with colours or without. */
export const painted = (line: Line, color: boolean): string =>
  line
    .map(({ text, style }) =>
      // The stream that Node would look at is not the one that is written to.
      style !== undefined && color ? styleText(style, text, { validateStream: false }) : text,
    )
    .join('');
