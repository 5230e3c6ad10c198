import type { Find } from './cutting.js';

/** Finds where the lines of a text end: before each line break, `\n` or `\r\n`. */
export const lineEnds: Find = (text, seen) => ({
  ends: Array.from(text.slice(seen).matchAll(/\r?\n/gu), ({ index, 0: { length } }) => ({
    end: seen + index,
    next: seen + index + length,
  })),
  seen: text.endsWith('\r') ? text.length - 1 : text.length,
});
