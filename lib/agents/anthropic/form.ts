/**
 * What an answer has to look like, as the vendor is told of it.
 *
 * @module
 */

import type { AnswerForm } from '../../flow/ports.js';
import type { AnthropicFormat } from './client.js';
import { anthropicSchema } from './schema.js';

/** The format of an answer, where the vendor can hold a model to it. */
export const formatOf = ({ schema }: AnswerForm): AnthropicFormat | undefined => {
  const known = schema?.['type'] === 'object' ? anthropicSchema(schema) : undefined;
  return known === undefined ? undefined : { type: 'json_schema', schema: known };
};

/** The form in words, for what a format cannot say. */
export const inWords = ({ schema }: AnswerForm): string =>
  `When you answer, answer with JSON only: no words around it, no code fence.${
    schema === undefined ? '' : ` It has to match this JSON Schema: ${JSON.stringify(schema)}`
  }`;
