// An MCP server for the specs: `node server.mjs [http] [stubborn|exit|chatty|closed]`. It says on standard error what happens to it.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setInterval } from 'node:timers';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const modes = process.argv.slice(2);
const tell = (line) => process.stderr.write(`${line}\n`);

// Whoever waits for the end of this process holds the other end of a connection.
if (process.env.LIFELINE) {
  const lifeline = connect(Number(process.env.LIFELINE), '127.0.0.1');
  lifeline.on('connect', () => lifeline.write(String(process.pid)));
  lifeline.on('error', () => undefined);
  lifeline.unref();
}
if (modes.includes('exit')) process.exit(3);
if (modes.includes('stubborn')) {
  process.on('SIGTERM', () => tell('SIGTERM'));
  setInterval(() => undefined, 1000);
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const text = (said) => ({ content: [{ type: 'text', text: said }] });
const image = { type: 'image', data: pixel, mimeType: 'image/png' };
const schema = (properties, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const one = schema({ text: { type: 'string' } });
const none = schema({});

const tools = {
  add: {
    description: 'Adds two numbers.',
    inputSchema: schema({ a: { type: 'number' }, b: { type: 'number' } }),
    call: ({ a, b }) => ({ ...text(String(a + b)), structuredContent: { sum: a + b } }),
  },
  echo: { title: 'Echo', inputSchema: one, call: ({ text: said }) => text(said) },
  lines: {
    inputSchema: none,
    call: () => ({ content: [...text('one').content, ...text('two').content] }),
  },
  picture: { inputSchema: none, call: () => ({ content: [image] }) },
  mixed: {
    inputSchema: none,
    call: () => ({
      content: [
        ...text('Look:').content,
        image,
        { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' },
        { type: 'resource_link', uri: 'file:///a', name: 'a' },
      ],
    }),
  },
  broken: {
    inputSchema: none,
    call: () => ({ ...text(`No: ${process.env.SECRET ?? 'out of order'}`), isError: true }),
  },
  refusing: {
    inputSchema: none,
    call: () => {
      throw Object.assign(new Error('Not today'), { code: -32602 });
    },
  },
  environment: { inputSchema: none, call: () => text(JSON.stringify(process.env)) },
  where: { inputSchema: none, call: () => text(process.cwd()) },
  pid: { inputSchema: none, call: () => text(String(process.pid)) },
  strange: {
    inputSchema: none,
    // The SDK would not send it.
    call: (_, { requestId }) => {
      const result = { content: [{ type: 'smell', text: 'odd' }] };
      process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: requestId, result })}\n`);
      return new Promise(() => undefined);
    },
  },
  large: { inputSchema: none, call: () => text('x'.repeat(11_000_000)) },
  leave: { inputSchema: none, call: () => process.exit(7) },
  die: { inputSchema: none, call: () => process.kill(process.pid, 'SIGKILL') },
  wait: {
    inputSchema: none,
    call: (_, { signal }) =>
      new Promise((resolve) => {
        tell('waiting');
        signal.addEventListener('abort', () => {
          tell('cancelled');
          resolve(text(''));
        });
      }),
  },
  'files.read': { inputSchema: one, call: () => text('dot') },
  'files/read': { inputSchema: one, call: () => text('slash') },
  lookup: {
    inputSchema: schema(
      {
        query: { type: 'string' },
        count: { type: 'number' },
        language: { type: 'string' },
      },
      ['query', 'count'],
    ),
    call: (given) => ({ ...text(''), structuredContent: given }),
  },
  rhyme: {
    inputSchema: schema({ word: { type: 'string' }, with: { type: 'string' } }),
    call: (given) => ({ ...text(''), structuredContent: given }),
  },
  search: {
    inputSchema: schema({ query: { type: 'string' } }),
    call: ({ query }) =>
      text(
        JSON.stringify({
          results: [
            { title: query, link: 'https://example.com/1', description: 'The first.' },
            { name: 'Two', url: 'https://example.com/2' },
          ],
        }),
      ),
  },
};

const serverFor = () => {
  const server = new Server({ name: 'spec', version: '1' }, { capabilities: { tools: {} } });
  const names = Object.keys(tools);
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const start = Number(params?.cursor ?? 0);
    const end = start + 5;
    return {
      tools: names.slice(start, end).map((name) => {
        const { title, description, inputSchema } = tools[name];
        return { name, title, description, inputSchema };
      }),
      ...(end < names.length && { nextCursor: String(end) }),
    };
  });
  server.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const tool = tools[params.name];
    if (tool === undefined) throw new Error('There is no such tool');
    return tool.call(params.arguments ?? {}, extra);
  });
  return server;
};

if (modes.includes('http')) {
  const sessions = new Map();
  const http = createServer(async (request, response) => {
    if (process.env.WANTED && request.headers.authorization !== process.env.WANTED) {
      response.writeHead(401).end(`You sent ${String(request.headers.authorization)}`);
      return;
    }
    if (request.url === '/forget') {
      sessions.clear();
      response.end();
      return;
    }
    if (request.method === 'GET') tell('GET');
    if (request.method === 'DELETE') tell('DELETE');
    response.on('close', () => {
      if (!response.writableEnded) tell('left');
    });
    const id = request.headers['mcp-session-id'];
    let transport = sessions.get(id);
    if (id !== undefined && transport === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (transport === undefined) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (given) => sessions.set(given, transport),
      });
      await serverFor().connect(transport);
    }
    await transport.handleRequest(request, response);
  });
  http.listen(0, '127.0.0.1', () => tell(`listening ${http.address().port}`));
} else {
  if (modes.includes('chatty')) process.stdout.write('Starting up, please wait\n');
  await serverFor().connect(new StdioServerTransport());
  tell('ready');
}
