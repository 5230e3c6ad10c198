import type { JsonSchema } from './jsonSchema.js';
import { same } from './same.js';
import {
  deepest,
  isNothing,
  isSchema,
  propertiesOf,
  referred,
  requiredOf,
  schemasIn,
  type Schema,
} from './schemaParts.js';
import { isWithinLimits } from './strictLimits.js';

/**
 * The schema in the strict subset of OpenAI, in which a model cannot but keep to it; `undefined` where it does not go into
 * it: where the whole is no object, or somewhere anything goes, as in a record.
 *
 * Every object is closed there and has all of its members, so those that may be missing may be `null` instead:
 * `withoutNulls` takes that back. Limits that the subset has no words for, such as the length of a text, are left out.
 *
 * The subset is that of https://platform.openai.com/docs/guides/structured-outputs#supported-schemas.
 */
export const strictOf = (schema: JsonSchema): JsonSchema | undefined => {
  const { $defs, ...own } = schema;
  const root = strict(own, schema, 0);
  if (root?.type !== 'object') return undefined;
  const definitions = Object.entries(isSchema($defs) ? $defs : {}).map(
    ([name, one]) => [name, isSchema(one) ? strict(one, schema, 0) : undefined] as const,
  );
  if (definitions.some(([, one]) => one === undefined)) return undefined;
  const made =
    definitions.length === 0 ? root : { ...root, $defs: Object.fromEntries(definitions) };
  return isWithinLimits(made) ? made : undefined;
};

const strict = (schema: Schema, whole: Schema, depth: number): Schema | undefined => {
  if (depth > deepest) return undefined;
  const inside = (part: Schema): Schema | undefined => strict(part, whole, depth + 1);
  // A reference stands alone.
  if (schema.$ref !== undefined) {
    return referred(whole, schema.$ref) === undefined ? undefined : { $ref: schema.$ref };
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return hasOthers(schema, ['anyOf', 'oneOf'])
      ? undefined
      : choiceOf(schemasIn(choices), schema, inside);
  }
  if (schema.allOf !== undefined) {
    const [only, ...others] = schemasIn(schema.allOf);
    const isAlone = only !== undefined && others.length === 0 && !hasOthers(schema, ['allOf']);
    return isAlone ? inside({ ...only, ...pick(schema, annotations) }) : undefined;
  }
  const types = typesOf(schema);
  const [type] = types;
  if (types.length === 1 && type === 'object') return objectOf(schema, inside);
  if (types.length === 1 && type === 'array') return listOf(schema, inside);
  if (types.some((each) => each === 'object' || each === 'array')) {
    const parts = types.map((each) => ({ ...schema, type: each }));
    return choiceOf(parts, {}, inside);
  }
  return types.length === 0 || !types.every((each) => scalars.has(each))
    ? undefined
    : scalarOf(schema, types.length === 1 ? type : types);
};

type Inside = (schema: Schema) => Schema | undefined;

const choiceOf = (
  choices: readonly Schema[],
  schema: Schema,
  inside: Inside,
): Schema | undefined => {
  const anyOf = choices.filter((choice) => !isNothing(choice)).map(inside);
  return anyOf.length === 0 || anyOf.includes(undefined)
    ? undefined
    : { ...pick(schema, annotations), anyOf };
};

const objectOf = (schema: Schema, inside: Inside): Schema | undefined => {
  const { additionalProperties = false, patternProperties } = schema;
  const required = requiredOf(schema);
  const known = propertiesOf(schema);
  if (
    !isSchema(schema.properties) ||
    additionalProperties !== false ||
    patternProperties !== undefined ||
    [...required].some((name) => !known.some(([other]) => other === name))
  ) {
    return undefined;
  }
  const members = known
    // What cannot be there is not there in an object that is closed.
    .filter(([name, member]) => required.has(name) || !isNothing(member))
    .map(([name, member]) => {
      const made = inside(member);
      return [
        name,
        made === undefined || required.has(name) || takesNull(made) ? made : orNull(made),
      ] as const;
    });
  return members.some(([, member]) => member === undefined)
    ? undefined
    : {
        ...pick(schema, annotations),
        type: 'object',
        properties: Object.fromEntries(members),
        required: members.map(([name]) => name),
        additionalProperties: false,
      };
};

const listOf = (schema: Schema, inside: Inside): Schema | undefined => {
  const { prefixItems, maxItems } = schema;
  const [first, ...others] = schemasIn(prefixItems);
  const isEven =
    first !== undefined &&
    maxItems === others.length + 1 &&
    others.every((other) => same(first, other));
  const item = prefixItems === undefined ? schema.items : isEven ? first : undefined;
  const items = isSchema(item) ? inside(item) : undefined;
  return items === undefined
    ? undefined
    : {
        ...pick(schema, annotations),
        type: 'array',
        items,
        ...pick(schema, ['minItems', 'maxItems']),
      };
};

const scalarOf = (schema: Schema, type: unknown): Schema => ({
  ...pick(schema, annotations),
  type,
  ...pick(schema, ['enum', 'const', ...limits]),
  ...(typeof schema.format === 'string' && formats.has(schema.format) && pick(schema, ['format'])),
  ...(typeof schema.pattern === 'string' &&
    !looksAround(schema.pattern) &&
    pick(schema, ['pattern'])),
});

const orNull = (schema: Schema): Schema => ({
  anyOf: [...(schema.anyOf === undefined ? [schema] : schemasIn(schema.anyOf)), { type: 'null' }],
});

const takesNull = ({ type, anyOf, enum: values }: Schema): boolean =>
  ([type].flat().includes('null') && (!Array.isArray(values) || values.includes(null))) ||
  schemasIn(anyOf).some(takesNull);

/** The types that are told, or else those of the values that are. */
const typesOf = ({ type, enum: values, const: value }: Schema): readonly unknown[] => {
  if (type !== undefined) return [type].flat();
  const listed: readonly unknown[] = Array.isArray(values) ? values : [value];
  return [...new Set(listed.map((each) => (each === null ? 'null' : typeof each)))];
};

/** Whether there is more to it than these keywords and what only describes it. */
const hasOthers = (schema: Schema, keys: readonly string[]): boolean =>
  Object.keys(schema).filter((key) => !keys.includes(key) && !silent.has(key)).length > 0 ||
  keys.filter((key) => key in schema).length > 1;

const pick = (schema: Schema, keys: readonly string[]): Schema =>
  Object.fromEntries(keys.filter((key) => key in schema).map((key) => [key, schema[key]]));

const looksAround = (pattern: string): boolean => /\(\?(?:[=!]|<[=!])|\\[1-9k]/u.test(pattern);

const annotations: readonly string[] = ['title', 'description'];

/** Keywords that say nothing of what fits. */
const silent: ReadonlySet<string> = new Set([
  ...annotations,
  '$comment',
  '$schema',
  'default',
  'deprecated',
  'discriminator',
  'examples',
  'readOnly',
  'writeOnly',
]);

const scalars: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);

const limits = ['multipleOf', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'];

const formats: ReadonlySet<string> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
]);
