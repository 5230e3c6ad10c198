import { InvalidOptions } from '../core/errors.js';
import type { RemoteTool } from './connection.js';

/** The one text that a tool demands and is not given yet, or throws which there are. */
export const argumentOf = (
  server: string,
  { name, inputSchema }: RemoteTool,
  given: Readonly<Record<string, unknown>>,
): string => {
  const { properties, required } = inputSchema;
  const known = isRecord(properties) ? properties : {};
  const demanded = (Array.isArray(required) ? required : []).filter(
    (each): each is string => typeof each === 'string' && !Object.hasOwn(given, each),
  );
  const texts = demanded.filter((each) => isText(known[each]));
  const [only, ...others] = texts;
  if (only !== undefined && others.length === 0) return only;
  const all = Object.keys(known).filter((each) => !Object.hasOwn(given, each));
  throw new InvalidOptions(
    undefined,
    `mcp: the tool "${name}" of the MCP server ${server} demands ${
      only === undefined ? 'no text' : `several texts (${texts.join(', ')})`
    }, so say which argument takes what the agent is asked: { tool: ${JSON.stringify(name)}, argument: … }. It has: ${
      all.length === 0 ? 'none' : all.join(', ')
    }.`,
  );
};

const isText = (schema: unknown): boolean => isRecord(schema) && schema['type'] === 'string';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
