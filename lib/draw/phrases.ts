/**
 * Words put together.
 *
 * @module
 */

/** A number of things. */
export const many = (count: number, what: string): string =>
  `${String(count)} ${what}${count === 1 ? '' : 's'}`;

/** One thing after the other, in a sentence. */
export const and = (words: readonly string[]): string => joined(words, 'and');

/** One thing or another, in a sentence. */
export const or = (words: readonly string[]): string => joined(words, 'or');

const joined = (words: readonly string[], link: string): string =>
  words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${link} ${words.at(-1) ?? ''}`;
