/**
 * Whether any of these words and phrases stands in a text as a whole: no letter, digit or mark goes on before or behind
 * it. `_` parts nothing, but `__it__` is emphasis.
 *
 * Upper and lower case are the same, and so are the two ways to write an accent and an apostrophe. White space within a
 * phrase stands for any white space. Where words are written without spaces, or with endings that are (Chinese,
 * Japanese, Korean, Thai, Lao, Khmer, Burmese), a word stands wherever its characters do.
 */
export const wholeWords = (words: readonly string[]): ((text: string) => boolean) => {
  const pattern = new RegExp(words.map(patternOf).join('|'), 'iu');
  return (text) => pattern.test(text.normalize('NFC'));
};

/** The same for two words that stand in the same texts. */
export const sameWord = (word: string): string => partsOf(word).join(' ').toLowerCase();

const partsOf = (word: string): readonly string[] =>
  word.normalize('NFC').replaceAll('’', "'").trim().split(/\s+/u);

const patternOf = (word: string): string => {
  const whole = partsOf(word)
    .map(literal)
    .join(String.raw`\s+`);
  return `${beginsSpaced.test(word) ? notAfter : ''}${whole}${
    endsSpaced.test(word) ? notBefore : endsDense.test(word) ? notMarked : ''
  }`;
};

const literal = (part: string): string =>
  part.replace(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`).replaceAll("'", "['’]");

const dense = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}`;

const letter = String.raw`[\p{L}\p{M}\p{N}]`;

/** A letter of a script that parts words by spaces. */
const spaced = `(?![${dense}])${letter}`;

// Bounded, because a text may be nothing but underscores.
const joint = String.raw`\p{Pc}{0,3}`;

const notAfter = `(?<!${spaced}${joint})`;

const notMarked = String.raw`(?!\p{M})`;

const notBefore = `${notMarked}(?!${joint}${spaced})`;

const beginsSpaced = new RegExp(`^\\s*${spaced}`, 'u');

const endsSpaced = new RegExp(`${spaced}\\s*$`, 'u');

const endsDense = new RegExp(`[${dense}]\\s*$`, 'u');
