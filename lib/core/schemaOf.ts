import type { AnyCodec } from './codec.js';
import { bothOf, eitherOf, type Combining } from './combined.js';
import type { JsonSchema } from './jsonSchema.js';
import { deepest, isNothing, isSchema, nothing, type Schema } from './schemaParts.js';
import { isInt, isText, mayBeMissing, namesIn, typed, type Typed } from './typed.js';

/**
 * What a codec reads, as a JSON Schema of what has to be written; `undefined` where it cannot be told. A schema is never
 * wrong: one part that cannot be told, such as a type of one's own, and there is none.
 *
 * Known are the types of io-ts, and whatever has a `schema`, as `standard` makes it. Of a refinement its base is told, and
 * `t.Int` as an integer. Members that may be `undefined` are not required. Only `t.exact` and `t.strict` are closed to other
 * members. What is recursive becomes a definition, and the whole itself is never a reference.
 */
export const schemaOf = (codec: AnyCodec): JsonSchema | undefined => {
  if (codec.schema !== undefined) return withoutDialect(codec.schema());
  const definitions = new Map<unknown, Definition>();
  const counted = counting(mostParts);
  const schema = told(codec, { definitions, counted, depth: 0, around: [] });
  if (schema === undefined || isNothing(schema)) return undefined;
  const followed = new Set<Definition>();
  const root = withoutReference(schema, [...definitions.values()], followed);
  const used = [...definitions.values()].flatMap((definition) => {
    const { name, uses, made } = definition;
    const isUsed = uses > (followed.has(definition) ? 1 : 0);
    return isUsed && made !== undefined ? [[name, made] as const] : [];
  });
  return { ...root, ...(used.length > 0 && { $defs: Object.fromEntries(used) }) };
};

/** What a reference points to in the end. Each definition on the way is used once less. */
const withoutReference = (
  schema: Schema,
  definitions: readonly Definition[],
  followed: Set<Definition>,
): Schema => {
  const definition = definitions.find(({ reference }) => reference === schema.$ref);
  if (definition?.made === undefined) return schema;
  followed.add(definition);
  return withoutReference(definition.made, definitions, followed);
};

/** A recursive type. */
interface Definition {
  readonly name: string;
  readonly reference: string;
  uses: number;
  /** What it is; `undefined` while that is being told. */
  made: Schema | undefined;
}

interface Telling {
  readonly definitions: Map<unknown, Definition>;
  readonly counted: () => boolean;
  readonly depth: number;
  /** The recursive types that are being told, with no member or item in between. */
  readonly around: readonly unknown[];
}

const told = (codec: AnyCodec, telling: Telling): Schema | undefined => {
  if (telling.depth > deepest || telling.counted()) return undefined;
  if (codec.schema !== undefined) return movable(withoutDialect(codec.schema()));
  const io = typed(codec);
  const beside = { ...telling, depth: telling.depth + 1 };
  const inside = { ...beside, around: [] };
  switch (io._tag) {
    case 'StringType':
      return { type: 'string' };
    case 'NumberType':
      return { type: 'number' };
    case 'BooleanType':
      return { type: 'boolean' };
    case 'NullType':
      return { type: 'null' };
    case 'UndefinedType':
    case 'VoidType':
    case 'NeverType':
      return nothing;
    case 'UnknownType':
    case 'AnyType':
      return {};
    case 'AnyArrayType':
      return { type: 'array' };
    case 'AnyDictionaryType':
      return { type: 'object' };
    case 'LiteralType':
      return isWritable(io.value) ? { type: typeof io.value, enum: [io.value] } : undefined;
    case 'KeyofType':
      return listing(Object.keys(io.keys));
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return listOf(told(io.type, inside));
    case 'TupleType':
      return tupleOf(io.types, inside);
    case 'InterfaceType':
      return membersOf(Object.entries(io.props), mayBeMissing, inside);
    case 'PartialType':
      return membersOf(Object.entries(io.props), () => true, inside);
    case 'DictionaryType':
      return recordOf(io, inside);
    case 'ExactType':
      return closed(told(io.type, beside));
    case 'ReadonlyType':
      return told(io.type, beside);
    case 'RefinementType':
      return isInt(io) ? { type: 'integer' } : told(io.type, beside);
    case 'UnionType': {
      const schemas = io.types.map((type) => told(type, beside));
      return schemas.every((schema) => schema !== undefined) ? eitherOf(schemas) : undefined;
    }
    case 'IntersectionType':
      return io.types
        .map((type) => told(type, beside))
        .reduce<Schema | undefined>(
          (all, one) => (all && one ? bothOf(all, one, combiningIn(telling)) : undefined),
          {},
        );
    case 'RecursiveType':
      return referenceTo(io, beside);
    default:
      return undefined;
  }
};

