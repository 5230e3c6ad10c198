/**
 * How a model is told what its answer has to look like.
 *
 * @module
 */

import { strictOf } from '../../core/strictOf.js';
import type { AnswerForm } from '../../flow/ports.js';
import type { OpenAIFormat } from './client.js';
import type { CompatibleServer } from './server.js';

/** What a model is told of the form of its answer. */
export interface Told {
  /** As a setting, which the server enforces. */
  readonly format?: OpenAIFormat;
  /** Whether it has to be told in words, for the setting says less than that. */
  readonly isInWords: boolean;
}

/** Tells it by the schema, where the server can enforce that, strictly where the schema allows it; and in words otherwise. */
export const toldOf = (
  { name, schema }: AnswerForm,
  { formats = ['json_schema', 'json_object'] }: CompatibleServer,
): Told => {
  const strict = schema === undefined ? undefined : strictOf(schema);
  // OpenAI takes the schema of nothing else.
  const isObject = strict !== undefined || schema?.['type'] === 'object';
  if (schema !== undefined && isObject && formats.includes('json_schema')) {
    return {
      format: {
        type: 'json_schema',
        json_schema: { name, schema: strict ?? schema, strict: strict !== undefined },
      },
      isInWords: false,
    };
  }
  const isKnown = (schema === undefined || isObject) && formats.includes('json_object');
  // Servers refuse to give JSON when nobody speaks of it.
  return { ...(isKnown && { format: { type: 'json_object' as const } }), isInWords: true };
};
