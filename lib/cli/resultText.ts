import { isAudio, isImage } from '../core/media.js';
import { harmless } from '../terminal/harmless.js';
import type { Result } from './outcome.js';

/**
 * Results as they are printed: one text alone as it is, several under their names.
 *
 * @param isAlone whether a single one stands without its name
 * @param isTerminal whether a terminal would obey what stands in a text
 */
export const resultText = (
  results: readonly (readonly [string, Result])[],
  isAlone: boolean,
  isTerminal: boolean,
): string => {
  const shown = (text: string): string => (isTerminal ? harmless(text) : text);
  const [first] = results;
  if (isAlone && results.length === 1 && first !== undefined)
    return shown(ended(wordsOf(first[1])));
  return shown(
    results.map(([name, result]) => `== ${name} ==\n${ended(wordsOf(result))}`).join('\n'),
  );
};

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

const wordsOf = ({ value, file }: Result): string => {
  if (typeof value === 'string') return value;
  if (isImage(value) || isAudio(value)) {
    const size = `${value.mime}, ${String(value.bytes.length)} bytes`;
    return file === undefined ? `(${size}, not saved)` : `(${size}, saved to ${file})`;
  }
  try {
    // `undefined` is what JSON says of a function, whatever its types say.
    const text = JSON.stringify(value, undefined, 2) as string | undefined;
    return text ?? '(nothing that can be printed)';
  } catch {
    return '(nothing that can be printed)';
  }
};
