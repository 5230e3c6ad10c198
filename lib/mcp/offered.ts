/**
 * The SDK's side of a flow that is served.
 *
 * @module
 */

import type { JsonSchema } from '../core/jsonSchema.js';
import { load } from './load.js';
import type { Call } from './answering.js';
import type { Reply } from './reply.js';
import type { Transport } from './transport.js';

/** A tool, and what is done when it is called. */
export interface Offer {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly schema: JsonSchema;
  readonly call: (call: Call) => Promise<Reply>;
}

/** A server of the SDK for one client. */
export interface Served {
  readonly connect: (transport: Transport) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Loads the SDK, and gives what makes a server for a client. */
export const loadServer = async ({
  name,
  description,
  version,
  schema,
  call,
}: Offer): Promise<(gone: () => AbortSignal | undefined, closed: () => void) => Served> => {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the other one takes schemas of zod only
  const [{ Server }, { CallToolRequestSchema, ListToolsRequestSchema }] = await load(() =>
    Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/types.js'),
    ]),
  );
  return (gone, closed) => {
    const server = new Server({ name, version }, { capabilities: { tools: {} } });
    server.onclose = closed;
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [{ name, description, inputSchema: { ...schema, type: 'object' as const } }],
    }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
      if (params.name !== name) {
        const unknown = `There is no tool ${JSON.stringify(params.name)}. There is: ${name}.`;
        throw Object.assign(new Error(unknown), { code: -32602 });
      }
      const progressToken = params._meta?.progressToken;
      const left = gone();
      return call({
        inputs: params.arguments ?? {},
        signal: left === undefined ? extra.signal : AbortSignal.any([extra.signal, left]),
        progress:
          progressToken === undefined
            ? undefined
            : (progress) => {
                // A client that has left has nothing to be told.
                extra
                  .sendNotification({
                    method: 'notifications/progress',
                    params: { progressToken, ...progress },
                  })
                  .catch(() => undefined);
              },
      });
    });
    return server;
  };
};
