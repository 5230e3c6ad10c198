/**
 * A store, seen through Keyv.
 *
 * @module
 */

import { load } from '../core/load.js';
import type { MemoryStore } from './store.js';

/** A store that keeps records at addresses. */
export interface Keyed {
  readonly get: (address: string) => Promise<unknown>;
  /** Whether it was kept. */
  readonly set: (address: string, record: string) => Promise<boolean>;
  readonly delete: (address: string) => Promise<void>;
  /** All that is there; `undefined` when the store cannot say. */
  readonly all: () => AsyncIterable<unknown> | undefined;
}

/** Makes a Keyv of a store. */
export const keyedOf = async (store: MemoryStore): Promise<Keyed> => {
  const { Keyv } = await load('keyv', 'A memory with a store', () => import('keyv'));
  // A Keyv that was given may swallow errors, so one of the same making takes its place.
  const keyv = isKeyv(store)
    ? new Keyv({ ...store.opts, throwOnErrors: true })
    : new Keyv({
        store,
        namespace: namespaceOf(store),
        // Records are texts, and come back as they are.
        serialize: ({ value }) => value as string,
        deserialize: (record) => ({ value: record as never }),
        throwOnErrors: true,
      });
  return {
    get: (address) => keyv.get(address),
    set: (address, record) => keyv.set(address, record),
    delete: async (address) => {
      await keyv.delete(address);
    },
    all: () => {
      const entries = entriesOf(adapterOf(store), keyv.namespace);
      return entries && recordsIn(entries, keyv);
    },
  };
};

/** What a Keyv keeps things in, and a store adapter itself. */
export const adapterOf = (store: MemoryStore): object => (isKeyv(store) ? store.opts.store : store);

type Entries = Iterable<unknown> | AsyncIterable<unknown>;

const entriesOf = (adapter: object, namespace: string | undefined): Entries | undefined => {
  if (adapter instanceof Map) return adapter;
  return isIterating(adapter) ? adapter.iterator(namespace) : undefined;
};

const isIterating = (
  adapter: object,
): adapter is { readonly iterator: (namespace: string | undefined) => Entries } =>
  'iterator' in adapter && typeof adapter.iterator === 'function';

/** What is used of a Keyv to read what its store has. */
interface Reader {
  readonly deserializeData: (
    data: string,
  ) => Promise<{ readonly value?: unknown; readonly expires?: number | undefined } | undefined>;
}

// The iterator of a Keyv fails when something is deleted meanwhile, or when somebody else keeps something there.
async function* recordsIn(entries: Entries, keyv: Reader): AsyncGenerator {
  for await (const entry of entries) {
    const data: unknown = Array.isArray(entry) ? entry[1] : undefined;
    if (typeof data !== 'string') continue;
    const { value, expires = Infinity } = (await keyv.deserializeData(data).catch(nothing)) ?? {};
    if (expires > Date.now()) yield value;
  }
}

const nothing = (): undefined => undefined;

// All who share an adapter need the same namespace, because Keyv writes it into the adapter.
const namespaceOf = (store: MemoryStore): string =>
  'namespace' in store && typeof store.namespace === 'string' && store.namespace !== ''
    ? store.namespace
    : 'rivulet';

const isKeyv = (store: MemoryStore): store is MemoryStore & { readonly opts: { store: object } } =>
  'opts' in store &&
  typeof store.opts === 'object' &&
  store.opts !== null &&
  'store' in store.opts &&
  typeof store.opts.store === 'object';
