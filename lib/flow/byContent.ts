import { decider, type Decider } from './decider.js';
import { InvalidOptions } from '../core/errors.js';
import { sameWord, wholeWords } from '../internal/wholeWords.js';
import { checkKey, keysOf, type KeyOf } from './deciderKeys.js';
import { textsIn } from './textsIn.js';

/** How a choice by words is made. */
export interface ContentOptions {
  /**
   * Takes every key of which a word stands in the output, and not the first alone.
   *
   * @defaultValue `false`
   */
  readonly all?: boolean | undefined;
}

/**
 * Chooses by words: the first key of which a word or a phrase stands in the output, or else the last one.
 *
 * Words count as a whole: `cat` does not stand in "concatenate", nor `refund` in "refunds", so give both. Upper and
 * lower case are the same letter by letter (`Straße` is not `STRASSE`). A phrase may be broken by line breaks. What is
 * no letter and no digit is itself (`C++`, `node.js`) and parts words, so `node` stands in "node.js" and `C` in "C++":
 * put the longer one first. In Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese, where spaces do not part
 * words, a word stands wherever its characters do.
 *
 * Nothing is understood: "no refund" has the word `refund` in it, and a text that begins with "Error:" is a text. Of
 * data, the texts, numbers and truth values are looked at each on its own, and the names of its fields are not; there
 * are no words in images and sounds.
 *
 * @param words by keys, in the order in which they are tried
 * @param otherwise the key where none of them stands
 *
 * @example
 * ```ts
 * import { byContent, route } from 'rivulet';
 *
 * const letter = route(byContent({ refund: ['refund', 'money back'], bug: ['crash', 'error'] }, 'other'), {
 *   refund: 'refunds',
 *   bug: ['answer', 'report'],
 *   other: 'answer',
 * });
 * ```
 *
 * @category deciders
 */
export const byContent = <
  const Words extends Readonly<Record<string, readonly string[]>>,
  const Otherwise extends string,
>(
  words: Words,
  otherwise: Otherwise,
  { all = false }: ContentOptions = {},
): Decider<KeyOf<Words> | Otherwise> => {
  const keys = keysOf('byContent', words);
  checkKey('byContent', 'the second parameter', otherwise);
  const lists = keys.map((key) => ({ key, list: checkedWords(key, words[key]) }));
  checkTwice(lists);
  const ways = lists.map(({ key, list }) => ({ key, isIn: wholeWords(list) }));
  const data = Object.freeze(Object.fromEntries(lists.map(({ key, list }) => [key, list])));
  return decider({ by: 'content', words: data, otherwise, all }, (output) => {
    const texts = textsIn(output);
    const stands = ({ isIn }: (typeof ways)[number]): boolean => texts.some(isIn);
    if (!all) return ways.find(stands)?.key ?? otherwise;
    const found = ways.filter(stands).map(({ key }) => key);
    return found.length === 0 ? otherwise : found;
  });
};

interface WordsOfKey {
  readonly key: string;
  readonly list: readonly string[];
}

const checkedWords = (key: string, list: unknown): readonly string[] => {
  if (!Array.isArray(list) || list.length === 0) {
    throw new InvalidOptions(
      undefined,
      `byContent: "${key}" needs a list with at least one word, such as ["${key}"].`,
    );
  }
  const words: readonly unknown[] = list;
  return Object.freeze(
    words.map((word) => {
      if (typeof word === 'string' && word.trim() !== '') return word;
      throw new InvalidOptions(
        undefined,
        `byContent: a word of "${key}" is ${typeof word === 'string' ? 'empty' : 'no text'}. Remove it.`,
      );
    }),
  );
};

const checkTwice = (lists: readonly WordsOfKey[]): void => {
  const owners = new Map<string, string>();
  for (const { key, list } of lists) {
    for (const word of list) {
      const owner = owners.get(sameWord(word)) ?? key;
      owners.set(sameWord(word), owner);
      if (owner === key) continue;
      throw new InvalidOptions(
        undefined,
        `byContent: ${JSON.stringify(word)} stands under "${owner}" and under "${key}". Remove one of them.`,
      );
    }
  }
};
