/**
 * Which MCP server is meant: a program that is started, or one that runs somewhere.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import type { Print } from '../flow/plan.js';
import type { Variable } from '../flow/ports.js';

/** A program that is started, and spoken to by its standard input and output. It ends with the connection. */
export interface McpProcess {
  /** The program, such as `npx`. */
  readonly command: string;
  /**
   * What it is called with. No message shows it.
   *
   * @defaultValue nothing
   */
  readonly args?: readonly string[];
  /**
   * Environment variables that it gets besides `PATH`, `HOME` and the few others that a program cannot do without;
   * `{ env: 'NAME' }` is what this process has under that name. It sees no others of this process, such as keys.
   *
   * @defaultValue none
   */
  readonly env?: Readonly<Record<string, string | Variable>>;
  /**
   * The folder that it runs in.
   *
   * @defaultValue that of this process
   */
  readonly cwd?: string;
  /**
   * Who is told what it writes to its standard error, line by line: `true` is the standard error of this process.
   *
   * @defaultValue nobody
   */
  readonly log?: boolean | Print;
}

/** A server that is spoken to by HTTP ("Streamable HTTP"). */
export interface McpAddress {
  /** Where it is, such as `https://example.com/mcp`. Messages show no more of it than the host. */
  readonly url: string;
  /**
   * What is sent with every request; `{ env: 'NAME' }` is what stands in the environment variable of that name. No
   * message shows it.
   *
   * @defaultValue nothing
   */
  readonly headers?: Readonly<Record<string, string | Variable>>;
}

/** An MCP server. */
export type McpServer = McpProcess | McpAddress;

/** Whether it is a program that is started. */
export const isProcess = (server: McpServer): server is McpProcess => 'command' in server;

/** Refuses what cannot be a server. */
export const checkServer = (server: McpServer): void => {
  if (isProcess(server)) {
    if (typeof server.command !== 'string' || server.command.trim() === '') {
      throw new InvalidOptions(undefined, 'An MCP server: command must be the name of a program.');
    }
    checkVariables('env', server.env);
  } else {
    const { protocol, username, password } = urlOf(server.url);
    if (protocol !== 'http:' && protocol !== 'https:') {
      throw new InvalidOptions(
        undefined,
        'An MCP server: url must begin with https:// or http://.',
      );
    }
    if (username !== '' || password !== '') {
      throw new InvalidOptions(
        undefined,
        'An MCP server: url holds a name or a password. Give them as headers: { authorization: … }.',
      );
    }
    checkVariables('headers', server.headers);
  }
};

const urlOf = (url: string): URL => {
  if (URL.canParse(url)) return new URL(url);
  throw new InvalidOptions(
    undefined,
    'An MCP server is { command: … } or { url: … } with a whole URL, such as https://example.com/mcp.',
  );
};

const checkVariables = (
  option: string,
  given: Readonly<Record<string, string | Variable>> = {},
): void => {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string' || /^[A-Za-z_]\w*$/u.test(value.env)) continue;
    throw new InvalidOptions(
      undefined,
      `An MCP server: ${option}.${name} must be a text, or { env: 'NAME' } with the name of an environment variable.`,
    );
  }
};
