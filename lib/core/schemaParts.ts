/**
 * What JSON Schemas are made of.
 *
 * @module
 */

/** A schema, with the keywords that are read here. What stands in them is looked at before it is trusted. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly $defs?: unknown;
  readonly $ref?: unknown;
  readonly additionalProperties?: unknown;
  readonly allOf?: unknown;
  readonly anyOf?: unknown;
  readonly const?: unknown;
  readonly enum?: unknown;
  readonly exclusiveMaximum?: unknown;
  readonly exclusiveMinimum?: unknown;
  readonly format?: unknown;
  readonly items?: unknown;
  readonly maxItems?: unknown;
  readonly maxLength?: unknown;
  readonly maximum?: unknown;
  readonly minItems?: unknown;
  readonly minLength?: unknown;
  readonly minProperties?: unknown;
  readonly minimum?: unknown;
  readonly multipleOf?: unknown;
  readonly not?: unknown;
  readonly oneOf?: unknown;
  readonly pattern?: unknown;
  readonly prefixItems?: unknown;
  readonly properties?: unknown;
  readonly propertyNames?: unknown;
  readonly required?: unknown;
  readonly type?: unknown;
}

/** Whether it is a schema that says something, and not one of the two that are truth values. */
export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema that nothing fits. */
export const nothing: Schema = { not: {} };

/** Whether nothing fits a schema, as far as it says so itself. */
export const isNothing = ({ not, ...rest }: Schema): boolean =>
  isSchema(not) && Object.keys(not).length === 0 && Object.keys(rest).length === 0;

/** Whether everything fits a schema. */
export const isAnything = (schema: Schema): boolean => Object.keys(schema).length === 0;

/** The schemas in a list of schemas. */
export const schemasIn = (value: unknown): readonly Schema[] =>
  Array.isArray(value) ? value.filter(isSchema) : [];

/** The members that a schema speaks of, by name. */
export const propertiesOf = ({ properties }: Schema): readonly (readonly [string, Schema])[] =>
  isSchema(properties)
    ? Object.entries(properties).map(
        ([name, schema]) =>
          [name, isSchema(schema) ? schema : schema === false ? nothing : {}] as const,
      )
    : [];

/** The members that have to be there. */
export const requiredOf = ({ required }: Schema): ReadonlySet<unknown> =>
  new Set(Array.isArray(required) ? required : []);

/** The schema that a reference points to: one of the definitions of the whole schema, or all of it. */
export const referred = (whole: Schema, reference: unknown): Schema | undefined => {
  if (reference === '#') return whole;
  const [, escaped] =
    typeof reference === 'string' ? (/^#\/\$defs\/([^/]+)$/u.exec(reference) ?? []) : [];
  const { $defs } = whole;
  if (escaped === undefined || !isSchema($defs)) return undefined;
  const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
  const found = Object.hasOwn($defs, name) ? $defs[name] : undefined;
  return isSchema(found) ? found : undefined;
};

/** How many levels schemas are looked into. Deeper ones are made by mistake. */
export const deepest = 200;
