/**
 * What tasks remember: in this process, in a file, or in any store that Keyv has an adapter for.
 *
 * @module
 */

export { MemoryFailed, NotStorable, UnreadableMemory, type MemoryOperation } from './errors.js';
export type { FileMemoryOptions, MemoryOptions, StoreMemoryOptions } from './keeping.js';
export type { LastingMemory } from './lasting.js';
export { memory } from './memory.js';
export type { MemoryStore } from './store.js';
export type { TransientMemory } from './transient.js';
