/**
 * Types of values as data, and the codecs that they are.
 *
 * @module
 */

import * as t from 'io-ts';
import type { AnyCodec } from '../core/codec.js';
import { InvalidOptions } from '../core/errors.js';
import { Audio, Image } from '../core/media.js';
import type { TypeSpec } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';

/** The types that have a name. */
export const namedTypes = {
  text: t.string,
  number: t.number,
  boolean: t.boolean,
  image: Image,
  audio: Audio,
  data: Object.assign(
    new t.Type<unknown>(
      'data',
      (value): value is unknown => isJson(value),
      (value, context) => (isJson(value) ? t.success(value) : t.failure(value, context)),
      t.identity,
    ),
    // A model may write whatever it likes there.
    { schema: () => ({}) },
  ),
} as const;

/** The codec of a type. */
export const codecOfType = (type: TypeSpec): t.Mixed => {
  if (typeof type === 'string') return namedTypes[type];
  if ('list' in type) return t.array(codecOfType(type.list));
  if ('record' in type) {
    return t.type(
      Object.fromEntries(
        Object.entries(type.record).map(([name, member]) => [name, codecOfType(member)] as const),
      ),
    );
  }
  if ('optional' in type) return t.union([codecOfType(type.optional), t.undefined]);
  const [first, second, ...others]: readonly t.Mixed[] = type.oneOf.map((text) => t.literal(text));
  if (first === undefined) throw new InvalidOptions(undefined, 'oneOf needs at least one text.');
  return second === undefined ? first : t.union([first, second, ...others]);
};

/** Whether pictures or sounds are a part of a type. */
export const hasBytes = (type: TypeSpec): boolean => {
  if (typeof type === 'string') return type === 'image' || type === 'audio';
  if ('list' in type) return hasBytes(type.list);
  if ('record' in type) return Object.values(type.record).some((member) => hasBytes(member));
  return 'optional' in type && hasBytes(type.optional);
};

/** The type of a codec; `undefined` for one of which nothing is known, and that is a problem. */
export const typeOf = (codec: AnyCodec, place: Place, problems: Problems): TypeSpec | undefined => {
  const named = Object.entries(namedTypes).find(([, one]) => one === codec || isAlike(one, codec));
  // These are the names of `namedTypes`.
  if (named !== undefined) return named[0] as keyof typeof namedTypes;
  const made = madeOf(codec);
  switch (made._tag) {
    case 'List': {
      const list = typeOf(made.item, [...place, 'list'], problems);
      return list === undefined ? undefined : { list };
    }
    case 'Record': {
      const members = Object.entries(made.members).map(
        ([name, member]) => [name, typeOf(member, [...place, 'record', name], problems)] as const,
      );
      const known = members.flatMap(([name, type]) =>
        type === undefined ? [] : [[name, type] as const],
      );
      return known.length < members.length ? undefined : { record: Object.fromEntries(known) };
    }
    case 'OneOf':
      return { oneOf: made.texts };
    case 'Optional': {
      const optional = typeOf(made.type, [...place, 'optional'], problems);
      return optional === undefined ? undefined : { optional };
    }
    case 'Unknown':
      problems.add(
        place,
        `${codec.name === undefined ? 'This codec' : `The codec ${codec.name}`} cannot be written down. Take one of ` +
          "t.string, t.number, t.boolean, t.type, t.array, t.literal, Image and Audio, or codecOf(…) of 'rivulet/spec'.",
      );
      return undefined;
  }
};

type Made =
  | { readonly _tag: 'List'; readonly item: AnyCodec }
  | { readonly _tag: 'Record'; readonly members: Readonly<Record<string, AnyCodec>> }
  | { readonly _tag: 'OneOf'; readonly texts: readonly string[] }
  | { readonly _tag: 'Optional'; readonly type: AnyCodec }
  | { readonly _tag: 'Unknown' };

// By their tags, because there may be another copy of io-ts.
const tagOf = (codec: unknown): unknown =>
  typeof codec === 'object' && codec !== null && '_tag' in codec ? codec._tag : undefined;

const isAlike = (one: unknown, codec: unknown): boolean =>
  tagOf(one) !== undefined && tagOf(one) === tagOf(codec);

const madeOf = (codec: AnyCodec): Made => {
  // What stands in these members, the tags say.
  const io = codec as AnyCodec & {
    readonly type: AnyCodec;
    readonly types: readonly AnyCodec[];
    readonly props: Readonly<Record<string, AnyCodec>>;
    readonly keys: object;
    readonly value: unknown;
  };
  switch (tagOf(codec)) {
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return { _tag: 'List', item: io.type };
    case 'InterfaceType':
      return { _tag: 'Record', members: io.props };
    case 'KeyofType':
      return { _tag: 'OneOf', texts: Object.keys(io.keys) };
    case 'LiteralType':
      return typeof io.value === 'string'
        ? { _tag: 'OneOf', texts: [io.value] }
        : { _tag: 'Unknown' };
    case 'UnionType': {
      const parts = io.types.map(madeOf);
      const texts = parts.flatMap((part) => (part._tag === 'OneOf' ? part.texts : []));
      if (parts.every(({ _tag }) => _tag === 'OneOf')) return { _tag: 'OneOf', texts };
      const [type, nothing, ...others] = io.types;
      return type !== undefined && tagOf(nothing) === 'UndefinedType' && others.length === 0
        ? { _tag: 'Optional', type }
        : { _tag: 'Unknown' };
    }
    default:
      return { _tag: 'Unknown' };
  }
};

const isJson = (value: unknown): boolean => {
  const rest: unknown[] = [value];
  const seen = new Set<object>();
  while (rest.length > 0) {
    const one = rest.pop();
    if (one === null || typeof one === 'string' || typeof one === 'boolean') continue;
    if (typeof one === 'number' && Number.isFinite(one)) continue;
    if (typeof one !== 'object' || !(Array.isArray(one) || isPlain(one))) return false;
    if (seen.has(one)) continue;
    seen.add(one);
    for (const member of Object.values(one)) if (member !== undefined) rest.push(member);
  }
  return true;
};

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
