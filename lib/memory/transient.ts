import type { Memory } from '../flow/ports.js';
import { MemoryFailed, type MemoryOperation } from './errors.js';
import { checkedKey } from './key.js';
import { read } from './read.js';
import { write } from './write.js';

/** A memory that is gone when the process ends. It does everything at once. */
export interface TransientMemory extends Memory {
  /** What is kept under a key, as a new value each time; `undefined` when nothing is. */
  readonly get: (key: string) => unknown;
  /** Keeps a value under a key, in place of what was there. What becomes of the value later has no effect. */
  readonly set: (key: string, value: unknown) => void;
  /** Forgets what is kept under a key. */
  readonly delete: (key: string) => void;
  /** The keys under which something is kept, sorted. */
  readonly keys: () => readonly string[];
  /** Forgets everything. */
  readonly clear: () => void;
  /** Forgets everything, and refuses whatever is asked of it from now on. */
  readonly close: () => void;
}

/** Makes a memory that is gone when the process ends. */
export const transientMemory = (): TransientMemory => {
  let open: Map<string, string> | undefined = new Map<string, string>();
  const texts = (operation: MemoryOperation, key?: string): Map<string, string> => {
    if (open === undefined) throw new MemoryFailed(operation, key, 'it has been closed');
    return open;
  };
  return {
    get: (key) => {
      const text = texts('get', key).get(checkedKey(key));
      return text === undefined ? undefined : read(text);
    },
    set: (key, value) => void texts('set', key).set(checkedKey(key), write(key, value)),
    delete: (key) => void texts('delete', key).delete(checkedKey(key)),
    keys: () => [...texts('keys').keys()].sort(),
    clear: () => texts('clear').clear(),
    close: () => {
      open = undefined;
    },
  };
};
