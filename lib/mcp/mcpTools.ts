import { map, switchMap, type Observable } from 'rxjs';
import { sample } from '../core/codec.js';
import { left, right } from '../core/either.js';
import { InvalidOptions } from '../core/errors.js';
import type { Tool, Tools } from '../flow/tool.js';
import { nearest } from '../internal/nearest.js';
import { connection, type Connection, type RemoteTool } from './connection.js';
import { valueOf } from './content.js';
import { UnknownMcpTool } from './errors.js';
import { checkServer, type McpServer } from './server.js';

/** Which tools of a server are offered, and how. */
export interface McpToolsOptions {
  /**
   * The names of those that are offered, as the server calls them. A server that has not all of them is refused.
   *
   * @defaultValue all
   */
  readonly only?: readonly string[];
  /**
   * What their names begin with, so that tools of two servers do not have the same one.
   *
   * @defaultValue nothing
   */
  readonly prefix?: string;
  /**
   * Whether a person has to allow a call, by the `answers` of the run: always, or as it is called. The tool has the name
   * that the server gives it.
   *
   * @defaultValue `false`
   */
  readonly approval?: boolean | ((tool: string, input: unknown) => boolean);
}

/**
 * The tools of an MCP server, for the option `tools` of an agent. Subscribing connects, or starts the server; unsubscribing
 * ends that.
 *
 *     mcpTools(server)  --t-------      t = all tools of the server
 *     subscription      ^-------!       its process ends, or its session
 *
 * The record comes once, and the connection stays open. When it breaks, the Observable ends with `McpFailed`; so does a
 * call that is under way. A call that is unsubscribed from is cancelled at the server.
 *
 * A tool gives its structured content, where it has some; otherwise its texts as one, or else an `Image`, an `Audio`, a
 * link, or a list of these. What a tool says of its own failure is a `McpToolFailed`.
 *
 * Names are made such as models take: any other sign than a letter, a digit, `_` or `-` becomes `_`, and what is longer than 64
 * of them is cut. There is no timeout but that of the task; a server over HTTP that is silent for five minutes is given up
 * by Node.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { mcpTools } from 'rivulet/mcp';
 *
 * const files = mcpTools({
 *   command: 'npx',
 *   args: ['-y', '@modelcontextprotocol/server-filesystem', '.'],
 * });
 * const clerk = agent({ type: 'text', provider: 'openai', mission: 'keep the files', tools: files });
 * ```
 *
 * @throws `InvalidOptions` when this cannot be a server, or its tools would have names that models do not take
 * @category agents
 */
export const mcpTools = (
  server: McpServer,
  { only, prefix = '', approval = false }: McpToolsOptions = {},
): Observable<Tools> => {
  checkServer(server);
  if (!/^[\w-]{0,32}$/u.test(prefix)) {
    throw new InvalidOptions(
      undefined,
      `mcpTools: prefix must be letters, digits, _ and -, at most 32, not ${JSON.stringify(prefix)}.`,
    );
  }
  const toolFrom = toolOf(
    typeof approval === 'function' ? approval : () => approval,
    approval !== false,
  );
  return connection(server).pipe(
    switchMap((open) =>
      open.tools().then((tools) => {
        const offered = only === undefined ? tools : chosen(open.label, tools, only);
        const names = namesOf(offered, prefix);
        return Object.freeze(
          Object.fromEntries(
            offered.map((tool, index) => [names[index] ?? tool.name, toolFrom(open, tool)]),
          ),
        );
      }),
    ),
  );
};

/** The tool of this name, or throws `UnknownMcpTool`. */
export const toolNamed = (
  server: string,
  tools: readonly RemoteTool[],
  name: string,
): RemoteTool => {
  const found = tools.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  const known = tools.map((tool) => tool.name);
  throw new UnknownMcpTool(server, name, nearest(name, known), known);
};

const chosen = (
  server: string,
  tools: readonly RemoteTool[],
  only: readonly string[],
): readonly RemoteTool[] => [...new Set(only)].map((name) => toolNamed(server, tools, name));

const toolOf =
  (asks: (tool: string, input: unknown) => boolean, mayAsk: boolean) =>
  (open: Connection, { name, title, description, inputSchema }: RemoteTool): Tool =>
    Object.freeze<Tool>({
      description: description ?? title ?? name,
      schema: inputSchema,
      // What is within it, the server reads.
      read: (input) =>
        input === undefined
          ? right({})
          : isRecord(input)
            ? right(input)
            : left(`is no object, but ${sample(input)}.`),
      run: (input) =>
        open.call(name, isRecord(input) ? input : {}).pipe(map((given) => valueOf(given))),
      asks: (input) => asks(name, input),
      mayAsk,
    });

/** Names that models take, each once. */
const namesOf = (tools: readonly RemoteTool[], prefix: string): readonly string[] => {
  const taken = new Set<string>();
  return tools.map(({ name }) => {
    const plain = `${prefix}${name}`.replaceAll(/[^\w-]/gu, '_').slice(0, 64);
    let free = plain;
    for (let count = 2; taken.has(free); count++) {
      const end = `_${String(count)}`;
      free = plain.slice(0, 64 - end.length) + end;
    }
    taken.add(free);
    return free;
  });
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
