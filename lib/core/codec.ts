/**
 * Reading unknown values, with io-ts codecs or any Standard Schema.
 *
 * @module
 */

import { left, right } from './either.js';
import type * as E from 'fp-ts/lib/Either.js';
import type { ValidationError } from 'io-ts';
import type { JsonSchema } from './jsonSchema.js';
import type { Mismatch } from './mismatch.js';

/** What is used of a codec. Those of io-ts fit, and {@link standard} makes one of any Standard Schema. */
export interface Codec<A> {
  /** The type that is decoded; there is no value behind it. */
  readonly _A: A;
  /** Reads an unknown value. */
  readonly decode: (value: unknown) => E.Either<unknown, A>;
  /** What is expected, for messages. */
  readonly name?: string;
  /** What has to be written for it, for models; `undefined` where that cannot be told. The types of io-ts need none. */
  readonly schema?: () => JsonSchema | undefined;
}

/** A codec of anything. */
export interface AnyCodec {
  readonly _A: unknown;
  /** Reads an unknown value. */
  readonly decode: (value: unknown) => E.Either<unknown, unknown>;
  readonly name?: string;
  /** What has to be written for it. */
  readonly schema?: () => JsonSchema | undefined;
}

/** What is used of a [Standard Schema](https://standardschema.dev): zod, valibot, arktype, effect. */
export interface StandardSchema<A> {
  readonly '~standard': {
    readonly vendor: string;
    /** Says whether a value fits. */
    readonly validate: (value: unknown) => StandardResult<A> | Promise<StandardResult<A>>;
    readonly types?: { readonly output: A } | undefined;
    /** Says what has to be written, where the schema can ([Standard JSON Schema](https://standardschema.dev/json-schema)). */
    readonly jsonSchema?: StandardJsonSchema | undefined;
  };
}

/** How a Standard Schema is written as a JSON Schema. */
export interface StandardJsonSchema {
  /** What has to be given to it. */
  readonly input: (options: { readonly target: 'draft-2020-12' }) => JsonSchema;
}

/** What a Standard Schema says of a value. */
export type StandardResult<A> =
  | { readonly value: A; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** Something that a Standard Schema found wrong. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Makes a codec of a Standard Schema. The schema must answer at once: one that validates asynchronously is
 * refused when it is first used.
 *
 * @example
 * ```ts
 * import { standard } from 'rivulet';
 * import { z } from 'zod';
 *
 * const Plan = standard(z.object({ steps: z.array(z.string()) }));
 * ```
 *
 * @category codecs
 */
export const standard = <A>(schema: StandardSchema<A>): Codec<A> => ({
  // No value stands behind `_A`: it only carries the type, as in io-ts.
  _A: undefined as A,
  name: schema['~standard'].vendor,
  schema: () => {
    try {
      return schema['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
    } catch {
      // A schema throws where it has no words for what it is, such as a date.
      return undefined;
    }
  },
  decode: (value) => {
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) {
      throw new TypeError(
        `This ${schema['~standard'].vendor} schema validates asynchronously; a codec must answer at once.`,
      );
    }
    return result.issues === undefined
      ? right(result.value)
      : left({ issues: result.issues, value });
  },
});

/** Where a value and its codec part, from what `decode` gave in the left. The deepest place is told. */
export const mismatchOf = (left: unknown, value: unknown, expected: string): Mismatch => {
  if (isStandardFailure(left)) {
    const [issue] = left.issues;
    const keys = (issue?.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
    return {
      path: pathOf(keys.map(String)),
      expected: issue?.message ?? expected,
      got: sample(keys.reduce<unknown>(memberOf, value)),
      ...(issue !== undefined && { says: issue.message }),
    };
  }
  if (Array.isArray(left) && left.every(isValidationError)) {
    const [first, ...others] = left;
    if (first !== undefined) {
      const deepest = others.reduce(
        (best, error) => (error.context.length > best.context.length ? error : best),
        first,
      );
      return {
        path: pathOf(keysOf(deepest)),
        expected: deepest.message ?? deepest.context.at(-1)?.type.name ?? expected,
        got: sample(deepest.value),
      };
    }
  }
  return { path: '', expected, got: sample(value) };
};

const isStandardFailure = (left: unknown): left is { readonly issues: readonly StandardIssue[] } =>
  typeof left === 'object' && left !== null && 'issues' in left && Array.isArray(left.issues);

const isValidationError = (error: unknown): error is ValidationError =>
  typeof error === 'object' && error !== null && 'context' in error && Array.isArray(error.context);

// The members of a union or intersection are numbered in the context; those numbers are no keys of the value.
const keysOf = ({ context }: ValidationError): readonly string[] =>
  context
    .filter(({ key }, index) => {
      const above: unknown = context[index - 1]?.type;
      const tag =
        typeof above === 'object' && above !== null && '_tag' in above ? above._tag : undefined;
      return key !== '' && tag !== 'UnionType' && tag !== 'IntersectionType';
    })
    .map(({ key }) => key);

const pathOf = (keys: readonly string[]): string =>
  keys.reduce(
    (path, key) =>
      /^\d+$/u.test(key)
        ? `${path}[${key}]`
        : /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)
          ? path === ''
            ? key
            : `${path}.${key}`
          : `${path}[${JSON.stringify(key)}]`,
    '',
  );

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** A value in a few characters, for messages. */
export const sample = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'symbol') return 'a symbol';
  if (value instanceof Uint8Array) return `${String(value.length)} bytes`;
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) {
    if ('_tag' in value && (value._tag === 'Image' || value._tag === 'Audio')) return value._tag;
    const keys = Object.keys(value);
    return keys.length === 0 ? '{}' : `{ ${cut(keys.slice(0, 5).join(', '))} }`;
  }
  return JSON.stringify(value);
};

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
