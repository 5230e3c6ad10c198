import { expect } from 'chai';
import { firstValueFrom, switchMap } from 'rxjs';
import { MissingVariable } from '../../lib/core/variableErrors.js';
import { McpFailed, mcpTools, McpToolFailed } from '../../lib/mcp/index.js';
import {
  begin,
  end,
  Faulty,
  fin,
  packets,
  reply,
  rst,
  stream,
  wait,
  write,
  type Step,
} from '../support/faulty.js';
import { door } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { freePort } from '../support/program.js';
import { begun, calling, failure, given, run } from './calling.js';
import { listening, type Listening } from './overHttp.js';

describe('the tools of an MCP server over HTTP', () => {
  onLoopbackOnly();
  let server: Listening;
  beforeEach(async () => {
    server = await listening();
  });
  afterEach(() => server.stop());

  it('are listed from all pages, and give what they give', async () => {
    const tools = mcpTools({ url: server.url });

    expect(Object.keys(await firstValueFrom(tools))).to.have.length.above(15);
    expect(await given(tools, 'add', { a: 1, b: 2 })).to.deep.equal({ sum: 3 });
    expect(await failure(calling(tools, 'broken'))).to.be.instanceOf(McpToolFailed);
  });

  it('end their session when nobody listens any more, and no stream is opened beside the calls', async () => {
    await firstValueFrom(mcpTools({ url: server.url }));
    await server.heard('DELETE');

    expect(server.lines).to.not.include('GET');
  });

  it('tell the server when nobody wants an answer any more, and leave the connection', async () => {
    const after = mcpTools({ url: server.url }).pipe(
      switchMap(async ({ wait: waits, echo }) => {
        const waiting = begun(run(waits, {}));
        await server.heard('waiting');
        waiting.unsubscribe();
        await Promise.all([server.heard('cancelled'), server.heard('left')]);
        return firstValueFrom(run(echo, { text: 'Hi' }));
      }),
    );
    expect(await firstValueFrom(after)).to.equal('Hi');
  });

  it('tell the server so, too, when the tools themselves are left', async () => {
    const waiting = calling(mcpTools({ url: server.url }), 'wait').subscribe();
    await server.heard('waiting');
    waiting.unsubscribe();

    await Promise.all([server.heard('cancelled'), server.heard('DELETE')]);
  });

  it('fail at once when the server is killed while one is called', async () => {
    const calls = failure(calling(mcpTools({ url: server.url }), 'wait'));
    await server.heard('waiting');
    server.child.kill('SIGKILL');
    const error = await calls;

    expect(error).to.be.instanceOf(McpFailed);
    expect(error).to.include({ reason: 'lost', tool: 'wait', retryable: true });
    expect(String(error)).to.include(new URL(server.url).origin);
  });

  it('fail when the server is gone before one is called', async () => {
    const calls = mcpTools({ url: server.url }).pipe(
      switchMap(async ({ echo }) => {
        await server.stop();
        return failure(run(echo, { text: 'Hi' }));
      }),
    );
    const error = await firstValueFrom(calls);

    expect(error).to.be.instanceOf(McpFailed).and.to.include({ retryable: true });
  });

  it('end when the server does not know the session any more', async () => {
    const error = await failure(
      mcpTools({ url: server.url }).pipe(
        switchMap(async ({ echo }) => {
          await fetch(new URL('/forget', server.url));
          return failure(run(echo, { text: 'Hi' }));
        }),
      ),
    );

    expect(error).to.be.instanceOf(McpFailed);
    expect(error).to.include({ reason: 'lost', status: 404, retryable: true });
  });

  it('are the same for two that call at once', async () => {
    const one = mcpTools({ url: server.url });
    const [first, second] = await Promise.all([
      given(one, 'echo', { text: 'one' }),
      given(one, 'echo', { text: 'two' }),
    ]);

    expect([first, second]).to.deep.equal(['one', 'two']);
  });

  it('of nobody cannot be reached', async () => {
    const error = await failure(
      mcpTools({ url: `http://127.0.0.1:${String(await freePort())}/mcp` }),
    );

    expect(error).to.be.instanceOf(McpFailed);
    expect(error).to.include({ reason: 'unreachable', retryable: true });
    expect(String(error)).to.include('ECONNREFUSED');
  });

  it('of a host that there is not cannot be reached, and are not tried again', async () => {
    const error = await failure(mcpTools({ url: 'http://rivulet.invalid/mcp' }));
    expect(error).to.include({ reason: 'unreachable', retryable: false });
  });

  describe('behind a token', () => {
    const token = 'V3ry-S3cret-0123456789';
    let closed: Listening;
    beforeEach(async () => {
      closed = await listening({ WANTED: `Bearer ${token}` });
      process.env['RIVULET_SPEC_TOKEN'] = `Bearer ${token}`;
    });
    afterEach(async () => {
      Reflect.deleteProperty(process.env, 'RIVULET_SPEC_TOKEN');
      await closed.stop();
    });

    it('are there for whoever has it', async () => {
      const headers = { authorization: { env: 'RIVULET_SPEC_TOKEN' } };
      expect(await given(mcpTools({ url: closed.url, headers }), 'echo', { text: 'Hi' })).to.equal(
        'Hi',
      );
    });

    it('are refused to others, and no message shows what they sent', async () => {
      const headers = { authorization: 'Bearer wr0ng-S3cret' };
      const error = await failure(mcpTools({ url: closed.url, headers }));

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'refused', status: 401, retryable: false });
      expect(String(error)).to.include('Check its headers');
      for (const said of [error, (error as Error).cause]) {
        expect(String(said)).to.not.include('S3cret');
        expect((said as Error).stack).to.not.include('S3cret');
      }
    });

    it('are not asked for when the variable of the token is not set', async () => {
      const headers = { authorization: { env: 'RIVULET_NOT_SET' } };
      const error = await failure(mcpTools({ url: closed.url, headers }));

      expect(error).to.be.instanceOf(MissingVariable);
    });
  });
});

