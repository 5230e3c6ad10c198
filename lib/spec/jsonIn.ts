/**
 * The JSON in what a model has said: all of it, or what stands in a fence, or between other text.
 *
 * @module
 */

/**
 * The text of the object in a text that is most likely the one that was asked for; `undefined` when there is none.
 *
 * @param isRight whether an object is the one that was asked for
 */
export const jsonIn = (text: string, isRight: (value: object) => boolean): string | undefined => {
  const found = candidates(text).find((json) => {
    const value = objectOf(json);
    return value !== undefined && isRight(value);
  });
  if (found !== undefined) return found;
  // What is cut off or misspelt is told as such, and so is what is something else.
  const begin = text.indexOf('{');
  return begin < 0 ? undefined : text.slice(begin, text.lastIndexOf('}') + 1 || undefined);
};

const candidates = (text: string): readonly string[] => [
  text,
  ...[...text.matchAll(/```[^\n`]*\n([^]*?)```/gu)].map(([, inside = '']) => inside),
  ...balanced(text),
];

const objectOf = (json: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** What stands between a brace and the one that closes it. */
const balanced = (text: string): readonly string[] => {
  const found: string[] = [];
  let begin = text.indexOf('{');
  for (let tries = 0; begin >= 0 && tries < mostTries; tries++) {
    const end = endOf(text, begin);
    if (end !== undefined) found.push(text.slice(begin, end));
    begin = text.indexOf('{', end ?? begin + 1);
  }
  return found;
};

// Each that is not closed is looked for to the end of the text.
const mostTries = 50;

const endOf = (text: string, begin: number): number | undefined => {
  let depth = 0;
  let isQuoted = false;
  for (let index = begin; index < text.length; index++) {
    const sign = text[index];
    if (isQuoted) {
      if (sign === '\\') index++;
      else isQuoted = sign !== '"';
    } else if (sign === '"') isQuoted = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return index + 1;
  }
  return undefined;
};
