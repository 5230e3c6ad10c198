import {
  deepest,
  isNothing,
  isSchema,
  propertiesOf,
  referred,
  requiredOf,
  schemasIn,
  type Schema,
} from '../../core/schemaParts.js';
import type { AnswerForm } from '../../flow/ports.js';
import { hash } from '../../internal/hash.js';
import { heightsIn, type Heights } from './madeUpHeights.js';
import { madeUpNumber, madeUpText } from './madeUpScalars.js';

/**
 * A JSON text of the form that is asked for: the same for the same seed, and plainly made up where there is a text in it.
 * What only a pattern describes cannot be made up.
 *
 * @param otherwise what is said where nobody says what the JSON has to be
 */
export const madeUpForm = ({ schema }: AnswerForm, seed: string, otherwise: string): string =>
  JSON.stringify(
    schema === undefined
      ? { scripted: otherwise }
      : madeOf(schema, {
          whole: schema,
          height: heightsIn(schema),
          depth: 0,
          path: seed,
          name: 'answer',
        }),
    undefined,
    2,
  );

interface Making {
  readonly whole: Schema;
  readonly height: Heights;
  readonly depth: number;
  /** The seed, and where in the answer this is. */
  readonly path: string;
  /** What this is called there. */
  readonly name: string;
}

const madeOf = (schema: Schema, making: Making): unknown => {
  const { whole, depth, path } = making;
  const beside = { ...making, depth: depth + 1 };
  if (depth > deepest) return null;
  if (schema.$ref !== undefined) return madeOf(referred(whole, schema.$ref) ?? {}, beside);
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return pickBy(path, schema.enum);
  const all = schemasIn(schema.allOf);
  if (all.length > 0) return madeOf(merged([schema, ...all], whole), beside);
  const choices = schemasIn(schema.anyOf ?? schema.oneOf);
  if (choices.length > 0) return madeOf(choiceOf(choices, making), beside);
  switch (typeOf(schema)) {
    case 'null':
      return null;
    case 'boolean':
      return hash(path) % 2 === 0;
    case 'number':
    case 'integer':
      return madeUpNumber(schema, hash(path));
    case 'array':
      return listOf(schema, making);
    case 'object':
      return objectOf(schema, making);
    default:
      return madeUpText(schema, making.name, hash(path));
  }
};

const listOf = (schema: Schema, making: Making): readonly unknown[] => {
  const first = schemasIn(schema.prefixItems);
  const [least, most] = [count(schema.minItems, 0), count(schema.maxItems, Infinity)];
  const items = isSchema(schema.items) ? schema.items : {};
  const mayHave = isShallow(making) && Number.isFinite(making.height(items));
  const wanted = mayHave && first.length === 0 ? 2 : first.length;
  return Array.from({ length: Math.min(most, Math.max(least, wanted)) }, (_, index) =>
    madeOf(first[index] ?? items, within(making, String(index), making.name)),
  );
};

const objectOf = (schema: Schema, making: Making): object => {
  const { additionalProperties, propertyNames } = schema;
  const required = requiredOf(schema);
  const known = propertiesOf(schema).filter(
    ([name, member]) =>
      required.has(name) || (isShallow(making) && Number.isFinite(making.height(member))),
  );
  const rest = isSchema(additionalProperties) ? additionalProperties : {};
  const owed = [...required]
    .filter((name) => typeof name === 'string')
    .filter((name) => !known.some(([other]) => other === name));
  const isRecord = isSchema(additionalProperties) && known.length + owed.length === 0;
  const least = Math.max(
    count(schema.minProperties, 0),
    isShallow(making) && Number.isFinite(making.height(rest)) ? 1 : 0,
  );
  const named =
    isSchema(propertyNames) && Array.isArray(propertyNames.enum) ? propertyNames.enum : [];
  const free = isRecord
    ? Array.from({ length: least }, (_, index) =>
        String(named[index] ?? `scripted${String(index + 1)}`),
      )
    : [];
  return Object.fromEntries(
    [...known, ...[...owed, ...free].map((name) => [name, rest] as const)].map(([name, member]) => [
      name,
      madeOf(member, within(making, name, name)),
    ]),
  );
};

/** Any choice near the top, and further down one that comes to an end soon. */
const choiceOf = (choices: readonly Schema[], { height, path, depth }: Making): Schema => {
  const heights = choices.map(height);
  const least = Math.min(...heights);
  const fit = choices.filter((choice, index) =>
    depth < 4 ? !isNothing(choice) && heights[index] !== Infinity : heights[index] === least,
  );
  return pickBy(path, fit.length === 0 ? choices : fit) ?? {};
};

/** What several schemas say of the same value, as far as they do not contradict each other. */
const merged = (schemas: readonly Schema[], whole: Schema): Schema => {
  const parts = schemas
    .map((schema) => (schema.$ref === undefined ? schema : (referred(whole, schema.$ref) ?? {})))
    .map((part): Schema => ({ ...part, allOf: undefined }));
  const properties = parts.flatMap(propertiesOf);
  return {
    ...parts.reduce((all, part) => ({ ...all, ...part }), {}),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    required: parts.flatMap((part) => [...requiredOf(part)]),
  };
};

const typeOf = ({ type, properties, additionalProperties, items }: Schema): unknown => {
  const types: readonly unknown[] = [type].flat();
  const [first] = types.filter((each) => each !== 'null' && each !== undefined);
  if (first !== undefined || type !== undefined) return first ?? 'null';
  if (properties !== undefined || additionalProperties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
};

const within = (making: Making, step: string, name: string): Making => ({
  ...making,
  depth: making.depth + 1,
  path: `${making.path}/${step}`,
  name,
});

const isShallow = ({ depth }: Making): boolean => depth < 4;

const pickBy = <A>(path: string, values: readonly A[]): A | undefined =>
  values[hash(path) % values.length];

const count = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;
