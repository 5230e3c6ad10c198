/**
 * What an agent does, as the semantic conventions of OpenTelemetry for generative AI call it.
 *
 * @module
 */

import type { GraphAgent } from '../core/graph.js';
import type { Attributes } from './tracer.js';

/** What a request to an agent is called. */
export const requestName = ({ type, model }: GraphAgent): string =>
  [operationOf(type), model].filter((part) => part !== undefined).join(' ');

/** What is known of a request before it is sent. */
export const requestAttributes = ({ type, provider, model }: GraphAgent): Attributes => {
  const output = outputs.get(type);
  return {
    'gen_ai.operation.name': operationOf(type),
    'gen_ai.provider.name': providers.get(provider) ?? provider,
    ...(model !== undefined && { 'gen_ai.request.model': model }),
    ...(output !== undefined && { 'gen_ai.output.type': output }),
  };
};

// A type that users have added is called what they call it.
const operationOf = (type: string): string => operations.get(type) ?? type;

const operations: ReadonlyMap<string, string> = new Map([
  ['text', 'chat'],
  ['vision', 'chat'],
  ['image', 'generate_content'],
  ['speech', 'generate_content'],
  ['recognition', 'generate_content'],
  ['embed', 'embeddings'],
  ['search', 'retrieval'],
  ['mcp', 'execute_tool'],
]);

const outputs: ReadonlyMap<string, string> = new Map([
  ['image', 'image'],
  ['speech', 'speech'],
]);

/** The providers whose names are others there. */
const providers: ReadonlyMap<string, string> = new Map([
  ['gemini', 'gcp.gemini'],
  ['mistral', 'mistral_ai'],
  ['xai', 'x_ai'],
]);
