/**
 * A connection to an MCP server.
 *
 * @module
 */

import { Observable } from 'rxjs';
import { lineToAddress, isSessionGone } from './address.js';
import type { CallResult } from './content.js';
import { McpToolFailed } from './errors.js';
import { wordsOf } from './content.js';
import { load } from './load.js';
import { lineToProcess } from './process.js';
import { isProcess, type McpServer } from './server.js';
import { targetOf } from './target.js';
import type { Line, Transport } from './transport.js';

/** A server that can be asked. */
export interface Connection {
  /** How the server is called in messages. */
  readonly label: string;
  /** All tools that it has. */
  readonly tools: () => Promise<readonly RemoteTool[]>;
  /** Calls a tool. Unsubscribing tells the server that nobody wants the answer any more. */
  readonly call: (tool: string, input: Readonly<Record<string, unknown>>) => Observable<CallResult>;
}

/** A tool of a server, as that tells of it. */
export interface RemoteTool {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/**
 * Connects to a server. The connection stays open until it is unsubscribed from, which ends the process, or the session;
 * when it breaks, that is what it ends with.
 */
export const connection = (server: McpServer): Observable<Connection> =>
  new Observable((subscriber) => {
    const target = targetOf(server);
    const calls = new Set<AbortController>();
    let line: Line | undefined;
    let hasAnswered = false;
    let broken: Error | undefined;

    const explained = (error: unknown, tool?: string): Error =>
      broken ?? line?.explain(error, { hasAnswered, tool }) ?? asError(error);
    const end = (error: unknown): void => {
      if (subscriber.closed) return;
      broken = explained(error);
      subscriber.error(broken);
    };

    const open = async (): Promise<void> => {
      const made = await (isProcess(server)
        ? lineToProcess(server, target)
        : lineToAddress(server, target));
      const client = await loadClient();
      // Whoever has left meanwhile has no process started for it.
      if (subscriber.closed) return;
      line = made;
      const remote = await client(made.transport, end);
      hasAnswered = true;
      subscriber.next({
        label: target.label,
        tools: () =>
          remote.tools().catch((error: unknown) => {
            throw explained(error);
          }),
        call: (tool, input) =>
          new Observable((caller) => {
            const controller = new AbortController();
            calls.add(controller);
            const settle = (): void => void calls.delete(controller);
            remote.call(tool, input, controller.signal).then(
              (result) => {
                settle();
                if (result.isError === true) {
                  caller.error(new McpToolFailed(target.label, tool, target.mask(wordsOf(result))));
                  return;
                }
                caller.next(result);
                caller.complete();
              },
              (error: unknown) => {
                settle();
                const known = explained(error, tool);
                caller.error(known);
                if (isSessionGone(known)) end(known);
              },
            );
            // What has come to its end is not to be cancelled.
            return () => {
              if (calls.delete(controller)) controller.abort(unwanted);
            };
          }),
      });
    };
    open().catch(end);
    return () => {
      for (const controller of calls) controller.abort(unwanted);
      line?.leave();
    };
  });

/** Makes sure that the SDK is there. */
export const loadClient = async (): Promise<Client> => {
  const [{ Client }, { CallToolResultSchema, ListToolsResultSchema }] = await load(() =>
    Promise.all([
      import('@modelcontextprotocol/sdk/client/index.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]),
  );
  return async (transport, end) => {
    const client = new Client({ name: 'rivulet', version: '0' }, { capabilities: {} });
    client.onerror = (error) => {
      if (fatal.test(error.message)) end(error);
    };
    await client.connect(transport, always);
    // Not before: a client that cannot connect closes first, and then says why it could not.
    client.onclose = () => end(new Error('Not connected'));
    return {
      tools: async () => {
        const tools: RemoteTool[] = [];
        const seen = new Set<string>();
        for (let cursor: string | undefined; ;) {
          const params = cursor === undefined ? {} : { cursor };
          const page = await client.request(
            { method: 'tools/list', params },
            ListToolsResultSchema,
            always,
          );
          tools.push(...page.tools);
          cursor = page.nextCursor;
          // A server that sends us in circles has said all it has.
          if (cursor === undefined || seen.has(cursor)) return tools;
          seen.add(cursor);
        }
      },
      call: (name, input, signal) =>
        client.request(
          { method: 'tools/call', params: { name, arguments: { ...input } } },
          CallToolResultSchema,
          { ...always, signal },
        ),
    };
  };
};

/** A client of the SDK: connects, and tells when it cannot go on. */
type Client = (transport: Transport, end: (error: unknown) => void) => Promise<Remote>;

interface Remote {
  readonly tools: () => Promise<readonly RemoteTool[]>;
  readonly call: (
    name: string,
    input: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ) => Promise<CallResult>;
}

// How long a task may take, its `timeout` says; the SDK would give up after a minute. This is the longest timer there is.
const always = { timeout: 2_147_483_647 };

// Of the errors that the SDK only mentions, these leave it deaf.
const fatal = /exceeded maximum size|^Maximum reconnection attempts/u;

const unwanted = 'Nobody wants the answer any more.';

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error), { cause: error });