describe('an MCP server over HTTP that does not do as it should', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  /** Answers the request that came with a result. */
  const says = (...results: readonly unknown[]): readonly Step[][] =>
    results.map((result) => [
      async (exchange) => {
        for (const step of reply(200, messageOf(exchange.request.json, result)))
          await step(exchange);
      },
    ]);
  const messageOf = (request: unknown, result: unknown): object => ({
    jsonrpc: '2.0',
    id: typeof request === 'object' && request !== null && 'id' in request ? request.id : undefined,
    result,
  });
  const hello = {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'faulty', version: '1' },
  };
  const list = { tools: [{ name: 'go', inputSchema: { type: 'object' } }] };
  const accepted: readonly Step[] = [begin(202), end];
  const [greets = [], lists = []] = says(hello, list);
  const url = (): string => `${bench.url}/S3cret-path/mcp`;
  /** What a call fails with, when it is answered like that. */
  const calledWith = async (...steps: readonly Step[]): Promise<unknown> => {
    bench.on('/S3cret-path/mcp', greets, accepted, lists, steps);
    return failure(calling(mcpTools({ url: url() }), 'go'));
  };
  const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

  for (const [how, ...steps] of [
    ['is closed in good order', stream, write(': here\n\n'), end],
    ['is closed in the middle', stream, write('data: {"jsonr'), fin],
    ['is broken', stream, write(': here\n\n'), rst],
    ['is broken before it has begun', rst],
    [
      'is a whole answer that is cut',
      begin(200, { 'content-type': 'application/json', 'content-length': '900' }),
      write('{"jso'),
      fin,
    ],
  ] as const) {
    it(`fails when the answer ${how}`, async () => {
      const error = await calledWith(...steps);

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'lost', tool: 'go', retryable: true });
      expect(String(error)).to.not.include('S3cret');
    });
  }

  it('is heard to its end when its stream breaks behind the answer', async () => {
    const answer: Step = (exchange) =>
      write(
        event(messageOf(exchange.request.json, { content: [{ type: 'text', text: 'there' }] })),
      )(exchange);
    bench.on('/S3cret-path/mcp', greets, accepted, lists, [stream, answer, rst]);

    expect(await given(mcpTools({ url: url() }), 'go')).to.equal('there');
  });

  it('is asked for the rest of a stream that can be gone on with', async () => {
    let id: unknown;
    const answer = write(
      event({ jsonrpc: '2.0', id: 2, result: { content: [{ type: 'text', text: 'rest' }] } }),
    );
    const begins: readonly Step[] = [
      ({ request }) => (id = messageOf(request.json, {})),
      stream,
      write('id: 7\nretry: 1\ndata: \n\n'),
      end,
    ];
    bench.on('/S3cret-path/mcp', greets, accepted, lists, begins, [stream, answer, end]);

    expect(await given(mcpTools({ url: url() }), 'go')).to.equal('rest');
    expect(id).to.include({ id: 2 });
    const resumed = bench.requests.find(({ method }) => method === 'GET');
    expect(resumed?.headers['last-event-id']).to.equal('7');
  });

  for (const [which, begins] of [
    ['has only begun', 'id: 7\ndata: here\n'],
    ['has no data', 'id: 7\n\n'],
    ['has an id that is empty', 'id:\ndata: here\n\n'],
    ['has none, but its data looks so', 'data: {}id:\n\n'],
  ] as const) {
    it(`is not waited for when the event with the id ${which}`, async () => {
      const error = await calledWith(stream, write(begins), rst);
      expect(error).to.be.instanceOf(McpFailed).and.to.include({ reason: 'lost', tool: 'go' });
    });
  }

  it('is asked for the rest of a stream that broke, too', async () => {
    const rest = { jsonrpc: '2.0', id: 2, result: { content: [{ type: 'text', text: 'rest' }] } };
    const begins = packets('id: 7\r\nretry: 1\r\ndata: \r\n\r\n');
    bench.on(
      '/S3cret-path/mcp',
      ...[greets, accepted, lists],
      [stream, write(...begins), rst],
      [stream, write(event(rest)), end],
    );

    expect(await given(mcpTools({ url: url() }), 'go')).to.equal('rest');
  });

  for (const status of [404, 405, 500]) {
    it(`fails when it answers ${String(status)} to whoever wants the rest`, async () => {
      bench.on(
        '/S3cret-path/mcp',
        greets,
        accepted,
        lists,
        [stream, write('id: 7\nretry: 1\ndata: \n\n'), end],
        reply(status, 'no'),
      );
      const error = await failure(calling(mcpTools({ url: url() }), 'go'));

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'lost', retryable: true });
    });
  }

  for (const [status, retryable] of [
    [400, false],
    [403, false],
    [429, true],
    [503, true],
  ] as const) {
    it(`fails when it refuses with ${String(status)}, and is ${retryable ? '' : 'not '}asked again`, async () => {
      bench.on('/S3cret-path/mcp', reply(status, 'You sent S3cret-path'));
      const error = await failure(mcpTools({ url: url() }));

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'refused', status, retryable });
      expect(String(error)).to.not.include('S3cret');
      expect(String((error as Error).cause)).to.not.include('S3cret');
    });
  }

  it('fails when it is no MCP server', async () => {
    bench.on('/S3cret-path/mcp', reply(200, '<html>', { 'content-type': 'text/html' }));
    const error = await failure(mcpTools({ url: url() }));

    expect(error).to.include({ reason: 'protocol', retryable: false });
    expect(String(error)).to.include('does not speak MCP');
  });

  it('is not waited for when it does not answer the end of the session', async () => {
    const { opened, open } = door();
    const silent: readonly Step[] = [() => open(), wait(new Promise(() => undefined))];
    const session = { 'mcp-session-id': 'one' };
    const greeting: Step = async (exchange) => {
      for (const step of reply(200, messageOf(exchange.request.json, hello), session))
        await step(exchange);
    };
    bench.on('/S3cret-path/mcp', [greeting], accepted, lists, silent);
    await firstValueFrom(mcpTools({ url: url() }));
    await opened;
    await bench.until('its connection is closed', ({ closed }) => closed.length > 0);

    expect(bench.requests.at(-1)).to.include({ method: 'DELETE' });
  });
});
