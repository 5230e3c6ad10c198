/**
 * Two schemas as one: what fits one of them, and what fits both.
 *
 * @module
 */

import { same } from './same.js';
import {
  deepest,
  isAnything,
  isNothing,
  isSchema,
  nothing,
  propertiesOf,
  requiredOf,
  schemasIn,
  type Schema,
} from './schemaParts.js';

/** What fits one of some schemas. Those of texts and of numbers that are listed become one list. */
export const eitherOf = (schemas: readonly Schema[]): Schema => {
  const all = schemas.flatMap(choices).filter((schema) => !isNothing(schema));
  if (all.some(isAnything)) return {};
  const lists = new Map<unknown, unknown[]>();
  const kept: Schema[] = [];
  for (const schema of all) {
    const { type } = schema;
    const listed = isListing(schema) ? schema.enum : undefined;
    const list = lists.get(type);
    if (listed === undefined) {
      if (!kept.some((other) => same(other, schema))) kept.push(schema);
    } else if (list === undefined) {
      const values = [...listed];
      lists.set(type, values);
      kept.push({ type, enum: values });
    } else {
      for (const value of listed) if (!list.includes(value)) list.push(value);
    }
  }
  const [first = nothing, ...others] = kept;
  return others.length === 0 ? first : { anyOf: kept };
};

/** How schemas are put together. */
export interface Combining {
  /** What a schema is that may be a reference; `undefined` while that is being made. */
  readonly resolve: (schema: Schema) => Schema | undefined;
  /** Counts one part more, and says whether there are too many. */
  readonly isTooMuch: () => boolean;
}

/**
 * What fits both schemas. `undefined` where it cannot be told.
 *
 * Objects are merged as io-ts does it: what one of them leaves out, another one may keep, so the whole is closed only
 * where all are.
 */
export const bothOf = (
  a: Schema,
  b: Schema,
  combining: Combining,
  depth = 0,
): Schema | undefined => {
  if (depth > deepest || combining.isTooMuch()) return undefined;
  if (same(a, b) || isAnything(b) || isNothing(a)) return a;
  if (isAnything(a) || isNothing(b)) return b;
  const [one, other] = [combining.resolve(a), combining.resolve(b)];
  if (one === undefined || other === undefined) return undefined;
  const both = (x: Schema, y: Schema): Schema | undefined => bothOf(x, y, combining, depth + 1);
  if (choices(one).length > 1) return distributed(choices(one), (choice) => both(choice, other));
  if (choices(other).length > 1) return distributed(choices(other), (choice) => both(one, choice));
  if (hasOnly(one, scalar) && hasOnly(other, scalar)) return bothScalars(one, other);
  if (typeof one.type === 'string' && typeof other.type === 'string' && one.type !== other.type) {
    return nothing;
  }
  if (hasOnly(one, list) && hasOnly(other, list)) return bothLists(one, other, both);
  if (hasOnly(one, object) && hasOnly(other, object)) return bothObjects(one, other, both);
  const isClosed = [one, other].some(({ additionalProperties }) => additionalProperties === false);
  return isClosed ? undefined : { allOf: [one, other] };
};

type Both = (a: Schema, b: Schema) => Schema | undefined;

const bothScalars = (a: Schema, b: Schema): Schema => {
  const types = [a.type, b.type];
  const type = a.type === b.type ? a.type : types.every(isNumeric) ? 'integer' : undefined;
  if (type === undefined) return nothing;
  const lists = [a.enum, b.enum].filter(Array.isArray);
  const [first, ...others] = lists;
  if (first === undefined) return { type };
  const values = first.filter(
    (value: unknown) =>
      others.every((other) => other.includes(value)) &&
      (type !== 'integer' || Number.isInteger(value)),
  );
  return values.length === 0 ? nothing : { type, enum: values };
};

const bothLists = (a: Schema, b: Schema, both: Both): Schema | undefined => {
  const items = both(itemsOf(a), itemsOf(b));
  return items === undefined ? undefined : { type: 'array', items };
};

const bothObjects = (a: Schema, b: Schema, both: Both): Schema | undefined => {
  const [ofA, ofB] = [new Map(propertiesOf(a)), new Map(propertiesOf(b))];
  const members = [...new Set([...ofA.keys(), ...ofB.keys()])].map((name) => {
    const [one = restOf(a), other = restOf(b)] = [ofA.get(name), ofB.get(name)];
    return [name, both(one, other)] as const;
  });
  const required = [...new Set([...requiredOf(a), ...requiredOf(b)])];
  const isClosed = a.additionalProperties === false && b.additionalProperties === false;
  const isOpen = a.additionalProperties === undefined && b.additionalProperties === undefined;
  const rest = both(restOf(a), restOf(b));
  if (rest === undefined || members.some(([, schema]) => schema === undefined)) return undefined;
  return {
    type: 'object',
    ...(members.length > 0 && { properties: Object.fromEntries(members) }),
    ...(required.length > 0 && { required }),
    ...(isClosed
      ? { additionalProperties: false }
      : isOpen || isAnything(rest)
        ? {}
        : { additionalProperties: rest }),
  };
};

const distributed = (
  schemas: readonly Schema[],
  each: (schema: Schema) => Schema | undefined,
): Schema | undefined => {
  const made = schemas.map(each);
  return made.every((schema) => schema !== undefined) ? eitherOf(made) : undefined;
};

const choices = (schema: Schema): readonly Schema[] =>
  hasOnly(schema, ['anyOf']) && !isAnything(schema) ? schemasIn(schema.anyOf) : [schema];

const isListing = (schema: Schema): schema is Schema & { readonly enum: readonly unknown[] } =>
  hasOnly(schema, scalar) && Array.isArray(schema.enum);

const isNumeric = (type: unknown): boolean => type === 'number' || type === 'integer';

/** What members may be that an object does not speak of. One that is closed takes them out and does not mind. */
const restOf = ({ additionalProperties }: Schema): Schema =>
  isSchema(additionalProperties) ? additionalProperties : {};

const itemsOf = ({ items }: Schema): Schema => (isSchema(items) ? items : {});

const hasOnly = (
  schema: Schema,
  keys: readonly string[],
  type: readonly unknown[] = typesOf.get(keys) ?? [schema.type],
): boolean => type.includes(schema.type) && Object.keys(schema).every((key) => keys.includes(key));

const scalar: readonly string[] = ['type', 'enum'];
const list: readonly string[] = ['type', 'items'];
const object: readonly string[] = ['type', 'properties', 'required', 'additionalProperties'];

const typesOf: ReadonlyMap<readonly string[], readonly string[]> = new Map([
  [scalar, ['string', 'number', 'integer', 'boolean', 'null']],
  [list, ['array']],
  [object, ['object']],
]);
