import type { JsonSchema } from '../../core/jsonSchema.js';
import { isSchema, propertiesOf, referred, type Schema } from '../../core/schemaParts.js';

/**
 * A schema in the words that the vendor knows; `undefined` where these do not say it: its objects have known members all the
 * way down, and no schema leads back to itself. What else it demands, such as a range, becomes a part of its description.
 */
export const anthropicSchema = (root: JsonSchema): Written | undefined => {
  const write: Write = (schema, within = []) => {
    if (!isSchema(schema)) return undefined;
    const { $ref } = schema;
    // Written out where it is used, which ends for all but those that lead back to themselves.
    if (within.includes($ref)) return undefined;
    if ($ref !== undefined) return write(referred(root, $ref), [...within, $ref]);
    const written = shapeOf(schema, (part) => write(part, within));
    return written === undefined ? undefined : { ...written, ...noteOf(schema) };
  };
  return write(root);
};

type Written = Record<string, unknown>;
type Write = (schema: unknown, within?: readonly unknown[]) => Written | undefined;

const shapeOf = (schema: Schema, write: Write): Written | undefined => {
  const { type, enum: values, const: value, anyOf, oneOf } = schema;
  if (Array.isArray(values)) return values.every(isPlain) ? { enum: values } : undefined;
  if (value !== undefined) return isPlain(value) ? { const: value } : undefined;
  if (Array.isArray(type)) {
    const { items, properties, required, additionalProperties } = schema;
    const shape = { items, properties, required, additionalProperties };
    return waysOf(
      type.map((each: unknown) => ({ ...shape, type: each })),
      write,
    );
  }
  if (Array.isArray(anyOf)) return waysOf(anyOf, write);
  if (Array.isArray(oneOf)) return waysOf(oneOf, write);
  switch (type) {
    case 'object':
      return objectOf(schema, write);
    case 'array': {
      const items = write(schema.items);
      return items === undefined ? undefined : { type, items };
    }
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return { type };
    default:
      return undefined;
  }
};

const waysOf = (ways: readonly unknown[], write: Write): Written | undefined => {
  const written = ways.map((way) => write(way));
  return written.includes(undefined) ? undefined : { anyOf: written };
};

const objectOf = (schema: Schema, write: Write): Written | undefined => {
  // One whose members have any name cannot be told.
  const { properties, required = [], additionalProperties = false } = schema;
  if (!isSchema(properties) || additionalProperties !== false) return undefined;
  const members = propertiesOf(schema).map(([name, member]) => [name, write(member)] as const);
  if (members.some(([, member]) => member === undefined)) return undefined;
  return {
    type: 'object',
    properties: Object.fromEntries(members),
    required,
    additionalProperties,
  };
};

const noteOf = (schema: Schema): { readonly description?: string } => {
  const rest = Object.entries(schema).filter(
    ([keyword, rule]) => !told.has(keyword) && rule !== undefined,
  );
  const { description } = schema;
  const notes = [
    ...(typeof description === 'string' ? [description] : []),
    ...(rest.length === 0 ? [] : [JSON.stringify(Object.fromEntries(rest))]),
  ];
  return notes.length === 0 ? {} : { description: notes.join(' ') };
};

const told: ReadonlySet<string> = new Set([
  '$defs',
  '$id',
  '$schema',
  'additionalProperties',
  'anyOf',
  'const',
  'description',
  'enum',
  'items',
  'oneOf',
  'properties',
  'required',
  'type',
]);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
