/**
 * Where a memory is kept.
 *
 * @module
 */

import { resolve } from 'node:path';
import { InvalidOptions } from '../core/errors.js';
import { connectionTo, type Connection } from './connection.js';
import type { Keeping } from './lasting.js';
import { once } from '../internal/once.js';
import { openFile, type FileStore } from './sqlite.js';
import type { MemoryStore } from './store.js';

/** A memory in a file. */
export interface FileMemoryOptions {
  /**
   * A file of SQLite, which is made when it is not there. What it is relative to is settled by the call. Several
   * processes may use it at once.
   */
  readonly file: string;
  /**
   * Memories with different namespaces do not see each other.
   *
   * @defaultValue `'memory'`
   */
  readonly namespace?: string | undefined;
  readonly store?: undefined;
}

/** A memory in a store. */
export interface StoreMemoryOptions {
  /**
   * Any store adapter of [Keyv](https://keyv.org), such as those of `@keyv/redis` and `@keyv/postgres`, or a Keyv.
   * Several memories may share it; whoever uses it otherwise should do so by a Keyv, and pass that.
   */
  readonly store: MemoryStore;
  /**
   * Memories with different namespaces do not see each other.
   *
   * @defaultValue `'memory'`
   */
  readonly namespace?: string | undefined;
  /**
   * How long an operation may take, in milliseconds. One that is given up may still happen.
   *
   * @defaultValue `10_000`
   */
  readonly timeout?: number | undefined;
  readonly file?: undefined;
}

/** Where a memory is kept. */
export type MemoryOptions = FileMemoryOptions | StoreMemoryOptions;

/** Finds out where a memory is to be kept, and checks that it can be. */
export const keepingOf = ({
  namespace = 'memory',
  file,
  store,
  ...options
}: AllOptions): Keeping => {
  if (namespace === '') throw new InvalidOptions(undefined, 'A namespace cannot be empty.');
  if (file !== undefined && store === undefined) {
    return { namespace, timeout: usualTimeout, ...inFile(pathOf(file)) };
  }
  if (store !== undefined && file === undefined) {
    return { namespace, timeout: timeoutOf(options), ...inStore(store) };
  }
  throw new InvalidOptions(
    undefined,
    'A memory is kept in a file, or in a store, or by memory() in this process.',
  );
};

/** What can stand in options, as plain JavaScript may put it together. */
interface AllOptions {
  readonly file?: string | undefined;
  readonly store?: MemoryStore | undefined;
  readonly namespace?: string | undefined;
  readonly timeout?: number | undefined;
}

const usualTimeout = 10_000;

type Opening = Pick<Keeping, 'connection' | 'close'>;

const timeoutOf = ({ timeout = usualTimeout }: Pick<AllOptions, 'timeout'>): number => {
  if (timeout > 0 && timeout < 2 ** 31) return timeout;
  throw new RangeError(`timeout must be from 1 to 2_147_483_647 ms, not ${String(timeout)}.`);
};

const inStore = (store: MemoryStore): Opening => {
  const connection = Promise.resolve(connectionTo(store));
  return { connection: () => connection, close: () => undefined };
};

const inFile = (path: string): Opening => {
  let opened: FileStore | undefined;
  const connection = once(async (): Promise<Connection> => {
    opened = await openFile(path);
    return connectionTo(opened);
  });
  return { connection, close: () => opened?.settle() };
};

const pathOf = (file: string): string => {
  if (file !== '' && !file.includes('\0')) return resolve(file);
  throw new InvalidOptions(undefined, `${JSON.stringify(file)} is no path of a file.`);
};
