import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { firstValueFrom, from, map, mergeMap, NEVER, switchMap, take } from 'rxjs';
import { InvalidOptions } from '../../lib/core/errors.js';
import { isAudio, isImage } from '../../lib/core/media.js';
import { ResponseTooLarge } from '../../lib/core/providerErrors.js';
import { MissingVariable } from '../../lib/core/variableErrors.js';
import {
  McpFailed,
  mcpTools,
  McpToolFailed,
  UnknownMcpTool,
  type McpServer,
} from '../../lib/mcp/index.js';
import { begun, calling, failure, given, run } from './calling.js';
import { hearing, isAlive, Lifeline, serverFile } from './lifeline.js';

describe('the tools of an MCP server that is started', () => {
  let lifeline: Lifeline;
  beforeEach(async () => {
    lifeline = await Lifeline.open();
  });
  afterEach(() => lifeline.close());

  describe('are listed', () => {
    it('from all pages, with what a model has to know of them', async () => {
      const tools = await firstValueFrom(mcpTools(lifeline.server()));

      expect(Object.keys(tools)).to.include.members(['add', 'echo', 'search', 'pid']);
      expect(Object.keys(tools)).to.have.length.above(15);
      expect(tools['add']?.description).to.equal('Adds two numbers.');
      expect(tools['add']?.schema).to.deep.equal({
        type: 'object',
        properties: { a: { type: 'number' }, b: { type: 'number' } },
        required: ['a', 'b'],
      });
      expect(tools['echo']?.description).to.equal('Echo');
      expect(tools['pid']?.description).to.equal('pid');
    });

    it('by names that models take, each once', async () => {
      const tools = mcpTools(lifeline.server());
      const names = Object.keys(await firstValueFrom(tools));

      expect(names).to.include.members(['files_read', 'files_read_2']);
      for (const name of names) expect(name).to.match(/^[\w-]{1,64}$/u);
      expect(await given(tools, 'files_read_2', { text: '' })).to.equal('slash');
    });

    it('behind a prefix, and only those that are wanted', async () => {
      const tools = mcpTools(lifeline.server(), { prefix: 'my_', only: ['echo', 'files.read'] });

      expect(Object.keys(await firstValueFrom(tools))).to.deep.equal(['my_echo', 'my_files_read']);
      expect(await given(tools, 'my_echo', { text: 'Hi' })).to.equal('Hi');
    });

    it('and one that is wanted and is not there is told with what there is', async () => {
      const error = await failure(mcpTools(lifeline.server(), { only: ['ech'] }));

      expect(error).to.be.instanceOf(UnknownMcpTool);
      expect(error).to.include({ tool: 'ech', nearest: 'echo' });
      expect(String(error)).to.include('Did you mean "echo"?').and.to.include('add, echo, lines');
    });
  });

  describe('give', () => {
    it('their structured content', async () => {
      const tools = mcpTools(lifeline.server());
      expect(await given(tools, 'add', { a: 1, b: 2 })).to.deep.equal({ sum: 3 });
    });

    it('their texts as one', async () => {
      expect(await given(mcpTools(lifeline.server()), 'lines')).to.equal('one\ntwo');
    });

    it('a picture', async () => {
      const picture = await given(mcpTools(lifeline.server()), 'picture');

      if (!isImage(picture)) throw new Error('This is no picture.');
      expect(picture.mime).to.equal('image/png');
      expect(Buffer.from(picture.bytes.subarray(1, 4)).toString()).to.equal('PNG');
    });

    it('a list of whatever there is', async () => {
      const parts = (await given(mcpTools(lifeline.server()), 'mixed')) as readonly unknown[];

      expect(parts).to.have.length(4);
      expect(parts[0]).to.equal('Look:');
      expect(isImage(parts[1])).to.equal(true);
      expect(isAudio(parts[2])).to.equal(true);
      expect(parts[3]).to.deep.equal({ uri: 'file:///a', name: 'a' });
    });

    it('many answers at once, each its own', async () => {
      const sums = mcpTools(lifeline.server()).pipe(
        switchMap(({ add }) =>
          from([1, 2, 3, 4, 5]).pipe(
            mergeMap((a) => run(add, { a, b: a }).pipe(map((sum) => ({ a, sum })))),
          ),
        ),
        take(5),
      );
      const seen: unknown[] = [];
      await sums.forEach((each) => seen.push(each));

      expect(seen).to.have.deep.members([1, 2, 3, 4, 5].map((a) => ({ a, sum: { sum: 2 * a } })));
      expect(lifeline.count).to.equal(1);
    });

    it('nothing to whoever calls them with something else than an object', async () => {
      const { echo } = await firstValueFrom(mcpTools(lifeline.server()));

      expect(echo?.read('Hi')).to.deep.equal({ _tag: 'Left', left: 'is no object, but "Hi".' });
      expect(echo?.read(['Hi'])).to.have.property('_tag', 'Left');
      expect(echo?.read(undefined)).to.deep.equal({ _tag: 'Right', right: {} });
    });
  });

  it('ask a person before they are called where that is wanted', async () => {
    const server = lifeline.server();
    const plain = await firstValueFrom(mcpTools(server));
    const asking = await firstValueFrom(mcpTools(server, { approval: true }));
    const choosy = await firstValueFrom(
      mcpTools(server, {
        prefix: 'x_',
        approval: (tool, input) => tool === 'echo' && JSON.stringify(input).includes('rm'),
      }),
    );

    expect(plain['echo']).to.include({ mayAsk: false });
    expect(plain['echo']?.asks({})).to.equal(false);
    expect(asking['echo']?.mayAsk).to.equal(true);
    expect(asking['echo']?.asks({})).to.equal(true);
    expect(choosy['x_echo']?.asks({ text: 'rm' })).to.equal(true);
    expect(choosy['x_echo']?.asks({ text: 'ls' })).to.equal(false);
    expect(choosy['x_pid']?.asks({ text: 'rm' })).to.equal(false);
  });

  describe('fail', () => {
    it('with what they say of it, and go on working', async () => {
      const tools = mcpTools(lifeline.server());
      const both = tools.pipe(
        switchMap(async ({ broken, echo }) => ({
          error: await failure(run(broken, {})),
          text: await firstValueFrom(run(echo, { text: 'still here' })),
        })),
      );
      const { error, text } = await firstValueFrom(both);

      expect(error).to.be.instanceOf(McpToolFailed);
      expect(error).to.include({ tool: 'broken', text: 'No: out of order' });
      expect(text).to.equal('still here');
    });

    it('with the error that the server answers', async () => {
      const error = await failure(calling(mcpTools(lifeline.server()), 'refusing'));

      expect(error).to.be.instanceOf(McpToolFailed).and.to.include({ text: 'Not today' });
      expect(error).to.not.have.property('retryable');
    });

    it('when their answer is not what MCP says', async () => {
      const error = await failure(calling(mcpTools(lifeline.server()), 'strange'));

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'protocol', tool: 'strange', retryable: false });
    });

    it('when their answer is larger than it may be', async () => {
      const error = await failure(calling(mcpTools(lifeline.server()), 'large'));
      expect(error).to.be.instanceOf(ResponseTooLarge);
    });

    it('without what the server was given as a secret', async () => {
      const server = lifeline.server([], { env: { SECRET: 'V3ry-S3cret' } });
      const error = await failure(calling(mcpTools(server), 'broken'));

      expect(error).to.be.instanceOf(McpToolFailed);
      expect(String(error)).to.include('No: [hidden]').and.not.to.include('S3cret');
    });
  });

  describe('see of the environment', () => {
    const name = 'RIVULET_SPEC_API_KEY';
    beforeEach(() => {
      process.env[name] = 'sk-V3ry-S3cret';
    });
    afterEach(() => {
      Reflect.deleteProperty(process.env, name);
    });

    it('no keys, and what they are given', async () => {
      const server = lifeline.server([], { env: { MODE: 'quiet', TOKEN: { env: name } } });
      const seen = JSON.parse(String(await given(mcpTools(server), 'environment'))) as object;

      expect(seen).to.include({ MODE: 'quiet', TOKEN: 'sk-V3ry-S3cret' });
      expect(seen).to.have.property('PATH');
      expect(seen).to.not.have.property(name);
    });

    it('nothing but what every program needs', async () => {
      const seen = JSON.parse(
        String(await given(mcpTools(lifeline.server()), 'environment')),
      ) as object;
      const usual = [
        'HOME',
        'LOGNAME',
        'PATH',
        'SHELL',
        'TERM',
        'USER',
        'LIFELINE',
        '__CF_USER_TEXT_ENCODING',
      ];

      expect(usual).to.include.members(Object.keys(seen));
    });

    it('nothing, when a variable is not set: then no process is started', async () => {
      const server = lifeline.server([], { env: { TOKEN: { env: 'RIVULET_NOT_SET' } } });
      const error = await failure(mcpTools(server));

      expect(error).to.be.instanceOf(MissingVariable);
      expect(String(error)).to.include('env.TOKEN').and.to.include('RIVULET_NOT_SET');
      expect(lifeline.count).to.equal(0);
    });
  });

  it('run in the folder that is named', async () => {
    const cwd = await realpath(tmpdir());
    expect(await given(mcpTools(lifeline.server([], { cwd })), 'where')).to.equal(cwd);
  });

  describe('end', () => {
    it('with their process when nobody listens any more', async () => {
      const next = lifeline.next;
      const listening = mcpTools(lifeline.server()).subscribe();
      const { pid, over } = await next;
      expect(isAlive(pid)).to.equal(true);
      listening.unsubscribe();
      await over;

      expect(isAlive(pid)).to.equal(false);
    });

    it('with their process, also when it hears neither the end of its input nor SIGTERM', async () => {
      const { log, heard } = hearing();
      const next = lifeline.next;
      const listening = mcpTools(lifeline.server(['stubborn'], { log })).subscribe();
      const { pid, over } = await next;
      await heard('ready');
      listening.unsubscribe();
      await heard('SIGTERM');
      expect(isAlive(pid)).to.equal(true);
      await over;
    });

    it('with their process, when somebody leaves while it begins', async () => {
      const next = lifeline.next;
      const listening = mcpTools(lifeline.server()).subscribe();
      const { over } = await next;
      listening.unsubscribe();
      await over;
    });

    it('with this process, also when that does not wait for it', async () => {
      const next = lifeline.next;
      const door = resolve(import.meta.dirname, '../../lib/mcp/index.ts');
      const program = `
        import { mcpTools } from ${JSON.stringify(door)};
        mcpTools(${JSON.stringify(lifeline.server(['stubborn']))}).subscribe(() => process.exit(0));
      `;
      const ended = promisify(execFile)(process.execPath, [
        ...['--import', 'tsx', '--input-type=module', '--eval', program],
      ]);
      const { over } = await next;
      await ended;
      await over;
    });

    it('before a process is started for whoever has left at once', async () => {
      mcpTools(lifeline.server()).subscribe().unsubscribe();
      await firstValueFrom(mcpTools(lifeline.server()));

      expect(lifeline.count).to.equal(1);
    });
  });

  it('tell the server when nobody wants an answer any more', async () => {
    const { log, heard, lines } = hearing();
    const tools = mcpTools(lifeline.server([], { log }));
    const after = tools.pipe(
      switchMap(async ({ wait, echo }) => {
        const waiting = begun(run(wait, {}));
        await heard('waiting');
        waiting.unsubscribe();
        await heard('cancelled');
        // The connection goes on.
        return firstValueFrom(run(echo, { text: 'Hi' }));
      }),
    );

    expect(await firstValueFrom(after)).to.equal('Hi');
    expect(lines.filter((line) => line === 'cancelled')).to.have.length(1);
  });

  describe('whose server is killed while one is called', () => {
    it('say so at once, and nobody waits for them', async () => {
      const { log, heard } = hearing();
      const next = lifeline.next;
      const listening = failure(calling(mcpTools(lifeline.server([], { log })), 'wait'));
      const { pid, over } = await next;
      await heard('waiting');
      process.kill(pid, 'SIGKILL');
      const error = await listening;
      await over;

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'lost', exitSignal: 'SIGKILL', retryable: true });
      expect(String(error)).to.include('was ended by SIGKILL');
    });

    it('end the call as well as the tools', async () => {
      const tools = mcpTools(lifeline.server());
      let called: Promise<unknown> | undefined;
      const ended = await failure(
        tools.pipe(
          mergeMap(({ die }) => {
            called = failure(run(die, {}));
            // The tools end by themselves.
            return NEVER;
          }),
        ),
      );

      expect(await called).to.be.instanceOf(McpFailed);
      expect(ended).to.be.instanceOf(McpFailed);
    });

    it('name its exit code', async () => {
      const error = await failure(calling(mcpTools(lifeline.server()), 'leave'));

      expect(error).to.include({ reason: 'lost', exitCode: 7, retryable: true });
      expect(String(error)).to.include('exit code 7').and.to.include('{ log: true }');
    });
  });

  describe('of a server that cannot be started', () => {
    it('say that there is no such program', async () => {
      const args = ['--token=V3ry-S3cret'];
      const error = await failure(mcpTools({ command: 'rivulet-not-there', args }));

      expect(error).to.be.instanceOf(McpFailed);
      expect(error).to.include({ reason: 'not-started', retryable: false });
      expect(String(error))
        .to.include('"rivulet-not-there"')
        .and.to.include('no such program')
        .and.not.to.include('S3cret');
      expect(JSON.stringify(Object.entries((error as Error).cause as object))).to.not.include(
        'S3cret',
      );
    });

    it('say that it may not be run', async () => {
      const error = await failure(mcpTools({ command: resolve(serverFile, '../lifeline.ts') }));
      expect(String(error)).to.include('EACCES');
    });

    it('say that there is no such folder', async () => {
      const error = await failure(mcpTools(lifeline.server([], { cwd: '/not/there' })));

      expect(error).to.include({ reason: 'not-started' });
      expect(String(error)).to.include('cwd');
    });

    it('say that it ended before it answered', async () => {
      const error = await failure(mcpTools(lifeline.server(['exit'])));

      expect(error).to.include({ reason: 'not-started', exitCode: 3, retryable: false });
      expect(String(error)).to.include('exit code 3 before it had answered');
    });
  });

  it('are there although the server writes other things to its standard output', async () => {
    const tools = mcpTools(lifeline.server(['chatty']));
    expect(await given(tools, 'echo', { text: 'Hi' })).to.equal('Hi');
  });

  describe('write', () => {
    const door = resolve(import.meta.dirname, '../../lib/mcp/index.ts');
    const errorsOf = async (server: McpServer): Promise<string> => {
      const program = `
        import { firstValueFrom } from 'rxjs';
        import { mcpTools } from ${JSON.stringify(door)};
        await firstValueFrom(mcpTools(${JSON.stringify(server)}));
      `;
      const { stderr } = await promisify(execFile)(process.execPath, [
        ...['--import', 'tsx', '--input-type=module', '--eval', program],
      ]);
      return stderr;
    };

    it('nothing to our standard error', async () => {
      expect(await errorsOf(lifeline.server())).to.equal('');
    });

    it('to our standard error when that is wanted', async () => {
      expect(await errorsOf(lifeline.server([], { log: true }))).to.equal('ready\n');
    });
  });

  it('are refused at once when the server cannot be one', () => {
    const wrong: readonly McpServer[] = [
      { command: ' ' },
      { url: 'example.com/mcp' },
      { url: 'file:///mcp' },
      { url: 'https://me:S3cret@example.com' },
      { command: 'node', env: { TOKEN: { env: 'not a name' } } },
    ];
    for (const server of wrong) {
      expect(() => mcpTools(server), JSON.stringify(server))
        .to.throw(InvalidOptions)
        .with.property('message')
        .that.does.not.include('S3cret');
    }
    expect(() => mcpTools({ command: 'node' }, { prefix: 'a b' })).to.throw(InvalidOptions, 'a b');
  });
});
