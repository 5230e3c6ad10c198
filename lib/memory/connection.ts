/**
 * A store whose operations succeed or fail, and in time.
 *
 * @module
 */

import { TotalTimeout } from '../core/timeoutErrors.js';
import { adapterOf, keyedOf, type Keyed } from './keyed.js';
import { once } from '../internal/once.js';
import type { MemoryStore } from './store.js';

/** Does something with a store, and fails when it takes longer than this many milliseconds. */
export type Connection = <A>(work: (keyed: Keyed) => Promise<A>, timeout: number) => Promise<A>;

/**
 * The connection to a store. There is one for all memories that share the store, because what listens to it stays with
 * it.
 *
 * Many adapters give nothing when they have failed, and tell of the error by an event. So work that gives nothing has
 * failed when there was one meanwhile.
 */
export const connectionTo = (store: MemoryStore): Connection => {
  const connection = connections.get(store) ?? connect(store);
  connections.set(store, connection);
  return connection;
};

const connections = new WeakMap<MemoryStore, Connection>();

/** What a store has told of while something was under way. */
interface Heard {
  /** Errors of operations: of this one, or of another. */
  readonly failed: unknown[];
  /** Errors of the connection, which may be there again before it is too late. */
  readonly lost: unknown[];
}

const connect = (store: MemoryStore): Connection => {
  const hearing = new Set<Heard>();
  const adapter = adapterOf(store);
  // At once, and not when Keyv has been loaded: an 'error' that nobody listens to ends the process.
  listen(adapter, (error) => hearing.forEach(({ failed }) => failed.push(error)));
  // The client of Redis tells of its connection by itself.
  if ('client' in adapter) {
    listen(adapter.client, (error) => hearing.forEach(({ lost }) => lost.push(error)));
  }
  const keyed = once(() => keyedOf(store));
  return async (work, timeout) => {
    const heard: Heard = { failed: [], lost: [] };
    hearing.add(heard);
    try {
      const late = (): unknown => heard.lost[0] ?? new TotalTimeout('the store', timeout);
      const given = await inTime(work(await keyed()), timeout, late);
      if (given === undefined && heard.failed.length > 0) throw heard.failed[0];
      return given;
    } finally {
      hearing.delete(heard);
    }
  };
};

const listen = (emitter: unknown, listener: (error: unknown) => void): void => {
  if (isEmitter(emitter)) emitter.on('error', listener);
};

const isEmitter = (
  value: unknown,
): value is { readonly on: (event: 'error', listener: (error: unknown) => void) => unknown } =>
  typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'function';

const inTime = async <A>(work: Promise<A>, timeout: number, late: () => unknown): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeout);
  });
  try {
    return await Promise.race([
      work,
      tooLate.then(() => {
        throw late();
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
};
