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

/** How many levels the smallest value of a schema has; `Infinity` where there is none. */
export type Heights = (schema: Schema) => number;

/** The heights of the parts of a schema. Whoever always takes the lowest part of a recursive schema comes to an end. */
export const heightsIn = (whole: Schema): Heights => {
  const definitions = [whole, ...(isSchema(whole.$defs) ? Object.values(whole.$defs) : [])].filter(
    isSchema,
  );
  const known = new Map<Schema, number>();
  const height = (schema: Schema, depth = 0): number => {
    const inside = (part: Schema): number => height(part, depth + 1);
    if (depth > deepest || isNothing(schema)) return Infinity;
    if (schema.$ref !== undefined) {
      const target = referred(whole, schema.$ref);
      return target === undefined ? 0 : (known.get(target) ?? Infinity);
    }
    const choices = schemasIn(schema.anyOf ?? schema.oneOf);
    const least = choices.length === 0 ? 0 : Math.min(...choices.map(inside));
    const parts = schemasIn(schema.allOf).map(inside);
    return Math.max(least, ...parts, ...neededBy(schema).map((part) => 1 + inside(part)));
  };
  // Each round finds the ends of those that lead to the ones of the round before.
  let isSettled = false;
  while (!isSettled) {
    isSettled = true;
    for (const definition of definitions) {
      const found = height(definition);
      if (found !== known.get(definition)) isSettled = false;
      known.set(definition, found);
    }
  }
  return (schema) => height(schema);
};

/** The parts that every value of a schema has. */
const neededBy = (schema: Schema): readonly Schema[] => {
  const { items, minItems, prefixItems } = schema;
  const required = requiredOf(schema);
  const members = propertiesOf(schema).flatMap(([name, member]) =>
    required.has(name) ? [member] : [],
  );
  const first = schemasIn(prefixItems);
  const least = typeof minItems === 'number' ? minItems : 0;
  return [
    ...members,
    ...first.slice(0, least),
    ...(least > first.length && isSchema(items) ? [items] : []),
  ];
};
