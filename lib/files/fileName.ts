/**
 * Names of files, made of names that may be anything.
 *
 * @module
 */

import type { Endings } from './endings.js';

/** What a file is called: its ending has its dot. */
export interface FileName {
  readonly stem: string;
  readonly ending: string;
}

/** A name that any file system takes and that leads nowhere else. An ending of `endings` is kept. */
export const fileNameOf = (name: string, endings: Endings): FileName => {
  // What is in the middle of a very long name would be cut anyway.
  const short = name.length > 1000 ? `${name.slice(0, 900)}${name.slice(-100)}` : name;
  const whole = trimmed(short.normalize('NFC').replace(unfit, '-'));
  const dot = whole.lastIndexOf('.');
  const isRight = dot > 0 && endings.includes(whole.slice(dot + 1).toLowerCase());
  const stem = isRight ? trimmed(whole.slice(0, dot)) : whole;
  return {
    stem: stem === '' ? 'output' : device.test(stem) ? `_${stem}` : stem,
    ending: isRight ? whole.slice(dot) : `.${endings[0]}`,
  };
};

/** The name of the first, second, ... file that is called so, in 255 bytes. */
export const numbered = ({ stem, ending }: FileName, number: number): string => {
  const end = `${number === 1 ? '' : `-${String(number)}`}${ending}`;
  return `${cut(stem, 255 - Buffer.byteLength(end))}${end}`;
};

/** Equal for names that are the same file on some file system. */
export const folded = (file: string): string => file.toUpperCase().toLowerCase().normalize('NFC');

/**
 * Separators, what Windows forbids, and what cannot be seen: control characters, those that turn the direction of
 * the text, halves of characters. The joiners are spared, because scripts and emoji need them.
 */
const unfit = /(?:(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|])+/gu;

/** Names that are devices on Windows, whatever their ending. */
const device =
  /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)/iu;

/** Hidden files and options of commands begin with these, and Windows drops some of them at the end. */
const trimmed = (text: string): string => text.replace(/^[-.\s]+|[-.\s]+$/gu, '');

const cut = (text: string, room: number): string => {
  let size = 0;
  let end = 0;
  for (const letter of text) {
    size += Buffer.byteLength(letter);
    if (size > room) return trimmed(text.slice(0, end));
    end += letter.length;
  }
  return text;
};
