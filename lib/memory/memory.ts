import { keepingOf, type MemoryOptions } from './keeping.js';
import { lastingMemory, type LastingMemory } from './lasting.js';
import { transientMemory, type TransientMemory } from './transient.js';

/**
 * Makes a memory of this process, which is gone when the process ends. Everything is done at once.
 *
 * A value comes back as it was kept, and is a new one each time, so that nobody can change what is kept from outside.
 * Kept are texts, numbers (`-0` and `NaN` too), booleans, `null`, bigints, dates, bytes, and lists and plain objects of
 * these, as deep as they like: JSON, an `Image`, an `Audio`. Members that are `undefined` stay; `undefined` itself is
 * refused, since it stands for what is not kept. A `Buffer` comes back as the `Uint8Array` that it is. Everything else,
 * such as a function, a `Map` or a list with holes, is refused as `NotStorable` when it is to be kept. Any text but the
 * empty one is a key.
 *
 * @example
 * ```ts
 * import { memory } from 'rivulet/memory';
 *
 * const notes = memory();
 * notes.set('colours', ['teal', 'sand']);
 * console.log(notes.get('colours'), notes.keys());
 * ```
 *
 * @category memory
 */
export function memory(options?: undefined): TransientMemory;
/**
 * Makes a memory that outlives the process: in a file of SQLite, or in any store that Keyv has an adapter for. It is
 * opened when it is first used. A file needs the packages `libsql` and `keyv`, a store `keyv` and its adapter.
 *
 * What is kept is a text in which nothing is code. A record that something else wrote is refused as `UnreadableMemory`,
 * and a store that fails or does not answer ends an operation with `MemoryFailed`.
 *
 * Only its owner can read the file (`0600`, a folder that is made for it `0700`), and the `-wal` and `-shm` files that
 * SQLite has beside it while it is open.
 *
 * @example
 * ```ts
 * import { memory } from 'rivulet/memory';
 *
 * const notes = memory({ file: 'notes.db', namespace: 'site' });
 * await notes.set('colours', ['teal', 'sand']);
 * console.log(await notes.get('colours'));
 * await notes.close();
 * ```
 *
 * @category memory
 */
export function memory(options: MemoryOptions): LastingMemory;
export function memory(options?: MemoryOptions): TransientMemory | LastingMemory;
export function memory(options?: MemoryOptions): TransientMemory | LastingMemory {
  return options === undefined ? transientMemory() : lastingMemory(keepingOf(options));
}
