/** What is used of a store: of a store adapter of [Keyv](https://keyv.org), of a Keyv, or of a `Map`. */
export interface MemoryStore {
  /** What is kept at a key. */
  readonly get: (key: string) => unknown;
  /** Keeps a text at a key, in place of what was there. */
  readonly set: (key: string, value: string) => unknown;
  /** Forgets what is kept at a key. */
  readonly delete: (key: string) => unknown;
  /** Never called, since others may keep something there, too. But Keyv wants it. */
  readonly clear: () => unknown;
}
