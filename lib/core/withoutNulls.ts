import type { JsonSchema } from './jsonSchema.js';
import { same } from './same.js';
import { isSchema, referred, requiredOf, schemasIn, type Schema } from './schemaParts.js';

/**
 * What a model that was held to `strictOf(schema)` wrote, as `schema` has it: a member that is `null`, where it may be
 * missing and may not be `null`, is taken out. What is not changed is the same object as before.
 *
 * Where there is a choice, the first that fits counts.
 */
export const withoutNulls = (schema: JsonSchema, value: unknown): unknown => {
  // Each value is read as each schema once, or choices within choices would take for ever.
  const known = new Map<Schema, Map<unknown, Reading>>();

  const read = (as: Schema, given: unknown, depth: number): Reading => {
    if (depth > deepestValue) return { value: given, fits: true };
    const readings = known.get(as) ?? new Map<unknown, Reading>();
    known.set(as, readings);
    const before = readings.get(given);
    if (before !== undefined) return before;
    const reading = readAnew(as, given, (part, one) => read(part, one, depth + 1));
    readings.set(given, reading);
    return reading;
  };

  const readAnew = (as: Schema, given: unknown, inside: Read): Reading => {
    if (as.$ref !== undefined) {
      const target = referred(schema, as.$ref);
      return target === undefined ? { value: given, fits: true } : inside(target, given);
    }
    const choices = schemasIn(as.anyOf ?? as.oneOf);
    const chosen =
      choices.length === 0
        ? { value: given, fits: true }
        : (firstThat(choices, (choice) => inside(choice, given)) ?? { value: given, fits: false });
    const all = schemasIn(as.allOf).reduce((sum, part) => also(sum, inside, part), chosen);
    const parts = partsOf(as, all.value, inside);
    return { value: parts.value, fits: all.fits && parts.fits && isOne(as, all.value) };
  };

  return read(schema, value, 0).value;
};

interface Reading {
  readonly value: unknown;
  readonly fits: boolean;
}

type Read = (schema: Schema, value: unknown) => Reading;

const also = (sum: Reading, read: Read, part: Schema): Reading => {
  const { value, fits } = read(part, sum.value);
  return { value, fits: sum.fits && fits };
};

const firstThat = (
  choices: readonly Schema[],
  read: (choice: Schema) => Reading,
): Reading | undefined => {
  for (const choice of choices) {
    const reading = read(choice);
    if (reading.fits) return reading;
  }
  return undefined;
};

/** The parts of a value, and whether they fit. */
const partsOf = (schema: Schema, value: unknown, read: Read): Reading => {
  if (Array.isArray(value)) return itemsOf(schema, value, read);
  return isRecord(value) ? membersOf(schema, value, read) : { value, fits: true };
};

const itemsOf = (schema: Schema, items: readonly unknown[], read: Read): Reading => {
  const first = schemasIn(schema.prefixItems);
  const readings = items.map((item, index) => {
    const as = first[index] ?? schema.items;
    return isSchema(as) ? read(as, item) : { value: item, fits: true };
  });
  return {
    value: readings.every((reading, index) => reading.value === items[index])
      ? items
      : readings.map((reading) => reading.value),
    fits: readings.every(({ fits }) => fits),
  };
};

const membersOf = (
  schema: Schema,
  members: Readonly<Record<string, unknown>>,
  read: Read,
): Reading => {
  const { properties, additionalProperties } = schema;
  const required = requiredOf(schema);
  const entries = Object.entries(members);
  const readings = entries.flatMap(([name, value]) => {
    const known = isSchema(properties) && Object.hasOwn(properties, name);
    const as = known ? properties[name] : additionalProperties;
    // A strict object is closed, whatever it was before.
    const fits = known || properties === undefined || additionalProperties !== undefined;
    if (!isSchema(as)) return [{ name, value, fits: fits && as !== false }];
    const reading = read(as, value);
    const isLeftOut = known && value === null && !reading.fits && !required.has(name);
    return isLeftOut ? [] : [{ name, ...reading }];
  });
  const isChanged =
    readings.length < entries.length || readings.some(({ name, value }) => value !== members[name]);
  return {
    value: isChanged
      ? Object.fromEntries(readings.map(({ name, value }) => [name, value]))
      : members,
    fits:
      readings.every(({ fits }) => fits) &&
      [...required].every((name) => typeof name === 'string' && Object.hasOwn(members, name)),
  };
};

/** Whether a value is of the type and one of the values that a schema names. */
const isOne = ({ type, enum: values, not, ...schema }: Schema, value: unknown): boolean =>
  (type === undefined || [type].flat().some((each) => isOf(each, value))) &&
  (!Array.isArray(values) || values.some((each) => same(each, value))) &&
  (!('const' in schema) || same(schema.const, value)) &&
  !(isSchema(not) && Object.keys(not).length === 0);

const isOf = (type: unknown, value: unknown): boolean => {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep values are looked into. What is deeper stays as it is. */
const deepestValue = 500;
