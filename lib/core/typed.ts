/**
 * The types of io-ts, read by their members. io-ts itself is not loaded, and there may be another copy of it.
 *
 * @module
 */

import type { AnyCodec } from './codec.js';
import { deepest } from './schemaParts.js';

/** A type of io-ts. What stands in its members, its tag says. */
export interface Typed extends AnyCodec {
  readonly _tag?: unknown;
  readonly is: (value: unknown) => boolean;
  readonly type: Typed;
  readonly types: readonly Typed[];
  readonly props: Readonly<Record<string, Typed>>;
  readonly keys: object;
  readonly value: unknown;
  readonly domain: Typed;
  readonly codomain: Typed;
}

/** A codec, for whoever reads of its members only those that its tag promises. */
// Nothing is promised without a tag, and io-ts keeps what it promises.
export const typed = (codec: AnyCodec): Typed => codec as Typed;

/** Whether a member of this type may be missing. */
export const mayBeMissing = (codec: AnyCodec, depth = 0): boolean => {
  const io = typed(codec);
  const takes = (type: Typed): boolean => depth < deepest && mayBeMissing(type, depth + 1);
  if (codec.schema !== undefined) return codec.decode(undefined)._tag === 'Right';
  switch (io._tag) {
    case 'UndefinedType':
    case 'VoidType':
    case 'UnknownType':
    case 'AnyType':
      return true;
    case 'UnionType':
      return io.types.some(takes);
    case 'IntersectionType':
      return io.types.every(takes);
    case 'ReadonlyType':
    case 'RefinementType':
    case 'RecursiveType':
      return takes(io.type);
    default:
      return false;
  }
};

/** The keys of a record that has to have all of them. */
export const namesIn = (domain: Typed): readonly string[] | undefined => {
  switch (domain._tag) {
    case 'LiteralType':
      return typeof domain.value === 'string' ? [domain.value] : undefined;
    case 'KeyofType':
      return Object.keys(domain.keys);
    case 'UnionType': {
      const names = domain.types.map(namesIn);
      return names.includes(undefined)
        ? undefined
        : [...new Set(names.flatMap((each) => each ?? []))];
    }
    default:
      return undefined;
  }
};

/** Whether all keys of a record are texts of any kind. */
export const isText = ({ _tag, type }: Typed): boolean =>
  _tag === 'StringType' || ((_tag === 'RefinementType' || _tag === 'ReadonlyType') && isText(type));

/** Whether it lets integers through and nothing else. A refinement of that name may be another one. */
export const isInt = (io: Typed): boolean =>
  io.type._tag === 'NumberType' && (io.name === 'Int' || io.name === 'Integer') && !io.is(0.5);
