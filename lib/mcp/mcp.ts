import { map, switchMap, take, type Observable } from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import type { Found } from '../core/modality.js';
import type { Answer, Question } from '../flow/ports.js';
import { argumentOf } from './argument.js';
import { connection, loadClient } from './connection.js';
import { valueOf, type CallResult } from './content.js';
import { foundIn } from './found.js';
import { toolNamed } from './mcpTools.js';
import { checkServer, type McpServer } from './server.js';
import { labelOf, targetOf } from './target.js';

/** Which tool of a server is called, and with what. */
export interface McpOptions {
  /** The tool. */
  readonly tool: string;
  /**
   * The argument that takes what the agent is asked.
   *
   * @defaultValue the one text that the tool demands
   */
  readonly argument?: string;
  /**
   * The other arguments; the `params` of the agent are some, too, and come before these.
   *
   * @defaultValue none
   */
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** A provider that calls one tool of an MCP server. It fits the option `provider` of agents of these two types. */
export interface McpProvider {
  readonly name: string;
  readonly agents: {
    /** Gives what the tool gave: its structured content, or its text, or what else there is. */
    readonly mcp: (settings: McpSettings) => (question: Question) => Observable<Answer<unknown>>;
    /** Gives what the tool found. */
    readonly search: (
      settings: McpSettings,
    ) => (question: Question) => Observable<Answer<readonly Found[]>>;
  };
  /** Whose limits a call counts for. */
  readonly account: () => string;
  /** Checks variables and the package. */
  readonly prepare: (settings: McpSettings, task: string) => Promise<void>;
}

/** What is used of the settings of an agent. */
export interface McpSettings {
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * A provider that calls one tool of an MCP server: no model is asked. Each question connects, calls, and leaves.
 *
 * An agent of type `'mcp'` gives the structured content of the tool, or its text. One of type `'search'` reads a list of
 * what was found out of it, each with a title, a url and a snippet under any of their usual names; where there is none, it
 * fails with `ProtocolError`. The mission of the agent is told to nobody.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { mcp } from 'rivulet/mcp';
 *
 * const provider = mcp({ url: 'https://example.com/mcp' }, { tool: 'weather', argument: 'city' });
 * const weather = agent({ type: 'mcp', provider, mission: '' });
 *
 * weather.ask('Oslo').subscribe((report) => {
 *   console.log(report);
 * });
 * ```
 *
 * @throws `InvalidOptions` when this cannot be a server
 * @category agents
 */
export const mcp = (
  server: McpServer,
  { tool, argument, arguments: fixed = {} }: McpOptions,
): McpProvider => {
  checkServer(server);
  if (argument !== undefined && Object.hasOwn(fixed, argument)) {
    throw new InvalidOptions(
      undefined,
      `mcp: "${argument}" takes what the agent is asked, so it cannot be one of the other arguments.`,
    );
  }
  const asking =
    <Out>(read: (given: CallResult) => Out) =>
    ({ params }: McpSettings) =>
    ({ text }: Question): Observable<Answer<Out>> =>
      connection(server).pipe(
        switchMap((open) =>
          open.tools().then((tools) => {
            const others = { ...params, ...fixed };
            const known = toolNamed(open.label, tools, tool);
            const taking = argument ?? argumentOf(open.label, known, others);
            return open.call(tool, { ...others, [taking]: text });
          }),
        ),
        switchMap((called) => called),
        map((given) => ({ value: read(given) })),
        // The connection would stay open.
        take(1),
      );
  return {
    name: 'mcp',
    agents: {
      mcp: asking(valueOf),
      search: asking((given) => foundIn(labelOf(server), given)),
    },
    account: () => JSON.stringify(server),
    prepare: async (_settings, task) => {
      targetOf(server, task);
      await loadClient();
    },
  };
};
