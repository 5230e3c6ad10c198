import { plain, wrap } from './wrap.js';

/** A text that grows, and the lines it takes at a width. */
export interface Growing {
  readonly text: string;
  readonly width: number;
  readonly lines: readonly string[];
}

/** What a text has grown to. Only what is new, and the line where it begins, is wrapped. */
export const grown = (before: Growing | undefined, text: string, width: number): Growing => {
  if (before?.width !== width || !text.startsWith(before.text)) {
    return { text, width, lines: wrap(plain(text), width) };
  }
  const news = plain(text.slice(before.text.length));
  const last = before.lines.at(-1) ?? '';
  return { text, width, lines: [...before.lines.slice(0, -1), ...wrap(last + news, width)] };
};

/** The last lines of a text. */
export const tailOf = (growing: Growing, width: number, count: number): readonly string[] =>
  grown(growing, growing.text, width)
    .lines.slice(-count)
    .map((line) => line.trimEnd());
