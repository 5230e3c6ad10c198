/**
 * How a value stands in a store: at an address that every store can bear, as a text that says whose value it is.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import { UnreadableMemory } from './errors.js';
import { read } from './read.js';
import { write } from './write.js';

/**
 * Where the value of a key stands. Stores differ in which letters they tell apart, to which they give a meaning, and
 * in how many they take; so what is not short and simple stands at its hash (SHA-256).
 */
export const addressOf = (namespace: string, key: string): string =>
  `${simply(namespace)}.${simply(key)}`;

/** The text that a store is given. */
export const recordOf = (namespace: string, key: string, value: unknown): string =>
  `rivulet-memory/${String(version)} ${JSON.stringify([namespace, key])}\n${write(key, value)}`;

/** The value of the record that stands at the address of a key. */
export const valueOf = (namespace: string, key: string, record: unknown): unknown => {
  const head = headOf(record);
  if (head === undefined) throw new UnreadableMemory(key, 'it was not written by a memory');
  if (head.version !== version) {
    throw new UnreadableMemory(
      key,
      `its form is version ${String(head.version)}, which is not known`,
    );
  }
  if (head.namespace !== namespace || head.key !== key) {
    throw new UnreadableMemory(key, 'it belongs to another key');
  }
  try {
    return read(head.body);
  } catch (cause) {
    throw new UnreadableMemory(key, 'it is damaged', { cause });
  }
};

/** The key of a record; `undefined` when it is not one of this namespace. */
export const keyOf = (namespace: string, record: unknown): string | undefined => {
  const head = headOf(record);
  return head?.namespace === namespace ? head.key : undefined;
};

const version = 1;

interface Head {
  readonly version: number;
  readonly namespace: unknown;
  readonly key: string | undefined;
  readonly body: string;
}

const headOf = (record: unknown): Head | undefined => {
  if (typeof record !== 'string') return undefined;
  const [head, digits, whose = ''] = /^rivulet-memory\/(\d+) ([^\n]*)\n/u.exec(record) ?? [];
  if (head === undefined) return undefined;
  const [namespace, key] = namesIn(whose);
  return {
    version: Number(digits),
    namespace,
    key: typeof key === 'string' ? key : undefined,
    body: record.slice(head.length),
  };
};

/** The namespace and the key. A later version may say them in another way. */
const namesIn = (whose: string): readonly unknown[] => {
  try {
    const names: unknown = JSON.parse(whose);
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
};

const simply = (name: string): string =>
  /^[a-z\d-]{1,64}$/u.test(name)
    ? name
    : // As JSON, because in UTF-8 all halves of surrogate pairs would be the same.
      `=${createHash('sha256').update(JSON.stringify(name)).digest('hex')}`;
