/**
 * What an answer has to look like for a codec to read it.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import { schemaOf } from '../core/schemaOf.js';
import type { AnswerForm } from './ports.js';

/** The form of the answers that a codec reads, and how they are read. */
export interface Form extends AnswerForm {
  readonly codec: AnyCodec;
  /** Whether the answer is a member `answer` of an object: models are asked for objects only. */
  readonly isWrapped: boolean;
}

/** The form of the answers that a codec reads; `undefined` where it reads them as they are, since any text will do. */
export const formOf = (codec: AnyCodec): Form | undefined => {
  const schema = schemaOf(codec);
  const name = nameOf(codec);
  if (schema === undefined) return { name, codec, isWrapped: false };
  if (isAnyText(schema)) return undefined;
  return schema['type'] === 'object'
    ? { name, schema, codec, isWrapped: false }
    : {
        name,
        schema: {
          type: 'object',
          properties: { answer: schema },
          required: ['answer'],
          additionalProperties: false,
        },
        codec,
        isWrapped: true,
      };
};

const isAnyText = (schema: object): boolean =>
  'type' in schema && schema.type === 'string' && Object.keys(schema).length === 1;

const nameOf = ({ name = '' }: AnyCodec): string => (/^[\w-]{1,64}$/u.test(name) ? name : 'answer');
