/**
 * The keys that ready-made deciders are given, and what cannot be one.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';

/** The keys of a table. */
export type KeyOf<Table> = `${Exclude<keyof Table, symbol>}`;

/** The keys of a table in the order in which they were written. */
export const keysOf = <const Table extends object>(
  maker: string,
  table: Table,
  isOrdered = true,
): readonly KeyOf<Table>[] => {
  const prototype: unknown = isRecord(table) ? Object.getPrototypeOf(table) : undefined;
  // `{ __proto__: … }` makes no member, but changes the prototype.
  if (prototype !== Object.prototype && prototype !== null) {
    throw new InvalidOptions(undefined, `${maker}: the table has to be a plain record.`);
  }
  const keys = Object.keys(table);
  if (keys.length === 0) {
    throw new InvalidOptions(undefined, `${maker}: the table is empty. Give it at least one key.`);
  }
  for (const key of keys) {
    const why = key === '' ? 'it is empty' : complaintAbout(key, isOrdered);
    if (why === undefined) continue;
    const shown = JSON.stringify(key);
    throw new InvalidOptions(undefined, `${maker}: a key cannot be ${shown}: ${why}. Rename it.`);
  }
  // These are all of its own members that have names.
  return keys as unknown as readonly KeyOf<Table>[];
};

/** Whether JavaScript puts a member of this name before all others. */
export const isIndex = (key: string): boolean => /^(0|[1-9]\d*)$/u.test(key);

/** Checks a key that an output is sent to. */
export const checkKey = (maker: string, what: string, key: unknown): void => {
  if (typeof key === 'string' && key !== '') return;
  throw new InvalidOptions(
    undefined,
    `${maker}: ${what} has to be a key of the route, which is a text and not empty.`,
  );
};

const isRecord = (table: unknown): boolean => typeof table === 'object' && table !== null;

const complaintAbout = (key: string, isOrdered: boolean): string | undefined => {
  if (key in Object.prototype) return 'every object of JavaScript has a member of that name';
  return isOrdered && isIndex(key)
    ? 'JavaScript puts members whose names are numbers first, so the order would be lost'
    : undefined;
};
