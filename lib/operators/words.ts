import { identity, type MonoTypeOperatorFunction } from 'rxjs';
import { wholeUnits, type Find } from './cutting.js';

/**
 * Lets a growing text through word by word, and all of it at the end.
 *
 *     text      -a-b-c-d--|
 *     words()   ---B---D--(d|)
 *
 *     a = 'He'   b = 'Hello t'   c = 'Hello th'   d = 'Hello there. Y'
 *                B = 'Hello'                      D = 'Hello there.'
 *
 * So a text that is shown never ends within a word. A word has ended when the space after it has come; where a
 * script does without spaces, as Chinese, Japanese and Thai do, each character is let through when the next one
 * has come. A text that begins again is cut afresh. When the text fails, an unfinished word is not let through.
 *
 * @example
 * ```ts
 * import { agent, words } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * writer.ask('A haiku').pipe(words()).subscribe((soFar) => console.log(soFar));
 * ```
 *
 * @category operators on text
 */
export const words = (): MonoTypeOperatorFunction<string> =>
  wholeUnits({ find: wordEnds, trim: identity });

const dense = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}`;

// A character after which a word ends, by what follows it: closing marks stay with it, opening ones go on.
const lastOfWord = new RegExp(
  [
    String.raw`\S(?=\s)`,
    String.raw`[${dense}、。！？](?=[^\s\p{P}\p{M}])`,
    String.raw`[^\s\p{Ps}\p{Pi}](?=(?!\p{M})[${dense}])`,
  ].join('|'),
  'gu',
);

const wordEnds: Find = (text, seen) => ({
  ends: Array.from(text.slice(seen).matchAll(lastOfWord), ({ index, 0: { length } }) => ({
    end: seen + index + length,
    next: seen + index + length,
  })),
  // What follows the last character is not known yet, and it may be a pair.
  seen: Math.max(0, text.length - (/[\uDC00-\uDFFF]$/.test(text.slice(-1)) ? 2 : 1)),
});
