import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import type * as t from 'io-ts';
import { lastValueFrom, type Observable } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import type { FlowEvent } from '../../lib/core/event.js';
import type { Files } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { select } from '../../lib/operators/select.js';
import {
  codecOf,
  FlowSpec,
  fromSpec,
  type AgentSpec,
  type TaskSpec,
  type UntypedFlow,
} from '../../lib/spec/index.js';
import { storyOf } from '../support/story.js';

const writer: AgentSpec = { type: 'text', provider: 'scripted', mission: 'write' };

const agents = { writer };

const says = (instruction: string): FlowSpec['tasks'][string] => ({ agent: 'writer', instruction });

/** The results of a flow, in virtual time. */
const resultsOf = (
  spec: Omit<FlowSpec, 'rivulet' | 'agents'>,
  inputs: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => {
  const { events } = storyOf((scheduler) =>
    fromSpec({ rivulet: 1, agents, ...spec }).run(inputs, {
      scheduler,
      answers: ({ question }) => `I was asked: ${question}`,
    }),
  );
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'succeeded' ? [[event.task, event.value]] : [])),
  );
};

/** What the failure of a flow began with. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : error;

describe('fromSpec', () => {
  it('makes a flow of a text of JSON, which runs as any other', async () => {
    const story = fromSpec(
      JSON.stringify({
        rivulet: 1,
        inputs: { topic: 'text' },
        agents,
        tasks: { plot: says('Plot about {{topic}}'), title: says('Title of it') },
        paths: { topic: ['plot'], plot: ['title'] },
      }),
    );
    const { plot, title } = await story.start({ topic: 'rain' });

    expect(plot).to.be.a('string').that.includes('“Plot about rain”');
    expect(title).to.be.a('string').that.includes('“Title of it');
    expect(story.graph.edges).to.deep.equal([
      { from: 'topic', to: 'plot' },
      { from: 'plot', to: 'title' },
    ]);
  });

  it('reads a text with a mark of its byte order', () => {
    const text = `\uFEFF${JSON.stringify({ rivulet: 1, tasks: { a: { ask: '?' } } })}`;
    expect(fromSpec(text).graph.tasks).to.have.lengthOf(1);
  });

  it('reads inputs by their types', async () => {
    const made = fromSpec({
      rivulet: 1,
      inputs: { count: 'number', more: { optional: { list: 'text' } } },
      tasks: { a: { ask: '{{count}}' } },
      paths: { count: ['a'] },
    });
    const failure = async (inputs: Readonly<Record<string, unknown>>): Promise<unknown> =>
      made.start(inputs, { answers: () => 'yes' }).catch((error: unknown) => error);

    expect(await failure({ count: 1 })).to.deep.equal({ a: 'yes' });
    expect(await failure({ count: 1, more: ['a'] })).to.deep.equal({ a: 'yes' });
    expect(await failure({ count: '1' })).to.include({ _tag: 'InvalidInput', input: 'count' });
    expect(await failure({ count: 1, more: 'a' })).to.include({
      _tag: 'InvalidInput',
      input: 'more',
    });
    expect(await failure({})).to.include({ _tag: 'InvalidInput', input: 'count' });
  });

  it('does tasks one after the other', () => {
    const { a } = resultsOf({
      tasks: { a: { sequence: [{ ask: 'One?' }, { ask: 'Two, of “{{it}}”?' }] } },
    });
    expect(a).to.equal('I was asked: Two, of “I was asked: One?”?');
  });

  it('does a task again and again, to an end that is data', () => {
    const { short, all } = resultsOf(
      {
        inputs: { text: 'text' },
        tasks: {
          short: { loop: { ask: '{{it}}!' }, max: 9, until: { atLeast: 40 } },
          all: { loop: { ask: '{{it}}' }, max: 2, history: true },
        },
        paths: { text: ['short', 'all'] },
      },
      { text: 'Hm' },
    );
    expect(short).to.equal('I was asked: I was asked: I was asked: Hm!!!');
    expect(all).to.deep.equal(['I was asked: Hm', 'I was asked: I was asked: Hm']);
  });

  it('does a task for each item of a list', () => {
    const { each } = resultsOf(
      {
        inputs: { list: { list: 'text' } },
        tasks: { each: { forEach: { ask: '{{it}}?' }, concurrency: 1 } },
        paths: { list: ['each'] },
      },
      { list: ['a', 'b'] },
    );
    expect(each).to.deep.equal(['I was asked: a?', 'I was asked: b?']);
  });

  it('lets tasks compete', () => {
    const { first, second } = resultsOf({
      tasks: {
        first: { race: [says('slow'), { ask: 'quick' }] },
        second: { hedge: [says('slow'), { ask: 'late' }], after: 1 },
      },
    });
    expect(first).to.equal('I was asked: quick');
    expect(second).to.equal('I was asked: late');
  });

  it('does a flow in a flow', () => {
    const { part } = resultsOf(
      {
        inputs: { topic: 'text' },
        tasks: {
          part: {
            flow: {
              inputs: { topic: 'text' },
              tasks: { a: { ask: '{{topic}}' }, b: { ask: '{{a}}', exclude: true } },
              paths: { topic: ['a'], a: ['b'] },
            },
          },
        },
        paths: { topic: ['part'] },
      },
      { topic: 'rain' },
    );
    expect(part).to.deep.equal({ a: 'I was asked: rain' });
  });

  it('goes the ways of its routes', () => {
    const tasks = (letter: string): readonly string[] =>
      Object.keys(
        resultsOf(
          {
            inputs: { letter: 'text' },
            tasks: {
              triage: { sequence: [{ ask: '' }, { ask: letter }] },
              refund: { ask: '' },
              answer: { ask: '' },
              audit: { ask: '' },
              end: { ask: '', join: 'any' },
            },
            paths: { letter: ['triage'], refund: ['end'], answer: ['end'] },
            routes: {
              triage: {
                by: 'content',
                words: { money: ['refund'] },
                otherwise: 'other',
                to: { money: ['refund', 'audit'], other: 'answer' },
              },
            },
          },
          { letter },
        ),
      );
    expect(tasks('I want a refund')).to.have.members(['triage', 'refund', 'audit', 'end']);
    expect(tasks('Hello')).to.have.members(['triage', 'answer', 'end']);
  });

  it('remembers, recalls and saves', async () => {
    const names: unknown[] = [];
    const files: Files = {
      save: ({ name, overwrite }) => `/out/${String(names.push([name, overwrite]))}`,
    };
    const made = fromSpec({
      rivulet: 1,
      tasks: {
        a: { ask: 'A?', remember: 'kept', save: true },
        b: {
          ask: '{{kept}}, {{gone}}',
          recall: ['kept', 'gone?'],
          save: { name: 'end', overwrite: true },
        },
      },
      paths: { a: ['b'] },
    });
    const asked: string[] = [];
    await made.start({}, { files, answers: ({ question }) => `<${String(asked.push(question))}>` });

    expect(asked).to.deep.equal(['A?', '<1>, \n\na:\n<1>']);
    expect(names).to.deep.equal([
      ['a', false],
      ['end', true],
    ]);
  });

  it('asks who is named when an agent has failed, as often as is said', async () => {
    const { env } = process;
    process.env = { ...env, A_KEY: 'x', A_BASE_URL: 'http://127.0.0.1:9' };
    try {
      const { plot } = await fromSpec({
        rivulet: 1,
        agents: {
          ...agents,
          first: {
            type: 'text',
            provider: 'openai',
            mission: '',
            key: { env: 'A_KEY' },
            baseURL: { env: 'A_BASE_URL' },
            retry: { attempts: 1 },
            fallback: ['writer'],
          },
        },
        tasks: { plot: { agent: 'first', instruction: 'Plot' } },
      }).start({});
      expect(plot).to.be.a('string').that.includes('My mission: write.');
    } finally {
      process.env = env;
    }
  });

  it('has agents answer with data: what their task says, or else what they say', async () => {
    const made = fromSpec({
      rivulet: 1,
      agents: { writer: { ...writer, output: { record: { title: 'text' } } } },
      tasks: {
        book: says('A book'),
        kind: { agent: 'writer', instruction: 'Its kind', output: { oneOf: ['novel', 'poem'] } },
        heroes: { agent: 'writer', instruction: 'Its heroes', output: { list: 'text' } },
        lives: { forEach: { agent: 'writer', instruction: '{{it}}', output: 'text' } },
        notes: { agent: 'writer', instruction: 'Notes', output: 'data' },
      },
      paths: { heroes: ['lives'] },
    });
    const { book, kind, heroes, lives } = await made.start({});

    expect(book).to.have.property('title').that.is.a('string');
    expect(kind).to.be.oneOf(['novel', 'poem']);
    expect(heroes).to.be.an('array').that.is.not.empty;
    expect(lives)
      .to.be.an('array')
      .with.lengthOf((heroes as readonly string[]).length);
    expect(String(lives)).to.include('My mission: write.');
  });

  it('ends with an answer that is not what it has to be, after it was asked for once more', async () => {
    const asked: string[] = [];
    const wrong = agent({
      type: 'text',
      provider: scripted({
        script: ({ turns }) => `{ "title": ${String(asked.push(turns?.[0]?._tag ?? 'Asked'))} }`,
      }),
      mission: '',
    });
    const made = fromSpec({
      rivulet: 1,
      agents,
      tasks: { book: { agent: 'writer', instruction: '', output: { record: { title: 'text' } } } },
    }).replace('book', task('', wrong, { output: codecOf({ record: { title: 'text' } }) }));
    const error: unknown = await made.start({}).catch(causeOf);

    expect(error).to.include({ _tag: 'DecodeFailed', task: 'book' });
    expect(String(error)).to.include('title');
    expect(asked).to.deep.equal(['Asked', 'Corrected']);
  });

  it('stops before more is spent than its budget allows, and a flow within than its own', async () => {
    const plot: TaskSpec = { agent: 'writer', instruction: 'Plot' };
    const part: TaskSpec = { flow: { tasks: { plot, title: plot }, budget: { requests: 1 } } };
    const failure = (spec: Omit<FlowSpec, 'rivulet'>, options = {}): Promise<unknown> =>
      fromSpec({ rivulet: 1, ...spec })
        .start({}, options)
        .then(() => 'done', causeOf);

    expect(await failure({ agents, tasks: { plot, title: plot } })).to.equal('done');
    const two = { agents, tasks: { plot, title: plot }, budget: { requests: 1 } };
    expect(await failure(two)).to.include({ _tag: 'BudgetExceeded', limit: 1 });
    expect(await failure(two, { budget: { requests: 2 } })).to.equal('done');
    expect(await failure({ agents, tasks: { part } })).to.include({ _tag: 'BudgetExceeded' });
    const dear = { writer: { ...writer, price: { request: 0.2 } } };
    expect(await failure({ agents: dear, tasks: { plot }, budget: { money: 0.1 } })).to.include({
      _tag: 'BudgetExceeded',
      budget: 'money',
    });
  });

  it('asks a provider no more at once than an agent says', () => {
    const limited = { writer: { ...writer, limits: { requestsPerMinute: 1 } } };
    const { lines } = storyOf((scheduler) =>
      fromSpec({ rivulet: 1, agents: limited, tasks: { a: says('A'), b: says('B') } }).run(
        {},
        { scheduler },
      ),
    );
    expect(lines.find((line) => line.endsWith('b started'))).to.equal('60000 b started');
  });

  it('gives a flow that can be changed as any other', async () => {
    const story = fromSpec({ rivulet: 1, agents, tasks: { plot: says('Plot') } });
    const longer = story.with({
      tasks: { length: task({ run: ({ plot }: { plot: unknown }) => String(plot).length }) },
      paths: { plot: ['length'] },
    });
    const { length } = await longer.start({});
    expectTypeOf(length).toEqualTypeOf<number>();
    expect(length).to.be.above(40);
    expect(longer.without('length').graph).to.deep.equal(story.graph);
  });

  it('has inputs and results of whatever types', () => {
    const story = fromSpec({ rivulet: 1, agents, tasks: { plot: says('Plot') } });
    expectTypeOf(story).toEqualTypeOf<UntypedFlow>();
    expectTypeOf(story.start).returns.resolves.toEqualTypeOf<Readonly<Record<string, unknown>>>();
    expectTypeOf(story.run({})).toExtend<Observable<FlowEvent>>();
    expectTypeOf(story.run({}).pipe(select('plot'))).toEqualTypeOf<Observable<unknown>>();
    expectTypeOf(FlowSpec).toExtend<t.Type<FlowSpec>>();
    // @ts-expect-error There are no such providers in the form of an agent.
    const wrong: AgentSpec = { type: 'text', provider: () => 'openai', mission: '' };
    expect(wrong).to.have.property('provider');
  });

  it('is a task of other flows', async () => {
    const part = fromSpec({ rivulet: 1, agents, tasks: { plot: says('Plot') } });
    const whole = fromSpec({
      rivulet: 1,
      tasks: { end: { ask: '{{part}}' }, part: { ask: '' } },
      paths: { part: ['end'] },
    }).replace('part', part);
    const said = await lastValueFrom(whole.run({}, { answers: () => 'yes' }).pipe(select('end')));
    expect(said).to.equal('yes');
  });
});
