/**
 * What the tasks of a random flow say: short texts that name who said them, of what, and of which versions of the inputs.
 *
 * @module
 */

/** What a task says of what it is given. */
export const say = (label: string, given: unknown): string =>
  shortened(`${label}(${shown(given)})`);

/** A number that is made of a value, always the same. */
export const numberOf = (value: unknown): number => {
  let hash = 2166136261;
  for (const letter of shown(value))
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  // Of the last bits alone, texts that differ in one letter would differ too regularly.
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** The versions of inputs that a value was made of, such as `i0v2`. */
export const versionsIn = (value: unknown): readonly string[] => [
  ...new Set(shown(value).match(/i\dv\d/gu) ?? []),
];

/** A value as a text; of what did not come, only why. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join()}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('_tag' in value && 'right' in value) return `=${shown(value.right)}`;
  if ('_tag' in value && 'left' in value) return shown(value.left);
  if (value instanceof Error) return value.name;
  return `{${Object.entries(value)
    .map(([name, each]) => `${name}:${shown(each)}`)
    .join()}}`;
};

// Texts that hold what they were made of grow with the square of a flow, and more.
const shortened = (text: string): string => {
  if (text.length <= 60) return text;
  const versions = versionsIn(text).toSorted().join();
  return `${text.slice(0, 12)}…${numberOf(text).toString(36)}${versions === '' ? '' : `<${versions}>`}`;
};
