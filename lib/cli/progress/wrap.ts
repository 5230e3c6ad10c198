/**
 * Texts on a terminal: how wide they are, and where their lines end.
 *
 * @module
 */

import stringWidth from 'string-width';
import { harmless, harmlessLine } from '../../terminal/harmless.js';

/** How many columns a line takes. */
export const widthOf = (line: string): number => stringWidth(line);

/** A text that a terminal shows and does not obey, without tabs and halves of letters. */
export const shown = (text: string): string => whole(harmless(text)).replaceAll('\t', '  ');

/** The same on one line. */
export const shownLine = (text: string): string => whole(harmlessLine(text)).replaceAll('\t', '  ');

/** Cuts a line that is too wide, and says so. */
export const cut = (line: string, width: number): string =>
  widthOf(line) <= width ? line : width < 1 ? '' : `${beginningOf(line, width - 1)}…`;

/** Fills a line up with spaces. */
export const pad = (line: string, width: number): string =>
  line + ' '.repeat(Math.max(0, width - widthOf(line)));

/** The lines of a text, ended between words where possible. */
export const wrap = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap((line) => wrapLine(line, Math.max(2, width)));

/**
 * The last lines of a text that grows, at most `count`. However long the text is, only its end is looked at, and where that
 * begins stays for a while, so that the lines do not break elsewhere with each letter that comes.
 */
export const tailOf = (text: string, width: number, count: number): readonly string[] => {
  const far = Math.floor((text.length - Math.max(2, width) * count) / step) * step;
  const lines = wrap(shown(text.slice(Math.max(0, far))).trimEnd(), width);
  return lines.slice(Math.max(0, lines.length - count)).map((line) => line.trimEnd());
};

const step = 1024;

const wrapLine = (line: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let last = '';
  let used = 0;
  const add = (part: string, size: number): void => {
    last += part;
    used += size;
  };
  const end = (): void => {
    lines.push(last.trimEnd());
    [last, used] = ['', 0];
  };
  for (const word of line.match(/\s+|\S+/gu) ?? []) {
    const letters = lettersOf(word);
    const size = letters.reduce((sum, letter) => sum + widthOfLetter(letter), 0);
    // Spaces may hang over: they are not seen at the end of a line, and belong not to the next one.
    if (word.trim() === '' || used + size <= width) {
      add(word, size);
      continue;
    }
    if (last.trim() !== '') end();
    if (used + size <= width) {
      add(word, size);
      continue;
    }
    for (const letter of letters) {
      const wide = widthOfLetter(letter);
      if (used > 0 && used + wide > width) end();
      add(letter, wide);
    }
  }
  return [...lines, last.trimEnd()];
};

const beginningOf = (line: string, width: number): string => {
  let kept = '';
  let used = 0;
  for (const letter of lettersOf(line)) {
    used += widthOfLetter(letter);
    if (used > width) break;
    kept += letter;
  }
  return kept;
};

const segmenter = new Intl.Segmenter();

/** What a reader takes for letters, such as flags and letters with accents. */
const lettersOf = (text: string): readonly string[] =>
  /^[\u0020-\u007e]*$/u.test(text)
    ? text.split('')
    : Array.from(segmenter.segment(text), ({ segment }) => segment);

/** To find the width of a letter takes long, and texts are made of the same ones again and again. */
const widthOfLetter = (letter: string): number => {
  const known = widths.get(letter);
  if (known !== undefined) return known;
  const width = widthOf(letter);
  if (widths.size >= 10_000) widths.clear();
  widths.set(letter, width);
  return width;
};

const widths = new Map<string, number>();

/** A half of a letter takes no column by the rules, and one on the screen. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');
