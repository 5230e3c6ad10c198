/**
 * A terminal to look at: it understands the few sequences that move and erase, and fails at any other.
 *
 * @module
 */

import { Writable } from 'node:stream';

/** What stands on a terminal. */
export interface Screen {
  /** What is written to it. */
  readonly output: Writable & {
    readonly isTTY: boolean;
    readonly columns: number;
    readonly rows: number;
  };
  /** Shows a text, as a terminal does. */
  readonly show: (text: string) => void;
  /** The lines in the window. */
  readonly lines: () => readonly string[];
  /** All lines, also those that have left the window at its top. */
  readonly all: () => readonly string[];
  /** What has been written, a piece a write. */
  readonly written: () => readonly string[];
  /** How many letters were written beyond the end of a line. */
  readonly lost: () => number;
  /** Whether the cursor is seen. */
  readonly hasCursor: () => boolean;
  /** Makes the window larger or smaller. Lines that are too long then are broken, as most terminals do. */
  readonly resize: (columns: number, rows: number) => void;
}

/** A terminal with an empty window. */
export const screenOf = (columns: number, rows: number): Screen => {
  const written: string[] = [];
  let lines: string[][] = [[]];
  let [row, column, lost] = [0, 0, 0];
  let [breaks, hasCursor] = [true, true];
  let unfinished = '';

  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write: (text, _encoding, done) => {
        show(String(text));
        done();
      },
    }),
    { isTTY: true, columns, rows },
  );

  const top = (): number => Math.max(0, lines.length - output.rows);
  const at = (index: number): string[] => (lines[index] ??= []);
  const down = (): void => {
    row++;
    for (let index = lines.length; index <= row; index++) at(index);
  };

  const put = (letter: string): void => {
    const width = columnsOf(letter);
    if (width === 0) return;
    if (column + width > output.columns) {
      if (!breaks) {
        lost++;
        return;
      }
      down();
      column = 0;
    }
    const line = at(row);
    while (line.length < column) line.push(' ');
    line.splice(column, width, letter, ...(width === 2 ? [''] : []));
    column += width;
  };

  const obey = (sequence: string): void => {
    const [, mark = '', number = '', kind = ''] = one.exec(sequence) ?? [];
    switch (`${mark}${kind}`) {
      case 'A':
        row = Math.max(top(), row - Number(number === '' ? 1 : number));
        return;
      case 'G':
        column = Number(number === '' ? 1 : number) - 1;
        return;
      case 'K':
        if (number === '2') lines[row] = [];
        else at(row).splice(column);
        return;
      case 'm':
        return;
      case '?h':
      case '?l': {
        const isOn = kind === 'h';
        if (number === '7') breaks = isOn;
        else if (number === '25') hasCursor = isOn;
        else break;
        return;
      }
      default:
    }
    throw new Error(`The screen does not understand ${JSON.stringify(sequence)}.`);
  };

  const show = (text: string): void => {
    written.push(text);
    // A sequence may come in two parts.
    const whole = unfinished + text;
    unfinished = beginning.exec(whole)?.[0] ?? '';
    const known = whole.slice(0, whole.length - unfinished.length);
    for (const [piece] of known.matchAll(pieces)) {
      if (piece.startsWith(escape)) {
        obey(piece);
        continue;
      }
      for (const { segment } of letters.segment(piece)) {
        if (segment === '\n' || segment === '\r\n') {
          down();
          column = 0;
        } else if (segment === '\r') column = 0;
        else if (/\p{Cc}/u.test(segment))
          throw new Error(`A control character is written: ${JSON.stringify(segment)}.`);
        else put(segment);
      }
    }
  };

  const texts = (): readonly string[] => lines.map((line) => line.join('').trimEnd());

  return {
    output,
    show,
    lines: () => texts().slice(top()),
    all: texts,
    written: () => written,
    lost: () => lost,
    hasCursor: () => hasCursor,
    resize: (wide, high) => {
      const before = lines;
      lines = [];
      let under = 0;
      for (const [index, line] of before.entries()) {
        if (index === row) under = lines.length;
        const length = line.join('').trimEnd() === '' ? 0 : line.length;
        for (let from = 0; from === 0 || from < length; from += wide) {
          lines.push(line.slice(from, from + wide));
        }
      }
      row = under + Math.floor(column / wide);
      column %= wide;
      Object.assign(output, { columns: wide, rows: high });
    },
  };
};

const escape = '\u001b';

/** A sequence that steers the terminal: `ESC [ ? number letter`. */
const one = new RegExp(`^${escape}\\[(\\??)([\\d;]*)([A-Za-z])$`, 'u');

const pieces = new RegExp(`${escape}(?:\\[[\\d;?]*[A-Za-z])?|[^${escape}]+`, 'gu');

const beginning = new RegExp(`${escape}(?:\\[[\\d;?]*)?$`, 'u');

const letters = new Intl.Segmenter();

const columnsOf = (letter: string): number => {
  if (/^[\p{M}\p{Cf}]+$/u.test(letter)) return 0;
  if (/^[\u{ff61}-\u{ff9f}]/u.test(letter)) return letter.length;
  return wide.test(letter) ? 2 : 1;
};

const wide =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u{fe0f}\u{3000}-\u{303e}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}]/u;
