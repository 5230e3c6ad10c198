/**
 * What the tasks of random flows say and decide: always the same of the same, and so that one sees who said it, of what,
 * and of which versions of the inputs.
 *
 * @module
 */

import type { Code, Routing } from './shapes.js';

/** What a task gives of what it is given. */
export const outputOf = (
  { gives, join }: Pick<Code, 'gives' | 'join'>,
  label: string,
  given: unknown,
): unknown => {
  // Who is first depends on the time.
  const said = say(label, join === 'first' ? '' : given);
  switch (gives) {
    case 'text':
      return said;
    case 'list':
      return Array.from({ length: numberOf(said) % 4 }, (_, item) => say(String(item), said));
    case 'record':
      return { it: join === 'first' ? said : given };
    case 'same':
      return 'same';
  }
};

/** Whether something fickle fails, or a loop ends. */
export const isOff = (value: unknown): boolean => numberOf(value) % 3 === 0;

/** Which ways an output goes; `undefined` where the route fails. */
export const waysTaken = (
  { takes, ways }: Routing,
  output: unknown,
): readonly string[] | undefined => {
  if (takes === 'unknown' || takes === 'throws') return undefined;
  const number = numberOf(output);
  const keys = ways.map((_, way) => keyOf(way));
  const one = keys[number % keys.length] ?? '';
  return takes === 'one'
    ? [one]
    : keys.filter((key, bit) => key === one || (number >> (bit + 4)) % 2 === 1);
};

/** The key of a way. */
export const keyOf = (way: number): string => `way${String(way)}`;

/** A value as a text; of what did not come, only why. */
export const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join()}]`;
  if (value instanceof Error) return value.name;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('right' in value) return `=${shown(value.right)}`;
  if ('left' in value) return shown(value.left);
  const members = Object.entries(value).map(([name, each]) => `${name}:${shown(each)}`);
  return `{${members.join()}}`;
};

/** The versions of inputs that a value was made of, such as `i0v2`. */
export const versionsIn = (value: unknown): readonly string[] => [
  ...new Set(shown(value).match(/i\dv\d/gu) ?? []),
];

const say = (label: string, given: unknown): string => {
  const text = `${label}(${shown(given)})`;
  if (text.length <= 60) return text;
  // Texts that hold all that they were made of grow with the square of a flow, and more.
  return `${text.slice(0, 12)}…${numberOf(text).toString(36)}<${versionsIn(text).toSorted().join()}>`;
};

/** A number that is made of a value, by FNV-1a. */
const numberOf = (value: unknown): number => {
  let hash = 2166136261;
  for (const letter of shown(value)) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  }
  // The last bits alone are too much alike.
  return (hash ^ (hash >>> 15)) >>> 0;
};
