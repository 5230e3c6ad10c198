import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect } from 'chai';
import * as t from 'io-ts';
import { firstValueFrom, switchMap } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { Image } from '../../lib/core/media.js';
import { MissingVariable } from '../../lib/core/variableErrors.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { mcpTools, McpToolFailed, serve, type McpHandler } from '../../lib/mcp/index.js';
import { Faulty, hang, reply } from '../support/faulty.js';
import { secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { begun, calling, failure, given } from './calling.js';
import { greetingFlow, painting } from './greeting.js';
import { hearing, type Hearing } from './lifeline.js';

const schema = {
  type: 'object',
  properties: { name: { type: 'string' }, how: { type: 'string' } },
  required: ['name'],
  additionalProperties: false,
};

/** What a client of the SDK sees of it, whichever way it goes there. */
const servedFlow = (connect: () => Promise<{ client: Client; ears: Hearing }>): void => {
  it('is one tool, which is called with the inputs of the flow', async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();

    expect(client.getServerVersion()).to.deep.equal({ name: 'greet', version: '1.0.0' });
    expect(tools).to.deep.equal([
      { name: 'greet', description: 'Greets somebody.', inputSchema: schema },
    ]);
    await client.close();
  });

  it('gives the results as data and as a text', async () => {
    const { client } = await connect();
    const results = { words: 'Hello, Ada', loud: 'HELLO, ADA' };

    expect(await client.callTool({ name: 'greet', arguments: { name: 'Ada' } })).to.deep.equal({
      structuredContent: results,
      content: [{ type: 'text', text: JSON.stringify(results) }],
    });
    await client.close();
  });

  it('says what went wrong, and goes on', async () => {
    const { client } = await connect();
    const call = async (args: Readonly<Record<string, unknown>>): Promise<string> => {
      const { isError, content } = await client.callTool({ name: 'greet', arguments: args });
      expect(isError).to.equal(true);
      return JSON.stringify(content);
    };

    expect(await call({ name: 'nobody' }))
      .to.include('loud')
      .and.to.include('There is nobody');
    expect(await call({ name: 'nobody' })).to.not.include('at ');
    expect(await call({}))
      .to.include('name')
      .and.to.include('is missing');
    expect(await call({ name: 7 })).to.include('expected string, got 7');
    expect(await call({ name: 'Ada', hwo: '' })).to.include('Did you mean');
    const unknown = await client.callTool({ name: 'great' }).catch((error: unknown) => error);
    expect(String(unknown)).to.include('There is no tool').and.to.include('greet');
    expect(
      await client.callTool({ name: 'greet', arguments: { name: 'Ada' } }),
    ).to.not.have.property('isError');
    await client.close();
  });

  it('tells how far it is to whoever asks for that', async () => {
    const { client } = await connect();
    const told: unknown[] = [];
    const controller = new AbortController();
    const first = new Promise<void>((resolve) => {
      client
        .callTool({ name: 'greet', arguments: { name: 'wait' } }, undefined, {
          signal: controller.signal,
          onprogress: (progress) => {
            told.push(progress);
            resolve();
          },
        })
        .catch(() => undefined);
    });
    await first;

    expect(told).to.deep.equal([{ progress: 1, total: 2, message: 'words: succeeded' }]);
    controller.abort();
    await client.close();
  });

  it('cancels the run when the client cancels the call', async () => {
    const { client, ears } = await connect();
    const controller = new AbortController();
    const call = client.callTool({ name: 'greet', arguments: { name: 'wait' } }, undefined, {
      signal: controller.signal,
    });
    await ears.heard('waiting');
    controller.abort('enough');
    await call.catch(() => undefined);
    await ears.heard('cancelled');

    expect(await client.callTool({ name: 'greet', arguments: { name: 'Ada' } })).to.have.property(
      'structuredContent',
    );
    await client.close();
  });
};

describe('a flow that is served by standard input and output', () => {
  const command = {
    command: process.execPath,
    args: ['--import', 'tsx', resolve(import.meta.dirname, 'served.ts')],
  };
  const connect = async (): Promise<{ client: Client; ears: Hearing }> => {
    const transport = new StdioClientTransport({ ...command, stderr: 'pipe' });
    const ears = hearing();
    if (!(transport.stderr instanceof Readable)) throw new Error('It cannot be heard.');
    createInterface({ input: transport.stderr }).on('line', ears.log);
    const client = new Client({ name: 'spec', version: '1' });
    await client.connect(transport);
    return { client, ears };
  };
  servedFlow(connect);

  it('cancels its runs and ends when the client leaves', async () => {
    const { client, ears } = await connect();
    const call = client.callTool({ name: 'greet', arguments: { name: 'wait' } });
    call.catch(() => undefined);
    await ears.heard('waiting');
    await client.close();
    await ears.heard('over');

    expect(ears.lines).to.deep.equal(['waiting', 'cancelled', 'over']);
  });

  it('is a tool of an agent', async () => {
    expect(await given(mcpTools(command), 'greet', { name: 'Ada', how: 'Good day' })).to.deep.equal(
      {
        words: 'Good day, Ada',
        loud: 'GOOD DAY, ADA',
      },
    );
  });
});

