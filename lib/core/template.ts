/**
 * Instructions with `{{places}}`.
 *
 * @module
 */

const place = /\{\{([^{}]*)\}\}/gu;

/** The names of the places of an instruction, each once, in the order of their first appearance. */
export const placesOf = (instruction: string): readonly string[] => [
  ...new Set([...instruction.matchAll(place)].map(([, name = '']) => name.trim())),
];

/**
 * Puts texts into the places of an instruction, once: a place within such a text stays as it is. A place
 * without a text becomes nothing.
 */
export const expand = (instruction: string, texts: ReadonlyMap<string, string>): string =>
  instruction.replace(place, (_, name: string) => texts.get(name.trim()) ?? '');

/** A value as a text: strings as they are, everything else as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === undefined
      ? ''
      : JSON.stringify(value, undefined, 2);

/** An instruction with sections behind it; a section without a name has no heading. */
export const withSections = (
  instruction: string,
  sections: readonly (readonly [name: string, text: string])[],
): string =>
  [instruction, ...sections.map(([name, text]) => (name === '' ? text : `${name}:\n${text}`))]
    .filter((part) => part !== '')
    .join('\n\n');
