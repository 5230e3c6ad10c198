/**
 * A flow as a tool: what it is called with.
 *
 * @module
 */

import type { Either } from 'fp-ts/lib/Either.js';
import type { AnyCodec } from '../core/codec.js';
import { left } from '../core/either.js';
import { InvalidOptions } from '../core/errors.js';
import type { JsonSchema } from '../core/jsonSchema.js';
import { schemaOf } from '../core/schemaOf.js';
import type { InputVertex, Plan } from '../flow/plan.js';

/** What a flow has to be called with: an object of its inputs, and of nothing else. */
export const schemaOfInputs = ({ vertices }: Plan): JsonSchema => {
  const inputs = vertices.filter((vertex) => vertex._tag === 'Input');
  const schema = schemaOf(recordOf(inputs));
  if (schema !== undefined) return schema;
  const untold = inputs.find((input) => schemaOf(recordOf([input])) === undefined);
  const codec = untold?.codec.name ?? 'a codec of your own';
  throw new InvalidOptions(
    undefined,
    `serve: input "${untold?.name ?? ''}" (${codec}) cannot be written as a JSON Schema. Use io-ts types, or a schema that can, such as one of zod; bytes cannot be given.`,
  );
};

/** A codec of a record, as `t.exact(t.type(…))` of io-ts makes it. Nobody reads by it: it only says what it is. */
const recordOf = (inputs: readonly InputVertex[]): AnyCodec => {
  const props = Object.fromEntries(inputs.map(({ name, codec }) => [name, codec]));
  const decode = (value: unknown): Either<unknown, unknown> => left(value);
  const type = { _A: undefined, _tag: 'InterfaceType', props, decode };
  const exact = { _A: undefined, _tag: 'ExactType', type, decode };
  return exact;
};