describe('a flow that is served over HTTP', () => {
  onLoopbackOnly();
  const servers: Server[] = [];
  const listening = async (handler: McpHandler): Promise<string> => {
    const server = createServer(handler).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/`;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  const open = { token: false } as const;
  const greet = async (options: Parameters<ReturnType<typeof serve>['handler']>[0] = open) => {
    const ears = hearing();
    const server = serve(greetingFlow(ears.log), {
      name: 'greet',
      description: 'Greets somebody.',
    });
    return { ears, url: await listening(server.handler(options)) };
  };

  servedFlow(async () => {
    const { ears, url } = await greet();
    const client = new Client({ name: 'spec', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    return { client, ears };
  });

  it('serves many clients at once, each with its own answer', async () => {
    const { url } = await greet();
    const names = ['Ada', 'Grace', 'Barbara', 'Frances', 'Radia'];
    const answers = await Promise.all(
      names.map((name) => given(mcpTools({ url }), 'greet', { name })),
    );

    expect(answers).to.deep.equal(
      names.map((name) => ({
        words: `Hello, ${name}`,
        loud: `HELLO, ${name.toUpperCase()}`,
      })),
    );
  });

  it('cancels only the run of the client that cancels', async () => {
    const { url, ears } = await greet();
    const other = await firstValueFrom(
      mcpTools({ url }).pipe(
        switchMap(async () => {
          const waiting = begun(calling(mcpTools({ url }), 'greet', { name: 'wait' }));
          await ears.heard('waiting');
          waiting.unsubscribe();
          await ears.heard('cancelled');
          return given(mcpTools({ url }), 'greet', { name: 'Ada' });
        }),
      ),
    );

    expect(other).to.have.property('words', 'Hello, Ada');
    expect(ears.lines).to.deep.equal(['waiting', 'cancelled']);
  });

  it('cancels the run when the connection of its call is closed', async () => {
    const { url, ears } = await greet();
    const client = new Client({ name: 'spec', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(url));
    await client.connect(transport);
    client.callTool({ name: 'greet', arguments: { name: 'wait' } }).catch(() => undefined);
    await ears.heard('waiting');
    // It does not say that it cancels the call, nor that it ends the session.
    await transport.close();
    await ears.heard('cancelled');
  });

  it('aborts the requests of a run that is cancelled', async () => {
    const bench = await Faulty.open();
    bench.on('gpt-5-mini', [hang]).on('/v1/chat/completions', [hang]);
    const writer = agent({
      ...{ type: 'text', provider: 'openai', mission: '', key: secret },
      ...{ model: 'gpt-5-mini', baseURL: `${bench.url}/v1` },
    });
    const story = flow({ tasks: { plot: task('Write', writer) } });
    const url = await listening(serve(story, { name: 'plot' }).handler(open));
    const waiting = calling(mcpTools({ url }), 'plot').subscribe();
    await bench.until('it is asked', ({ requests }) => requests.length > 0);
    waiting.unsubscribe();
    await bench.until('it is left', ({ closed }) => closed.length > 0);
    await bench.close();
  });

  it('shows no key when a run fails', async () => {
    const bench = await Faulty.open();
    bench.on('gpt-5-mini', reply(401, { error: { message: `Wrong key ${secret}` } }));
    const writer = agent({
      ...{ type: 'text', provider: 'openai', mission: '', key: secret },
      ...{ model: 'gpt-5-mini', baseURL: `${bench.url}/v1` },
    });
    const story = flow({ tasks: { plot: task('Write', writer) } });
    const url = await listening(serve(story, { name: 'plot' }).handler(open));
    const error = await failure(calling(mcpTools({ url }), 'plot'));
    await bench.close();

    expect(error).to.be.instanceOf(McpToolFailed);
    expect(String(error)).to.include('401').and.not.to.include('S3cret');
  });

  it('gives pictures as contents, and what JSON has no form for as texts', async () => {
    const url = await listening(serve(painting, { name: 'paint' }).handler(open));
    const client = new Client({ name: 'spec', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    const { tools } = await client.listTools();
    const { structuredContent, content } = await client.callTool({ name: 'paint' });

    expect(tools[0]).to.include({ description: 'Gives: dot, facts.' });
    expect(structuredContent).to.deep.equal({
      dot: { type: 'image', mimeType: 'image/png', content: 1 },
      facts: { size: '1', raw: 'AQID' },
    });
    expect(content).to.have.nested.property('[1].type', 'image');
    expect(content).to.have.nested.property('[1].mimeType', 'image/png');
    await client.close();
  });

  it('runs the flow as it is told', async () => {
    const seen: string[] = [];
    const run = { observe: ({ type }: FlowEvent) => void seen.push(type) };
    const url = await listening(serve(painting, { name: 'paint', run }).handler(open));
    await given(mcpTools({ url }), 'paint');

    expect(seen[0]).to.equal('run-started');
    expect(seen.at(-1)).to.equal('run-completed');
  });

  it('gives a single text as it is', async () => {
    const one = flow({ tasks: { said: task({ output: t.string, run: () => 'Hi' }) } });
    const url = await listening(serve(one, { name: 'say' }).handler(open));
    const client = new Client({ name: 'spec', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));

    expect(await client.callTool({ name: 'say' })).to.deep.equal({
      structuredContent: { said: 'Hi' },
      content: [{ type: 'text', text: 'Hi' }],
    });
    await client.close();
  });

  describe('lets in', () => {
    const hello = JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'spec', version: '1' },
      },
    });
    /** The status of the answer to somebody who sends these headers. `fetch` does not let a host be sent. */
    const statusFor = (
      url: string,
      headers: Readonly<Record<string, string>>,
      body = hello,
    ): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asking = request(
          url,
          {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              accept: 'application/json, text/event-stream',
              ...headers,
            },
          },
          (response) => {
            response.resume();
            response.once('end', () => resolve(response.statusCode));
          },
        );
        asking.once('error', reject);
        asking.end(body);
      });

    it('only whoever sends the token', async () => {
      const { url } = await greet({ token: 'V3ry-S3cret' });

      expect(await statusFor(url, {})).to.equal(401);
      expect(await statusFor(url, { authorization: 'Bearer V3ry' })).to.equal(401);
      expect(await statusFor(url, { authorization: 'Bearer V3ry-S3cret' })).to.equal(200);
    });

    it('whoever sends the token that stands in a variable, and nobody when that is not set', async () => {
      process.env['RIVULET_SPEC_TOKEN'] = 'V3ry-S3cret';
      const { url } = await greet({ token: { env: 'RIVULET_SPEC_TOKEN' } });
      Reflect.deleteProperty(process.env, 'RIVULET_SPEC_TOKEN');

      expect(await statusFor(url, { authorization: 'Bearer V3ry-S3cret' })).to.equal(200);
      const error = await greet({ token: { env: 'RIVULET_SPEC_TOKEN' } }).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(MissingVariable);
      expect(await greet({ token: ' ' }).catch((e: unknown) => e)).to.be.instanceOf(InvalidOptions);
    });

    it('only whoever calls it by a name of this machine', async () => {
      const { url } = await greet();

      expect(await statusFor(url, { host: 'evil.example' })).to.equal(403);
      expect(await statusFor(url, { host: 'localhost.evil.example:80' })).to.equal(403);
      expect(await statusFor(url, { host: 'localhost:4000' })).to.equal(200);
      expect(await statusFor(url, { host: '[::1]:4000' })).to.equal(200);
    });

    it('only pages of this machine', async () => {
      const { url } = await greet();

      expect(await statusFor(url, { origin: 'https://evil.example' })).to.equal(403);
      expect(await statusFor(url, { origin: 'null' })).to.equal(403);
      expect(await statusFor(url, { origin: 'http://localhost:6274' })).to.equal(200);
    });

    it('others when their names are said', async () => {
      const { url } = await greet({ token: false, hosts: ['flows.example'] });

      expect(await statusFor(url, { host: 'flows.example:8080' })).to.equal(200);
      expect(await statusFor(url, { host: 'localhost' })).to.equal(403);
    });

    it('nobody with a session that there is not', async () => {
      const { url } = await greet();

      expect(await statusFor(url, { 'mcp-session-id': 'gone' })).to.equal(404);
      expect(await statusFor(url, {}, '{}')).to.equal(400);
      expect(await statusFor(url, {}, 'no JSON')).to.equal(400);
    });
  });
});

describe('what is to be served', () => {
  it('has a name that models take', () => {
    for (const name of ['', 'two words', 'a'.repeat(65)]) {
      expect(() => serve(painting, { name })).to.throw(InvalidOptions, JSON.stringify(name));
    }
  });

  it('has inputs that a schema can tell', () => {
    const odd = flow({
      inputs: { topic: t.string, picture: Image },
      tasks: { copy: task({ run: () => 1 }) },
    });
    expect(() => serve(odd, { name: 'odd' })).to.throw(InvalidOptions, '"picture" (Image)');
  });

  it('is a flow', () => {
    const fake = { '~task': { work: { _tag: 'Run' } }, graph: painting.graph };
    expect(() => serve(fake, { name: 'fake' })).to.throw(InvalidOptions, 'no flow');
  });
});
