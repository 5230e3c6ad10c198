import { expect } from 'chai';
import * as t from 'io-ts';
import { z } from 'zod';
import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import { searchBy } from '../../lib/agents/searchBy.js';
import { standard } from '../../lib/core/codec.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import { Audio, Image } from '../../lib/core/media.js';
import { ask } from '../../lib/flow/ask.js';
import { byLength } from '../../lib/flow/byLength.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { hedge, race } from '../../lib/flow/race.js';
import { route } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { tool } from '../../lib/flow/tool.js';
import { sentences } from '../../lib/operators/sentences.js';
import {
  codecOf,
  fromSpec,
  NotWritable,
  toSpec,
  until,
  type AnyFlow,
  type UntilSpec,
} from '../../lib/spec/index.js';
import { mcp } from '../../lib/mcp/index.js';
import { marbleAgent } from '../../lib/testing/index.js';

const writer = agent({ type: 'text', provider: 'openai', mission: 'write' });
const painter = agent({ type: 'image', provider: 'openai', mission: 'paint' });

const refusals = (made: AnyFlow): readonly string[] => {
  try {
    toSpec(made);
    return [];
  } catch (error) {
    if (!(error instanceof NotWritable)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
};

const complaints = (made: AnyFlow, ...says: readonly string[]): void => {
  const problems = refusals(made);
  for (const one of says) {
    expect(
      problems.some((problem) => problem.startsWith(one)),
      `${one}\nis not in\n${problems.join('\n')}`,
    ).to.equal(true);
  }
  expect(problems.length, problems.join('\n')).to.equal(says.length);
};

describe('toSpec', () => {
  it('writes a flow of code as data', () => {
    const second = agent({ type: 'text', provider: 'gemini', mission: 'write, too' });
    const own = agent({
      type: 'text',
      provider: 'openai',
      mission: 'edit',
      model: 'gpt-5-mini',
      params: { temperature: 0 },
      key: { env: 'MY_API_KEY' },
      baseURL: { env: 'MY_BASE_URL' },
      retry: { attempts: 2 },
      timeout: { total: 9000 },
      fallback: second,
    });
    const story = flow({
      inputs: { topic: t.string, heroes: t.array(t.string) },
      tasks: {
        plot: task('Write about {{topic}}', writer, { remember: 'plot', save: 'the plot' }),
        better: sequence(
          task('Shorten {{plot}}', own, { recall: ['style?'] }),
          loop(task('Shorten {{it}}', own), { max: 3, until: until({ atMost: 280 }) }),
        ),
        lives: forEach(task('The life of {{it}}', writer), {
          concurrency: 2,
          onFailure: 'isolate',
        }),
        title: race([task('A title', writer), task('A title', second)]),
        cover: hedge(task('A cover', painter), task('A cover', painter), 500),
        part: flow({
          inputs: { plot: codecOf('text') },
          tasks: { end: task('{{plot}}', own) },
          paths: { plot: ['end'] },
        }),
        good: ask({ question: '{{better}}?', output: t.boolean, save: { overwrite: true } }),
        long: task('Long', writer, { join: 'any', optional: true, exclude: true }),
      },
      paths: { topic: ['plot'], plot: ['better', 'part'], heroes: ['lives'], better: ['good'] },
      routes: {
        plot: route(byLength({ short: 100 }, 'long'), { short: ['title', 'cover'], long: 'long' }),
      },
      onFailure: 'isolate',
      concurrency: 4,
    });

    expect(toSpec(story)).to.deep.equal({
      rivulet: 1,
      agents: {
        'openai-text': { type: 'text', provider: 'openai', mission: 'write' },
        'openai-text-2': {
          type: 'text',
          provider: 'openai',
          mission: 'edit',
          model: 'gpt-5-mini',
          params: { temperature: 0 },
          timeout: { total: 9000 },
          retry: { attempts: 2 },
          fallback: ['gemini-text'],
          key: { env: 'MY_API_KEY' },
          baseURL: { env: 'MY_BASE_URL' },
        },
        'gemini-text': { type: 'text', provider: 'gemini', mission: 'write, too' },
        'openai-image': { type: 'image', provider: 'openai', mission: 'paint' },
      },
      inputs: { topic: 'text', heroes: { list: 'text' } },
      tasks: {
        plot: {
          agent: 'openai-text',
          instruction: 'Write about {{topic}}',
          remember: 'plot',
          save: 'the plot',
        },
        better: {
          sequence: [
            { agent: 'openai-text-2', instruction: 'Shorten {{plot}}', recall: ['style?'] },
            {
              loop: { agent: 'openai-text-2', instruction: 'Shorten {{it}}' },
              max: 3,
              until: { atMost: 280 },
            },
          ],
        },
        lives: {
          forEach: { agent: 'openai-text', instruction: 'The life of {{it}}' },
          concurrency: 2,
          onFailure: 'isolate',
        },
        title: {
          race: [
            { agent: 'openai-text', instruction: 'A title' },
            { agent: 'gemini-text', instruction: 'A title' },
          ],
        },
        cover: {
          hedge: [
            { agent: 'openai-image', instruction: 'A cover' },
            { agent: 'openai-image', instruction: 'A cover' },
          ],
          after: 500,
        },
        part: {
          flow: {
            inputs: { plot: 'text' },
            tasks: { end: { agent: 'openai-text-2', instruction: '{{plot}}' } },
            paths: { plot: ['end'] },
          },
        },
        good: { ask: '{{better}}?', output: 'boolean', save: { overwrite: true } },
        long: {
          agent: 'openai-text',
          instruction: 'Long',
          join: 'any',
          optional: true,
          exclude: true,
        },
      },
      paths: { topic: ['plot'], plot: ['better', 'part'], heroes: ['lives'], better: ['good'] },
      routes: {
        plot: {
          by: 'length',
          limits: { short: 100 },
          otherwise: 'long',
          to: { short: ['title', 'cover'], long: 'long' },
        },
      },
      onFailure: 'isolate',
      concurrency: 4,
    });
    expect(fromSpec(toSpec(story)).graph).to.deep.equal(story.graph);
  });

  it('leaves out what says nothing', () => {
    const plain = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      params: {},
      retry: {},
      timeout: {},
      fallback: [],
    });
    const made = flow({
      inputs: {},
      tasks: {
        a: task('A', plain, {
          join: 'all',
          optional: false,
          exclude: false,
          partials: false,
          retry: { attempts: 3, delay: 500, maxDelay: 30_000 },
          timeout: {},
          recall: [],
          save: false,
          fallback: [],
        }),
        b: ask({ question: '' }),
      },
      paths: { a: [] },
      routes: {},
      onFailure: 'stop',
      concurrency: Infinity,
    });

    expect(toSpec(made)).to.deep.equal({
      rivulet: 1,
      agents: { 'openai-text': { type: 'text', provider: 'openai', mission: '' } },
      tasks: { a: { agent: 'openai-text', instruction: 'A' }, b: { ask: '' } },
    });
  });

  it('tells what a task says of its attempts from what its agents say', () => {
    const second = agent({
      type: 'text',
      provider: 'openai',
      mission: '2',
      retry: { attempts: 5 },
    });
    const first = agent({
      type: 'text',
      provider: 'openai',
      mission: '1',
      retry: { attempts: 2, delay: 10 },
      timeout: { total: 100 },
      fallback: second,
    });
    const { tasks } = toSpec(
      flow({
        tasks: {
          same: task('', first, { retry: { attempts: 2 }, fallback: [second] }),
          other: task('', first, { retry: { attempts: 5, maxDelay: 900 }, timeout: { idle: 7 } }),
          alone: task('', first, { fallback: [] }),
          usual: task('', first, { retry: { attempts: undefined }, fallback: first }),
        },
      }),
    );

    expect(tasks).to.deep.equal({
      same: { agent: 'openai-text', instruction: '', retry: { attempts: 2 } },
      other: {
        agent: 'openai-text',
        instruction: '',
        retry: { attempts: 5, maxDelay: 900 },
        timeout: { idle: 7 },
      },
      alone: { agent: 'openai-text', instruction: '', fallback: [] },
      usual: {
        agent: 'openai-text',
        instruction: '',
        retry: { attempts: 3 },
        fallback: ['openai-text'],
      },
    });
  });

  it('writes what may be spent, and what it costs', () => {
    const cheap = agent({
      type: 'text',
      provider: 'ollama',
      model: 'qwen3:8b',
      mission: '',
      limits: { concurrency: 1, requestsPerMinute: Infinity, tokensPerMinute: 9000 },
      price: {},
      maxSteps: 4,
    });
    const dear = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      limits: {},
      price: { input: 3, cached: undefined, output: 12 },
      maxSteps: 10,
    });
    const written = toSpec(
      flow({
        tasks: {
          draft: task('Draft', cheap),
          part: flow({ tasks: { end: task('End', dear) }, budget: { requests: 2 } }),
        },
        budget: { requests: 20, tokens: Infinity, money: 0.5, time: 60_000 },
      }),
    );
    expect(written).to.deep.equal({
      rivulet: 1,
      agents: {
        'ollama-text': {
          type: 'text',
          provider: 'ollama',
          model: 'qwen3:8b',
          mission: '',
          limits: { concurrency: 1, tokensPerMinute: 9000 },
          price: {},
          maxSteps: 4,
        },
        'openai-text': {
          type: 'text',
          provider: 'openai',
          mission: '',
          price: { input: 3, output: 12 },
        },
      },
      tasks: {
        draft: { agent: 'ollama-text', instruction: 'Draft' },
        part: {
          flow: {
            tasks: { end: { agent: 'openai-text', instruction: 'End' } },
            budget: { requests: 2 },
          },
        },
      },
      budget: { requests: 20, money: 0.5, time: 60_000 },
    });
  });

  it('writes what an answer has to be where it was said: at the agent, or at the task', () => {
    const Titles = t.array(t.string);
    const lister = agent({ type: 'text', provider: 'openai', mission: '', output: Titles });
    const { agents, tasks } = toSpec(
      flow({
        tasks: {
          same: task('', lister),
          alike: task('', lister, { output: t.readonlyArray(t.string) }),
          other: task('', lister, { output: t.type({ title: t.string }) }),
          free: task('', lister, { output: t.string }),
          own: task('', writer, { output: t.keyof({ yes: null, no: null }) }),
          none: task('', writer),
          picture: task('', painter, { output: Image }),
        },
      }),
    );

    expect(agents?.['openai-text']).to.deep.equal({
      type: 'text',
      provider: 'openai',
      mission: '',
      output: { list: 'text' },
    });
    expect(tasks).to.deep.equal({
      same: { agent: 'openai-text', instruction: '' },
      alike: { agent: 'openai-text', instruction: '' },
      other: { agent: 'openai-text', instruction: '', output: { record: { title: 'text' } } },
      free: { agent: 'openai-text', instruction: '', output: 'text' },
      own: { agent: 'openai-text-2', instruction: '', output: { oneOf: ['yes', 'no'] } },
      none: { agent: 'openai-text-2', instruction: '' },
      picture: { agent: 'openai-image', instruction: '', output: 'image' },
    });
  });

  it('writes agents that search', () => {
    const searcher = agent({
      type: 'search',
      provider: 'google',
      model: 'the:engine',
      mission: 'look things up',
      params: { num: 5 },
      key: { env: 'SEARCH_KEY' },
    });
    const { agents } = toSpec(flow({ tasks: { found: task('Rain', searcher) } }));

    expect(agents).to.deep.equal({
      'google-search': {
        type: 'search',
        provider: 'google',
        mission: 'look things up',
        model: 'the:engine',
        params: { num: 5 },
        key: { env: 'SEARCH_KEY' },
      },
    });
  });

  it('keeps the names of agents that were read, and makes others that nobody has', () => {
    const read = fromSpec({
      rivulet: 1,
      agents: { 'openai-text': { type: 'text', provider: 'openai', mission: 'read' } },
      tasks: { b: { agent: 'openai-text', instruction: 'B' } },
    });
    const { agents, tasks } = toSpec(
      flow({ tasks: { a: task('A', writer), part: read, c: task('C', writer) } }),
    );

    expect(agents).to.deep.equal({
      'openai-text': { type: 'text', provider: 'openai', mission: 'read' },
      'openai-text-2': { type: 'text', provider: 'openai', mission: 'write' },
    });
    expect(tasks['a']).to.have.property('agent', 'openai-text-2');
    expect(tasks['c']).to.have.property('agent', 'openai-text-2');
  });

  it('writes a flow that was read and then changed', () => {
    const read = fromSpec({
      rivulet: 1,
      inputs: { topic: 'text' },
      agents: { poet: { type: 'text', provider: 'openai', mission: 'rhyme' } },
      tasks: { poem: { agent: 'poet', instruction: '{{topic}}' } },
      paths: { topic: ['poem'] },
    });
    const changed = read.with({
      tasks: { title: task('A title for {{poem}}', writer) },
      paths: { poem: ['title'] },
    });

    expect(toSpec(changed)).to.deep.include({
      tasks: {
        poem: { agent: 'poet', instruction: '{{topic}}' },
        title: { agent: 'openai-text', instruction: 'A title for {{poem}}' },
      },
      paths: { topic: ['poem'], poem: ['title'] },
    });
  });

  it('writes codecs of io-ts that say no more than a type', () => {
    const inputs = {
      a: t.type({ b: t.number, c: t.union([t.boolean, t.undefined]) }),
      d: t.readonlyArray(t.string),
      e: t.keyof({ x: null, y: null }),
      f: t.union([t.literal('x'), t.literal('y')]),
      g: t.literal('x'),
      h: Image,
      i: t.array(Audio),
      j: codecOf('data'),
      k: t.union([t.string, t.undefined]),
    };
    expect(toSpec(flow({ inputs, tasks: { q: ask({ question: '' }) } })).inputs).to.deep.equal({
      a: { record: { b: 'number', c: { optional: 'boolean' } } },
      d: { list: 'text' },
      e: { oneOf: ['x', 'y'] },
      f: { oneOf: ['x', 'y'] },
      g: { oneOf: ['x'] },
      h: 'image',
      i: { list: 'audio' },
      j: 'data',
      k: { optional: 'text' },
    });
  });

  it('refuses all that is code, with its path and what to do', () => {
    const custom = agent({ type: 'text', provider: scripted(), mission: '' });
    const picky = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      key: 'a key',
      baseURL: 'http://nobody.invalid',
      retry: { when: () => true },
      params: { seed: () => 1 },
    });
    complaints(
      flow({
        inputs: { topic: t.Int, list: t.array(t.unknown), zod: standard(z.string()) },
        tasks: {
          code: task({ run: () => 'text' }),
          operator: task({ operator: (input) => input }),
          told: task(({ topic }: { topic: number }) => String(topic), writer),
          changed: task('', writer, { before: (text) => text, after: (text) => text }),
          guarded: task('', writer, { guard: (text) => text !== '' }),
          cut: task('', writer, { partials: true, chunks: { told: sentences() } }),
          asked: ask({ question: () => 'Why?', output: t.Int }),
          retried: task('', writer, { retry: { when: () => true } }),
          custom: task('', custom),
          marbles: task('', marbleAgent('a|')),
          picky: task('', picky),
          looped: loop(task('', writer), { max: 3, until: (text) => text === '' }),
          within: sequence(task('', writer), task({ run: () => 'text' })),
          competing: race([task({ run: () => 'text' }), task('', writer)]),
        },
        paths: { topic: ['told'], told: ['cut', 'looped'] },
        routes: { guarded: route(() => 'a', { a: [] }) },
        log: () => undefined,
      }),
      'log: It is not a part of the flow. Give it to its runs',
      'inputs.topic: The codec Int cannot be written down.',
      'inputs.list.list: The codec unknown cannot be written down.',
      'inputs.zod: The codec zod cannot be written down.',
      'tasks.code: It is code. Leave it out',
      'tasks.operator: It is code. Leave it out',
      'tasks.told.instruction: It is a function. Write a text with a {{place}}',
      'tasks.changed.before: It is a function.',
      'tasks.changed.after: It is a function.',
      'tasks.guarded.guard: It is a function.',
      'tasks.cut.chunks: They are functions.',
      'tasks.asked.ask: It is a function.',
      'tasks.asked.output: The codec Int cannot be written down.',
      'tasks.retried.retry.when: It is a function.',
      "agents.scripted-text.provider: It was given as an object, which is code. Name one that is known, such as 'openai'.",
      'agents.marbles-text: Nothing is known of how it was made. Make it with agent({ … }).',
      'agents.openai-text-2.key: It was given as a text, which is never written down. Give { env:',
      'agents.openai-text-2.baseURL: It was given as a text',
      'agents.openai-text-2.retry.when: It is a function.',
      'agents.openai-text-2.params.seed: It has to be data that JSON can hold, not a function.',
      "tasks.looped.until: It is a function. Make it with until({ … }) of 'rivulet/spec'.",
      'tasks.within.sequence[1]: It is code.',
      'tasks.competing.race[0]: It is code.',
      'routes.guarded: Its choice is a function of its own. Take one such as byContent(…)',
    );
  });

  it('refuses tools, codecs of what is answered, and providers that have no name', () => {
    const look = tool({ description: 'Looks.', input: t.type({ at: t.string }), run: () => 1 });
    const able = agent({ type: 'text', provider: 'openai', mission: '', tools: { look } });
    const strict = agent({ type: 'text', provider: 'openai', mission: '', output: t.Int });
    const server = agent({
      type: 'mcp',
      provider: mcp({ command: 'node', args: ['server.mjs'] }, { tool: 'look', argument: 'at' }),
      mission: 'look',
    });
    const notes = agent({ type: 'search', provider: searchBy(() => []), mission: '' });
    complaints(
      flow({
        tasks: {
          able: task('', able),
          strict: task('', strict),
          loose: task('', strict, { output: standard(z.number()) }),
          called: task('', server),
          found: task('', notes),
        },
      }),
      'agents.openai-text.tools: They are code. Leave its tasks out, and put them in with flow.with({ tasks })',
      'agents.openai-text-2.output: The codec Int cannot be written down. Take one of t.string,',
      'tasks.loose.output: The codec zod cannot be written down.',
      'agents.mcp-mcp.provider: It was given as an object, which is code. None that has a name has agents of type "mcp": leave',
      "agents.searchBy-search.provider: It was given as an object, which is code. Name one that is known, such as 'google'.",
    );
  });

  it('refuses what JSON cannot hold, and what could not be read again', () => {
    const once = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      retry: { attempts: Infinity },
      timeout: { total: 5 },
    });
    complaints(
      flow({ tasks: { a: task('', once, { timeout: { total: undefined } }) } }),
      'agents.openai-text.retry.attempts: It has to be data that JSON can hold, not Infinity.',
      'tasks.a.timeout.total: It takes away a limit of the agent.',
    );
    complaints(
      flow({ tasks: { a: ask({ question: '', retry: { attempts: 2 } }) } }),
      'tasks.a.retry: A question that a person is asked is not asked again.',
    );
    const named = agent({ type: 'text', provider: 'openai', mission: '', key: { env: 'secret' } });
    complaints(
      flow({ tasks: { 'a\u0007': task('', named) } }),
      'agents.openai-text.key.env: It has to be an environment variable',
      'tasks["a\\u0007"]: Nothing can be called so: it has a control character in it.',
    );
    complaints(
      flow({ tasks: { a: ask({ question: () => '', join: 'settled' }) } }),
      'tasks.a.ask: It is a function.',
    );
  });

  it('takes flows only', () => {
    const none = task('', writer) as unknown as AnyFlow;
    expect(() => toSpec(none)).to.throw(InvalidOptions, 'This is no flow.');
  });

  it('says all of it in its message', () => {
    const made = flow({ tasks: { a: task({ run: () => 1 }), b: task({ run: () => 2 }) } });
    expect(() => toSpec(made)).to.throw(
      NotWritable,
      /^This flow cannot be written as data:\n {2}tasks\.a: It is code\..*\n {2}tasks\.b: It is code\..*$/u,
    );
  });
});

describe('until', () => {
  const stops = (spec: UntilSpec, answers: readonly unknown[]): readonly boolean[] =>
    answers.map((answer) => until(spec)(answer));

  it('says which answer is the last one', () => {
    expect(
      stops({ contains: ['done', 'all good'] }, ['Done!', 'undone', 'it is all\ngood']),
    ).to.deep.equal([true, false, true]);
    expect(stops({ atMost: 2 }, ['', 'ab', 'abc', [1, 2], [1, 2, 3]])).to.deep.equal([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(stops({ atLeast: 2 }, ['', 'a', 'ab', '😀😀', '😀'])).to.deep.equal([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(stops({ atLeast: 0 }, ['', 'a'])).to.deep.equal([true, true]);
  });

  it('refuses what is none', () => {
    for (const spec of [
      {},
      { contains: [] },
      { contains: [' '] },
      { atMost: -1 },
      { atLeast: 0.5 },
      { atMost: '1' },
    ]) {
      expect(() => until(spec as UntilSpec)).to.throw(InvalidOptions, 'until needs one of');
    }
  });
});
