import type { Memory } from '../flow/ports.js';
import { asking, type Access } from './asking.js';
import { MemoryFailed } from './errors.js';
import { checkedKey } from './key.js';
import { addressOf, keyOf, recordOf, valueOf } from './record.js';

/** A memory that is kept in a file or another store. */
export interface LastingMemory extends Memory {
  /** What is kept under a key, as a new value each time; `undefined` when nothing is. */
  readonly get: (key: string) => Promise<unknown>;
  /** Keeps a value under a key, in place of what was there. It is kept as it is now, whatever becomes of it later. */
  readonly set: (key: string, value: unknown) => Promise<void>;
  /** Forgets what is kept under a key. */
  readonly delete: (key: string) => Promise<void>;
  /** The keys under which something is kept, sorted. */
  readonly keys: () => Promise<readonly string[]>;
  /** Forgets everything that is kept in this namespace. */
  readonly clear: () => Promise<void>;
  /**
   * Waits for what is under way, brings all of it into the one file, and refuses whatever is asked from now on. A store
   * that was passed stays open: it may be shared, and whoever opened it closes it.
   */
  readonly close: () => Promise<void>;
}

/** Where a memory is kept, and how. */
export interface Keeping extends Access {
  readonly namespace: string;
}

/** Makes a memory that is kept in a store. */
export const lastingMemory = (keeping: Keeping): LastingMemory => {
  const { namespace } = keeping;
  const { ask, close } = asking(keeping);
  const addressFor = (key: string): string => addressOf(namespace, checkedKey(key));

  const list = async (operation: 'keys' | 'clear'): Promise<readonly string[]> => {
    const keys = new Set<string>();
    await ask(operation, undefined, async (keyed) => {
      const records = keyed.all();
      if (records === undefined) {
        throw new MemoryFailed(operation, undefined, 'its store cannot tell what it has');
      }
      for await (const record of records) {
        const key = keyOf(namespace, record);
        if (key !== undefined) keys.add(key);
      }
    });
    return [...keys].sort();
  };

  return {
    get: async (key) => {
      const address = addressFor(key);
      const record = await ask('get', key, (keyed) => keyed.get(address));
      return record === undefined ? undefined : valueOf(namespace, key, record);
    },
    set: async (key, value) => {
      const address = addressFor(key);
      const record = recordOf(namespace, key, value);
      await ask('set', key, async (keyed) => {
        if (await keyed.set(address, record)) return;
        throw new MemoryFailed('set', key, 'its store says that it did not keep it');
      });
    },
    delete: async (key) => {
      const address = addressFor(key);
      await ask('delete', key, (keyed) => keyed.delete(address));
    },
    keys: () => list('keys'),
    clear: async () => {
      const addresses = (await list('clear')).map(addressFor);
      await ask('clear', undefined, async (keyed) => {
        await Promise.all(addresses.map((address) => keyed.delete(address)));
      });
    },
    close,
  };
};
