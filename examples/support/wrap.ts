/**
 * Texts on a terminal: how wide they are, and where their lines end.
 *
 * @module
 */

/** A text without what would steer a terminal. */
export const plain = (text: string): string =>
  text.replaceAll('\t', '  ').replace(/[^\P{Cc}\n]/gu, '');

/** How many columns a text takes. */
export const widthOf = (text: string): number =>
  isNarrow(text) ? text.length : sum(letters(text).map(widthOfLetter));

/** Cuts a line that is too wide, and says so. */
export const cut = (line: string, width: number): string =>
  widthOf(line) <= width ? line : `${beginningOf(line, width - 1)}…`;

/** Fills a text up with spaces. */
export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/**
 * The lines of a text, ended between words where possible. When it grows, all but the last line stay: wrapping
 * the last one again together with what has been added gives the rest.
 */
export const wrap = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap((line) => wrapLine(line, Math.max(2, width)));

const wrapLine = (line: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let last = '';
  for (const word of line.match(/\s+|\S+/gu) ?? []) {
    const isSpace = word.trim() === '';
    if (isSpace || widthOf(last) + widthOf(word) <= width) {
      last += word;
      continue;
    }
    if (last.trim() !== '') {
      lines.push(last.trimEnd());
      last = '';
    }
    for (const letter of widthOf(last) + widthOf(word) <= width ? [word] : letters(word)) {
      if (widthOf(last) + widthOf(letter) > width) {
        lines.push(last);
        last = '';
      }
      last += letter;
    }
  }
  return [...lines, last];
};

const beginningOf = (line: string, width: number): string => {
  let kept = '';
  let used = 0;
  for (const letter of letters(line)) {
    used += widthOfLetter(letter);
    if (used > width) break;
    kept += letter;
  }
  return kept;
};

const segmenter = new Intl.Segmenter();

/** What a reader takes for letters, such as flags and letters with accents. */
const letters = (text: string): readonly string[] =>
  isNarrow(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment);

const isNarrow = (text: string): boolean => /^[\n\u0020-\u007e]*$/u.test(text);

const widthOfLetter = (letter: string): number => (wide.test(letter) ? 2 : 1);

// Rather too many than too few: a line that is wider than was thought breaks the picture.
const wide =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u{fe0f}\u{2e80}-\u{303e}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}]/u;

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** A length of time. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
