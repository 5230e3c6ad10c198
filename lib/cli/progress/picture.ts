import { createLogUpdate } from 'log-update';
import { Writable } from 'node:stream';
import type { Size } from './frame.js';
import type { ProgressOutput } from './progressOutput.js';
import { painted, type Line } from './paint.js';
import { widthOf } from './wrap.js';

/** A picture at the end of a terminal that is drawn again and again. */
export interface Picture {
  /** How large the window is now. */
  readonly size: () => Size;
  /** Takes the place of the picture before. */
  readonly draw: (lines: readonly Line[]) => void;
  /** Takes the picture away, and shows the cursor. */
  readonly close: () => void;
}

/** A picture without lines at first. While there is one, the cursor is hidden. */
export const pictureOn = (output: ProgressOutput, color: boolean): Picture => {
  let pieces = '';
  const gathered = new Writable({
    decodeStrings: false,
    write: (piece, _encoding, done) => {
      pieces += String(piece);
      done();
    },
  });
  const window = Object.assign(gathered, sizeOf(output));
  const live = createLogUpdate(window);
  let drawn: readonly Line[] = [];

  // What belongs together is written at once, so that nothing flickers.
  const atOnce = (write: () => void): void => {
    Object.assign(window, sizeOf(output));
    write();
    if (pieces !== '') output.write(`${noWrapping}${pieces}${wrapping}`);
    pieces = '';
  };

  /** How many lines more the terminal itself has made of the picture, when its window became narrower. */
  const broken = (): number => {
    const { columns, rows } = sizeOf(output);
    const more = drawn
      .map((line) => widthOf(painted(line, false)))
      .reduce((lines, width) => lines + Math.max(0, Math.ceil(width / columns) - 1), 0);
    return Math.min(more, rows);
  };

  /** Takes away what the terminal has made of the picture; what is drawn next is drawn as if for the first time. */
  const clear = (): void => {
    const more = broken();
    live.clear();
    pieces += '\u001b[1A\u001b[2K'.repeat(more);
    drawn = [];
  };

  return {
    size: () => sizeOf(output),
    draw: (lines) =>
      atOnce(() => {
        if (broken() > 0) clear();
        live(lines.map((line) => painted(line, color)).join('\n'));
        drawn = lines;
      }),
    close: () =>
      atOnce(() => {
        clear();
        live.done();
      }),
  };
};

/** Where a terminal does not know its size, that of a terminal of old. */
const sizeOf = ({ columns = 80, rows = 24 }: ProgressOutput): Size => ({
  columns: columns > 0 ? columns : 80,
  rows: rows > 0 ? rows : 24,
});

const noWrapping = '\u001b[?7l';
const wrapping = '\u001b[?7h';
