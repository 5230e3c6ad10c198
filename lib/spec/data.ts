/**
 * Plain data, of whatever is given. What comes out holds texts, numbers, truth values, lists and records, is not
 * shared with anybody, and has bounds.
 *
 * @module
 */

import { left, right } from '../core/either.js';
import type { Either } from 'fp-ts/lib/Either.js';
import { sample } from '../core/codec.js';
import type { SpecProblem } from '../core/specErrors.js';
import type { Json } from './json.js';
import type { Place } from './place.js';
import { problemsFound, type Problems } from './problems.js';

/** How large data may be. */
export interface Bounds {
  /** Characters of all texts and names together. */
  readonly characters: number;
  /** How many values, each list and record among them. */
  readonly values: number;
}

/** What a person may write. */
export const large: Bounds = { characters: 8_000_000, values: 1_000_000 };

/** What a model may write. */
export const small: Bounds = { characters: 400_000, values: 20_000 };

/** Reads a text of JSON. */
export const parsed = (text: string, bounds: Bounds): Either<readonly SpecProblem[], Json> => {
  // Marks and escapes need space, too.
  if (text.length > bounds.characters * 2) {
    return left([{ path: '', message: tooLarge(bounds) }]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    const problems = problemsFound();
    problems.add([], `It is no JSON: ${error instanceof Error ? error.message : ''}`);
    return left(problems.all());
  }
  return plainData(value, bounds);
};

/** A copy of data, or what in it is none. Members that are `undefined` are not there, as in JSON. */
export const plainData = (value: unknown, bounds: Bounds): Either<readonly SpecProblem[], Json> => {
  const problems = problemsFound();
  const copy = copying(problems, bounds)(value, []);
  const all = problems.all();
  return copy === undefined || all.length > 0 ? left(all) : right(copy);
};

const deepest = 100;

const copying = (
  problems: Problems,
  bounds: Bounds,
): ((value: unknown, place: Place) => Json | undefined) => {
  let { characters, values } = bounds;
  // Who has found out that it is too large looks no further, for it may be without end.
  const isTooLarge = (): boolean => {
    if (characters >= 0 && values >= 0) return false;
    problems.add([], tooLarge(bounds));
    return true;
  };
  const copyList = (list: readonly unknown[], place: Place): Json | undefined => {
    values -= list.length;
    if (isTooLarge()) return undefined;
    return Array.from(list).flatMap((item, index) => {
      const copied = copy(item, [...place, index]);
      return copied === undefined ? [] : [copied];
    });
  };
  const copyRecord = (record: Readonly<Record<string, unknown>>, place: Place): Json =>
    Object.fromEntries(
      Object.keys(record).flatMap((key): [string, Json][] => {
        characters -= key.length;
        values--;
        const member = record[key];
        if (isTooLarge() || member === undefined) return [];
        if (key === '__proto__') {
          problems.add([...place, key], 'Nothing can be called so. Remove it.');
          return [];
        }
        const copied = copy(member, [...place, key]);
        return copied === undefined ? [] : [[key, copied]];
      }),
    );
  const copy = (value: unknown, place: Place): Json | undefined => {
    if (typeof value === 'string') characters -= value.length;
    if (isTooLarge()) return undefined;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value !== 'object' || !(Array.isArray(value) || isPlain(value))) {
      problems.add(place, `It has to be data that JSON can hold, not ${what(value)}.`);
      return undefined;
    }
    if (place.length >= deepest) {
      problems.add([], `It is nested more than ${String(deepest)} deep.`);
      return undefined;
    }
    return Array.isArray(value) ? copyList(value, place) : copyRecord(value, place);
  };
  return copy;
};

/** The object of a literal or of JSON, of whichever window or worker. */
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const what = (value: unknown): string =>
  typeof value === 'number'
    ? String(value)
    : typeof value === 'object' && value !== null
      ? `a ${nameOf(value)}`
      : sample(value);

const nameOf = (value: object): string => {
  const { constructor: made } = value;
  return typeof made === 'function' && made.name !== '' ? made.name : 'object with a prototype';
};

const tooLarge = ({ characters, values }: Bounds): string =>
  `It is too large: more than ${String(characters)} characters or ${String(values)} values.`;
