/**
 * The keys by which a route leads along a path: a label on it, and words.
 *
 * @module
 */

import { or } from './phrases.js';
import type { Size } from './lines.js';
import { letters, onOneLine, shorten, widthOf } from './text.js';

/** A label with keys, and its size. */
export interface WayLabel extends Size {
  /** The keys as they are written. */
  readonly text: string;
  /** All of them in a sentence. */
  readonly told: string;
}

/** The label of a path along a route. */
export const wayLabelOf = (ways: readonly string[], room: number = widest): WayLabel => {
  const text = shortened(ways.map(keyOf), room);
  const width = Math.max(30, Math.ceil(widthOf(text, letters.small, 'regular')) + 16);
  return { text, told: byWays(ways), width, height: 18 };
};

/** The keys in a sentence. */
export const byWays = (ways: readonly string[]): string => `by ${or(ways.map(keyOf))}`;

/** As many keys as there is room for. */
const shortened = (keys: readonly string[], room: number): string => {
  const fits = (text: string): boolean => widthOf(text, letters.small, 'regular') <= room;
  const all = keys.join(', ');
  if (fits(all)) return all;
  let some = '';
  for (const key of keys) {
    const more = `${some}${key}, `;
    if (!fits(`${more}…`)) break;
    some = more;
  }
  return some === '' ? shorten(all, letters.small, 'regular', room) : `${some}…`;
};

const widest = 140;

/** A key that is blank would not be seen. */
const keyOf = (key: string): string => {
  const line = onOneLine(key);
  return line === '' ? '""' : line;
};
