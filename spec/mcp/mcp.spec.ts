import { expect } from 'chai';
import { firstValueFrom } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import type { Provider } from '../../lib/agents/provider.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import { ProtocolError } from '../../lib/core/providerErrors.js';
import { MissingVariable } from '../../lib/core/variableErrors.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import {
  mcp,
  McpFailed,
  McpToolFailed,
  UnknownMcpTool,
  type McpOptions,
} from '../../lib/mcp/index.js';
import { failure } from './calling.js';
import { hearing, Lifeline } from './lifeline.js';

describe('mcp', () => {
  let lifeline: Lifeline;
  beforeEach(async () => {
    lifeline = await Lifeline.open();
  });
  afterEach(() => lifeline.close());

  const asking = (options: McpOptions, question: string, params = {}): Promise<unknown> =>
    firstValueFrom(
      agent({
        ...{ type: 'mcp', provider: mcp(lifeline.server(), options), mission: '' },
        params,
      }).ask(question),
    );
  const refusal = (options: McpOptions): Promise<unknown> =>
    asking(options, 'Hi').then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is a provider of these two types of agents', () => {
    const provider: Provider<'mcp' | 'search'> = mcp({ command: 'node' }, { tool: 'echo' });
    expect(Object.keys(provider.agents)).to.deep.equal(['mcp', 'search']);
  });

  it('gives what the tool gave for the question, and ends the server', async () => {
    const next = lifeline.next;
    expect(await asking({ tool: 'echo' }, 'Hi')).to.equal('Hi');
    await (
      await next
    ).over;
  });

  it('puts the question into the one text that is demanded, beside the other arguments', async () => {
    const options = { tool: 'lookup', arguments: { count: 3, language: 'en' } };
    expect(await asking(options, 'rain')).to.deep.equal({
      query: 'rain',
      count: 3,
      language: 'en',
    });
    expect(await asking({ tool: 'lookup' }, 'rain', { count: 4 })).to.deep.equal({
      query: 'rain',
      count: 4,
    });
    expect(await asking({ tool: 'rhyme', arguments: { with: 'June' } }, 'moon')).to.deep.equal({
      word: 'moon',
      with: 'June',
    });
  });

  it('puts the question into the argument that is named', async () => {
    expect(await asking({ tool: 'lookup', argument: 'language' }, 'en')).to.deep.equal({
      language: 'en',
    });
  });

  it('says which arguments there are when it cannot know which one is meant', async () => {
    const several = await refusal({ tool: 'rhyme' });
    expect(several).to.be.instanceOf(InvalidOptions);
    expect(String(several)).to.include('several texts (word, with)').and.to.include('argument: …');

    const none = await refusal({ tool: 'add' });
    expect(none).to.be.instanceOf(InvalidOptions);
    expect(String(none)).to.include('no text').and.to.include('It has: a, b.');

    const nothing = await refusal({ tool: 'pid' });
    expect(String(nothing)).to.include('It has: none.');
  });

  it('says which tools there are when there is none of this name', async () => {
    const error = await refusal({ tool: 'serch' });

    expect(error).to.be.instanceOf(UnknownMcpTool);
    expect(String(error)).to.include('Did you mean "search"?').and.to.include('echo, lines');
  });

  it('fails with what the tool says', async () => {
    const error = await refusal({ tool: 'broken', argument: 'why' });
    expect(error).to.be.instanceOf(McpToolFailed);
  });

  it('is told when nobody wants the answer any more', async () => {
    const { log, heard } = hearing();
    const provider = mcp(lifeline.server([], { log }), { tool: 'wait', argument: 'for' });
    const next = lifeline.next;
    const waiting = agent({ type: 'mcp', provider, mission: '' }).ask('ever').subscribe();
    await heard('waiting');
    waiting.unsubscribe();
    await heard('cancelled');
    await (
      await next
    ).over;
  });

  it('is asked again by a task when its server was killed', async () => {
    const { log, heard, lines } = hearing();
    const provider = mcp(lifeline.server([], { log }), { tool: 'wait', argument: 'for' });
    const waiter = agent({ type: 'mcp', provider, mission: '', retry: { delay: 0 } });
    const story = flow({ tasks: { wait: task('for ever', waiter) } });
    const first = lifeline.next;
    const again = new Promise<unknown>((retried) => {
      const running = story.run().subscribe((event) => {
        if (event.type !== 'retrying') return;
        running.unsubscribe();
        retried(event.error);
      });
    });
    const { pid, over } = await first;
    await heard('waiting');
    process.kill(pid, 'SIGKILL');

    expect(await again).to.be.instanceOf(McpFailed);
    await over;
    expect(lines).to.not.include('cancelled');
  });

  it('finds', async () => {
    const provider = mcp(lifeline.server(), { tool: 'search' });
    const found = await firstValueFrom(
      agent({ type: 'search', provider, mission: '' }).ask('rain'),
    );

    expect(found).to.deep.equal([
      { title: 'rain', url: 'https://example.com/1', snippet: 'The first.' },
      { title: 'Two', url: 'https://example.com/2', snippet: '' },
    ]);
  });

  it('says so when nothing in the answer was found', async () => {
    const provider = mcp(lifeline.server(), { tool: 'echo' });
    const error = await failure(agent({ type: 'search', provider, mission: '' }).ask('rain'));

    expect(error).to.be.instanceOf(ProtocolError);
  });

  it('starts nothing before all is there that it needs', async () => {
    const token = { env: 'RIVULET_NOT_SET' };
    const provider = mcp(lifeline.server([], { env: { TOKEN: token } }), { tool: 'echo' });
    const clerk = agent({ type: 'mcp', provider, mission: '' });
    const error: unknown = await flow({ tasks: { note: task('Hi', clerk) } })
      .start()
      .catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(MissingVariable);
    expect(String(error)).to.include('Task "note"');
    expect(lifeline.count).to.equal(0);
  });

  it('refuses an argument that is given twice', () => {
    const options = { tool: 'echo', argument: 'text', arguments: { text: 'Hi' } };
    expect(() => mcp({ command: 'node' }, options)).to.throw(InvalidOptions, '"text"');
  });
});