const listOf = (items: Schema | undefined): Schema | undefined =>
  items === undefined ? undefined : { type: 'array', items };

const listing = (texts: readonly string[]): Schema =>
  texts.length === 0 ? nothing : { type: 'string', enum: texts };

// io-ts reads what is missing at the end of a tuple as `undefined`.
const tupleOf = (types: readonly Typed[], inside: Telling): Schema | undefined => {
  const prefixItems = types.map((type) => told(type, inside));
  if (prefixItems.includes(undefined)) return undefined;
  const minItems = types.findLastIndex((type) => !mayBeMissing(type)) + 1;
  return {
    type: 'array',
    ...(types.length > 0 && { prefixItems }),
    ...(minItems > 0 && { minItems }),
    maxItems: types.length,
  };
};

const membersOf = (
  types: readonly (readonly [string, AnyCodec])[],
  isOptional: (type: AnyCodec) => boolean,
  inside: Telling,
): Schema | undefined => {
  const members = types.map(([name, type]) => [name, told(type, inside)] as const);
  if (members.some(([, schema]) => schema === undefined)) return undefined;
  const required = types.flatMap(([name, type]) => (isOptional(type) ? [] : [name]));
  return {
    type: 'object',
    properties: Object.fromEntries(members),
    ...(required.length > 0 && { required }),
  };
};

const recordOf = ({ domain, codomain }: Typed, inside: Telling): Schema | undefined => {
  const names = namesIn(domain);
  if (names !== undefined) {
    return closed(
      membersOf(
        names.map((name) => [name, codomain] as const),
        mayBeMissing,
        inside,
      ),
    );
  }
  const values = isText(domain) ? told(codomain, inside) : undefined;
  return values === undefined ? undefined : { type: 'object', additionalProperties: values };
};

const closed = (schema: Schema | undefined): Schema | undefined =>
  schema?.type === 'object' &&
  schema.additionalProperties === undefined &&
  isSchema(schema.properties)
    ? { ...schema, additionalProperties: false }
    : schema?.additionalProperties === false
      ? schema
      : undefined;

const referenceTo = (io: Typed, beside: Telling): Schema | undefined => {
  const { definitions, around } = beside;
  // What begins with itself has no end, for its codec as well.
  if (around.includes(io)) return undefined;
  const known = definitions.get(io);
  if (known !== undefined) {
    known.uses += 1;
    return { $ref: known.reference };
  }
  const name = freeName(io.name ?? '', [...definitions.values()]);
  const definition: Definition = { name, reference: `#/$defs/${name}`, uses: 1, made: undefined };
  definitions.set(io, definition);
  definition.made = told(io.type, { ...beside, around: [...around, io] });
  return definition.made === undefined ? undefined : { $ref: definition.reference };
};

const freeName = (wanted: string, taken: readonly Definition[]): string => {
  const name = wanted
    .replace(/[^A-Za-z\d-]+/gu, '_')
    .replace(/^_+/u, '')
    .slice(0, 40);
  const isFree = (one: string): boolean => one !== '' && !taken.some((other) => other.name === one);
  if (isFree(name)) return name;
  let number = 1;
  while (!isFree(`${name}${String(number)}`)) number += 1;
  return `${name}${String(number)}`;
};

const combiningIn = ({ definitions, counted }: Telling): Combining => ({
  isTooMuch: counted,
  resolve: (schema) => {
    if (schema.$ref === undefined) return schema;
    return [...definitions.values()].find(({ reference }) => reference === schema.$ref)?.made;
  },
});

/** A schema without its first line, which says what language it is written in. */
const withoutDialect = (schema: Schema | undefined): Schema | undefined => {
  if (!isSchema(schema)) return undefined;
  const { $schema, ...rest } = schema;
  return $schema === undefined ? schema : rest;
};

/** A schema that can be a part of another one, because it refers to nothing. */
const movable = (schema: Schema | undefined): Schema | undefined => {
  const rest: unknown[] = [schema];
  for (let parts = 0; rest.length > 0; parts++) {
    const part = rest.pop();
    if (parts > mostParts) return undefined;
    if (typeof part !== 'object' || part === null) continue;
    if (['$ref', '$defs', '$dynamicRef', '$id', '$anchor'].some((key) => key in part))
      return undefined;
    for (const key of Object.keys(part)) rest.push(Reflect.get(part, key));
  }
  return schema;
};

const isWritable = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const counting = (most: number): (() => boolean) => {
  let count = 0;
  return () => ++count > most;
};

/** How many parts a schema may have. No vendor takes as many. */
const mostParts = 10_000;
