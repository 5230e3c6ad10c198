/**
 * A server whose variables have been looked up, and how it is told of without them.
 *
 * @module
 */

import { MissingVariable } from '../core/variableErrors.js';
import type { Variable } from '../flow/ports.js';
import { environment } from '../internal/environment.js';
import { isProcess, type McpServer } from './server.js';

/** A server that can be reached. */
export interface Target {
  readonly server: McpServer;
  /** Its variables of the environment, or its headers. */
  readonly values: Readonly<Record<string, string>>;
  /** How it is called in messages. */
  readonly label: string;
  /** Takes out of a text whatever it was given that may be a secret. */
  readonly mask: (text: string) => string;
}

/** Looks up the variables of a server, or throws `MissingVariable`. */
export const targetOf = (server: McpServer, task?: string): Target => {
  const option = isProcess(server) ? 'env' : 'headers';
  const given = Object.entries((isProcess(server) ? server.env : server.headers) ?? {});
  const values = Object.fromEntries(
    given.map(([name, value]) => [name, textOf(value, `${option}.${name}`, task)]),
  );
  return { server, values, label: labelOf(server), mask: maskOf(secretsOf(server, values)) };
};

/** How a server is called in messages: by nothing that may hold a secret. */
export const labelOf = (server: McpServer): string =>
  isProcess(server) ? JSON.stringify(server.command) : `at ${new URL(server.url).origin}`;

const textOf = (value: string | Variable, option: string, task: string | undefined): string => {
  if (typeof value === 'string') return value;
  const found = environment(value.env);
  if (found === undefined) throw new MissingVariable('mcp', option, value.env, task);
  return found;
};

const secretsOf = (
  server: McpServer,
  values: Readonly<Record<string, string>>,
): readonly string[] => {
  const texts = Object.values(values);
  if (isProcess(server)) return [...texts, ...(server.args ?? [])];
  const { pathname, search } = new URL(server.url);
  return [...texts, ...pathname.split('/'), ...search.split(/[?&=]/u)];
};

// What is shorter is a word that stands everywhere, and hides nothing.
const shortest = 6;

const maskOf = (secrets: readonly string[]): Target['mask'] => {
  // 'Bearer abc' is a secret as a whole and in its words, as is '--token=abc'.
  const pieces = secrets
    .flatMap((secret) => [secret, ...secret.split(/[\s=]+/u)])
    .filter(({ length }) => length >= shortest)
    .flatMap((piece) => [piece, encodeURIComponent(piece)])
    .sort((a, b) => b.length - a.length);
  return (text) => pieces.reduce((masked, piece) => masked.replaceAll(piece, '[hidden]'), text);
};
