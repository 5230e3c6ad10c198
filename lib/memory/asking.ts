/**
 * How a memory asks its store, and how it explains what goes wrong.
 *
 * @module
 */

import { isRivuletError } from '../core/errors.js';
import type { Connection } from './connection.js';
import { MemoryFailed, UnreadableMemory, type MemoryOperation } from './errors.js';
import type { Keyed } from './keyed.js';

/** How the store of a memory is reached. */
export interface Access {
  readonly connection: () => Promise<Connection>;
  /** Leaves in good order what was opened for it. */
  readonly close: () => void;
  /** How long an operation may take, in milliseconds. */
  readonly timeout: number;
}

/** Asks the store of a memory, until the memory is closed. */
export interface Asking {
  /** Does something with the store. Whatever goes wrong is a `MemoryFailed` that names the operation and the key. */
  readonly ask: <A>(
    operation: MemoryOperation,
    key: string | undefined,
    work: (keyed: Keyed) => Promise<A>,
  ) => Promise<A>;
  /** Waits for what is under way. From then on everything is refused. */
  readonly close: () => Promise<void>;
}

/** Asks the store of a memory, until the memory is closed. */
export const asking = ({ connection, close, timeout }: Access): Asking => {
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    ask: async (operation, key, work) => {
      if (closing !== undefined) throw new MemoryFailed(operation, key, 'it has been closed');
      const asked = connection().then((run) => run(work, timeout));
      underWay.add(asked);
      try {
        return await asked;
      } catch (cause) {
        throw explained(operation, key, cause);
      } finally {
        underWay.delete(asked);
      }
    },
    close: () =>
      (closing ??= Promise.allSettled(underWay).then(() => {
        try {
          close();
        } catch (cause) {
          throw explained('close', undefined, cause);
        }
      })),
  };
};

const explained = (
  operation: MemoryOperation,
  key: string | undefined,
  cause: unknown,
): unknown => {
  if (isRivuletError(cause) && (cause._tag === 'MemoryFailed' || cause._tag === 'MissingPackage')) {
    return cause;
  }
  // A Keyv that was passed reads what is there as JSON.
  if (operation === 'get' && key !== undefined && cause instanceof SyntaxError) {
    return new UnreadableMemory(key, 'it was not written by a memory', { cause });
  }
  return new MemoryFailed(operation, key, reasonOf(cause), { cause });
};

// Not what the error says: a store may repeat the value there.
const reasonOf = (cause: unknown): string => {
  if (isRivuletError(cause) && cause._tag === 'TotalTimeout') return 'its store did not answer';
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code !== ''
      ? ` with ${cause.code}`
      : '';
  return `its store failed${code}, as the cause of this error says`;
};
