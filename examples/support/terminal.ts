import { createLogUpdate } from 'log-update';
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Painted, Size } from './board.js';
import { widthOf } from './wrap.js';

/** A terminal with a picture at its bottom that is drawn again and again. */
export interface Terminal {
  readonly size: () => Size;
  /** Writes lines that stay, and below them the picture that takes the place of the last one. */
  readonly draw: (lines: readonly Painted[], picture: readonly Painted[]) => void;
  /** Takes the picture away and writes lines that stay. */
  readonly close: (lines: readonly Painted[]) => void;
}

export const terminal = (out: WriteStream): Terminal => {
  const live = createLogUpdate(out);
  const hasColours = out.hasColors() && (process.env['NO_COLOR'] ?? '') === '';
  let drawn: readonly Painted[] = [];

  const paint = (line: Painted): string =>
    line.map(({ text, style }) => (style && hasColours ? styleText(style, text) : text)).join('');

  /** How many lines the terminal itself has made of the picture, when its window became narrower. */
  const broken = (): number =>
    drawn
      .map((line) => line.reduce((width, { text }) => width + widthOf(text), 0))
      .reduce((lines, width) => lines + Math.max(0, Math.ceil(width / out.columns) - 1), 0);

  const settle = (lines: readonly Painted[]): void => {
    const more = Math.min(broken(), out.rows);
    if (lines.length === 0 && more === 0) return;
    live.clear();
    out.write('\u001b[1A\u001b[2K'.repeat(more));
    for (const line of lines) out.write(`${paint(line)}\n`);
    drawn = [];
  };

  // What belongs together is written at once, so that nothing flickers.
  const atOnce = (write: () => void): void => {
    out.cork();
    write();
    out.uncork();
  };

  return {
    size: () => ({ columns: out.columns, rows: out.rows, width: Math.min(100, out.columns - 4) }),
    draw: (lines, picture) =>
      atOnce(() => {
        settle(lines);
        // Terminals disagree about the width of some letters: a line that is too long must not become two.
        out.write(noWrapping);
        live(picture.map(paint).join('\n'));
        out.write(wrapping);
        drawn = picture;
      }),
    close: (lines) =>
      atOnce(() => {
        settle(lines);
        live.clear();
        live.done();
      }),
  };
};

const noWrapping = '\u001b[?7l';
const wrapping = '\u001b[?7h';
