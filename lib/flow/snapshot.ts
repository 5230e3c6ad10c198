import type { Audio, Image } from '../core/media.js';

/** What a value looks like while it grows: parts of it may be missing; texts, numbers and bytes are as they are. */
export type Growing<A> = unknown extends A
  ? A
  : A extends string
    ? string
    : A extends Whole
      ? A
      : A extends readonly (infer Item)[]
        ? readonly Growing<Item>[]
        : A extends object
          ? { readonly [Key in keyof A]?: Growing<A[Key]> }
          : A;

type Whole =
  | number
  | boolean
  | bigint
  | null
  | undefined
  | Uint8Array
  | Image
  | Audio
  | Date
  | ((...given: never) => unknown);
