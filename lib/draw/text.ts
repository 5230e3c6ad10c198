/**
 * Names as they can stand in a picture: legal in XML, on one line, and not too wide.
 *
 * @module
 */

/** The weight of a text: names are bold, everything else is not. */
export type Weight = 'bold' | 'regular';

/** The sizes of letters. */
export const letters = { title: 20, name: 13, small: 11, mark: 10 } as const;

/** Replaces what XML cannot hold, such as control characters and halves of surrogate pairs. */
export const legal = (text: string): string => text.replace(forbidden, '\uFFFD');

/** The same on one line. */
export const onOneLine = (text: string): string => legal(text).replace(/\s+/gu, ' ').trim();

/**
 * Replaces what has no look of its own, in a text on one line: what moves the cursor of a terminal or turns the
 * direction of letters. What joins the parts of one character stays.
 */
export const visible = (text: string): string => text.replace(unseen, '\uFFFD');

/**
 * How wide a text is at most, in pixels. It is measured by the widest of the fonts that may show it, so
 * that it fits with the others too.
 */
export const widthOf = (text: string, size: number, weight: Weight): number => {
  let width = 0;
  for (const [cluster] of text.matchAll(clusters)) width += emsOf(cluster);
  return width * size * thickness[weight];
};

/** Cuts a text that is too wide, between two characters as people see them, and says so by `…`. */
export const shorten = (text: string, size: number, weight: Weight, widest: number): string => {
  const room = widest / (size * thickness[weight]);
  let width = 0;
  let kept = 0;
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    width += emsOf(cluster);
    if (width > room) return `${text.slice(0, kept).trimEnd()}…`;
    if (width + ellipsis <= room) kept = index + cluster.length;
  }
  return text;
};

const forbidden = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const unseen = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

// Flags are two letters, and a family is several people joined. `Intl.Segmenter` would know more, but
// not the same on every Node.
const clusters = /\p{RI}{2}|.(?:[\p{M}\p{EMod}]|\u200D|(?<=\u200D).)*/gsu;

const ellipsis = 1;
const thickness = { bold: 1, regular: 0.93 } as const;

/** The widths of the printable characters of ASCII in DejaVu Sans Bold, in hundredths of an em. */
const ascii = [
  35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70,
  70, 70, 40, 40, 84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85,
  73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72,
  71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
] as const;

const emsOf = (cluster: string): number => {
  const known = ascii[(cluster.codePointAt(0) ?? 0) - 32];
  if (known !== undefined) return known / 100;
  if (/^[\p{M}\p{Cf}]/u.test(cluster)) return 0;
  if (/^[\p{Extended_Pictographic}\p{RI}]/u.test(cluster)) return 1.4;
  if (wide.test(cluster)) return 1.05;
  return /^[\p{Lu}\p{Script=Arabic}]/u.test(cluster) ? 0.95 : 0.85;
};

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6\uFFFD…—]/u;
