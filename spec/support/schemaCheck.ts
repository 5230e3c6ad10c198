import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';

/** Whether a JSON value fits a schema, as far as the keywords go that this library writes. Others are refused. */
export const fitsSchema = (schema: unknown, value: unknown, whole = schema): boolean => {
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) throw new Error(`No schema: ${JSON.stringify(schema)}`);
  return Object.entries(schema).every(([keyword, says]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`An unknown keyword: ${keyword}`);
    return check(says, value, { schema, fits: (part, one) => fitsSchema(part, one, whole), whole });
  });
};

interface Checking {
  readonly schema: JsonSchema;
  readonly whole: unknown;
  readonly fits: (schema: unknown, value: unknown) => boolean;
}

type Check = (says: unknown, value: unknown, checking: Checking) => boolean;

const keywords: Readonly<Record<string, Check>> = {
  $defs: () => true,
  $ref: (says, value, { whole, fits }) => fits(resolved(whole, String(says)), value),
  type: (says, value) => [says].flat().some((type) => isOf(type, value)),
  enum: (says, value) => listOf(says).some((one) => isDeepStrictEqual(one, value)),
  const: (says, value) => isDeepStrictEqual(says, value),
  anyOf: (says, value, { fits }) => listOf(says).some((part) => fits(part, value)),
  oneOf: (says, value, { fits }) => listOf(says).filter((part) => fits(part, value)).length === 1,
  allOf: (says, value, { fits }) => listOf(says).every((part) => fits(part, value)),
  not: (says, value, { fits }) => !fits(says, value),
  items: (says, value, { fits, schema }) =>
    listOf(value, [])
      .slice(listOf(schema['prefixItems'] ?? []).length)
      .every((item) => fits(says, item)),
  prefixItems: (says, value, { fits }) =>
    listOf(value, []).every((item, index) => {
      const part = listOf(says)[index];
      return part === undefined || fits(part, item);
    }),
  minItems: (says, value) => !Array.isArray(value) || value.length >= Number(says),
  maxItems: (says, value) => !Array.isArray(value) || value.length <= Number(says),
  minLength: (says, value) => typeof value !== 'string' || value.length >= Number(says),
  maxLength: (says, value) => typeof value !== 'string' || value.length <= Number(says),
  minimum: (says, value) => typeof value !== 'number' || value >= Number(says),
  maximum: (says, value) => typeof value !== 'number' || value <= Number(says),
  required: (says, value) =>
    !isObject(value) || listOf(says).every((name) => Object.hasOwn(value, String(name))),
  properties: (says, value, { fits }) =>
    !isObject(value) ||
    !isObject(says) ||
    Object.entries(says).every(([name, part]) =>
      Object.hasOwn(value, name) ? fits(part, value[name]) : true,
    ),
  additionalProperties: (says, value, { fits, schema: { properties } }) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, one]) => (isObject(properties) && Object.hasOwn(properties, name)) || fits(says, one),
    ),
};

const resolved = (whole: unknown, reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((part, key) => {
      if (isObject(part) && Object.hasOwn(part, key)) return part[key];
      throw new Error(`${reference} points to nothing.`);
    }, whole);

const isOf = (type: unknown, value: unknown): boolean =>
  type === 'null'
    ? value === null
    : type === 'array'
      ? Array.isArray(value)
      : type === 'object'
        ? isObject(value)
        : type === 'integer'
          ? Number.isInteger(value)
          : typeof value === type;

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown, otherwise?: readonly unknown[]): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (otherwise === undefined) throw new Error(`No list: ${JSON.stringify(value)}`);
  return otherwise;
};
