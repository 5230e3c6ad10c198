/**
 * Where something stands in data: the keys from the outside in.
 *
 * @module
 */

import type { Json } from './json.js';

/** Where something stands in data: the keys from the outside in. */
export type Place = readonly (string | number)[];

/** A place in one line, such as `tasks.draft.sequence[1].instruction`. */
export const pathOf = (place: Place): string =>
  place.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${String(key)}]`;
    if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `${path}[${JSON.stringify(cut(key))}]`;
    return path === '' ? cut(key) : `${path}.${cut(key)}`;
  }, '');

/** What stands at a place; `undefined` when nothing does. */
export const at = (data: Json | undefined, place: Place): Json | undefined =>
  place.reduce<Json | undefined>(
    (within, key) =>
      typeof within === 'object' && within !== null && Object.hasOwn(within, key)
        ? // A list is a record of its numbers.
          (within as Readonly<Record<string | number, Json>>)[key]
        : undefined,
    data,
  );

const cut = (key: string): string => (key.length > 60 ? `${key.slice(0, 59)}…` : key);
