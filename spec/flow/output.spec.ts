import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { from, lastValueFrom, toArray } from 'rxjs';
import { z } from 'zod';
import { agent } from '../../lib/agents/agent.js';
import type { Provider } from '../../lib/agents/provider.js';
import { standard } from '../../lib/core/codec.js';
import { DecodeFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Answer } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { tool } from '../../lib/flow/tool.js';
import { storyOf, type Story } from '../support/story.js';
import { vendor, whole } from '../support/vendor.js';

const Plan = t.type({ title: t.string, steps: t.array(t.type({ minutes: t.number })) }, 'Plan');

const text = '{"title":"Tea","steps":[{"minutes":3},{"minutes":12}]}';

/** A text in pieces of so many characters. */
const grown = (all: string, size: number): readonly Answer<string>[] => {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => ({
    value: all.slice(0, size * (index + 1)),
    delta: all.slice(size * index, size * (index + 1)),
    ...(index === count - 1 && { finish: 'stop' }),
  }));
};

const planned = (far: ReturnType<typeof vendor>) =>
  flow({ tasks: { plan: task('Plan', far.agent(), { output: Plan }) }, paths: {} });

const valuesOf = ({ events }: Story): readonly unknown[] =>
  events.flatMap((event) =>
    event.type === 'partial' || event.type === 'succeeded' ? [event.value] : [],
  );

describe('an answer with an output codec', () => {
  it('is asked for by the form of the codec', () => {
    const far = vendor(() => whole(text));
    storyOf((scheduler) => planned(far).run({}, { scheduler }));

    expect(far.seen[0]?.question.form).to.deep.equal({
      name: 'Plan',
      schema: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          steps: {
            type: 'array',
            items: {
              type: 'object',
              properties: { minutes: { type: 'number' } },
              required: ['minutes'],
            },
          },
        },
        required: ['title', 'steps'],
      },
    });
  });

  it('grows as data that is right at every step, and is decoded in the end', () => {
    const far = vendor(() => grown(text, 6));
    const values = valuesOf(storyOf((scheduler) => planned(far).run({}, { scheduler })));

    expect(values).to.deep.equal([
      {},
      { title: 'Te' },
      { title: 'Tea' },
      { title: 'Tea', steps: [] },
      { title: 'Tea', steps: [{}] },
      { title: 'Tea', steps: [{ minutes: 3 }, {}] },
      { title: 'Tea', steps: [{ minutes: 3 }, { minutes: 12 }] },
    ]);
    expect(values.at(-1)).to.deep.equal(JSON.parse(text));
  });

  it('that is wrong is asked for once more, with what is wrong, and what was seen of it is void', () => {
    const wrong = '{"title":"Tea","steps":[{"minutes":"about ten"}]}';
    const far = vendor((_, nth) => whole(nth === 1 ? wrong : text));
    const { lines, events } = storyOf((scheduler) => planned(far).run({}, { scheduler }));

    expect(lines.map((line) => line.replace(/[=~].*/u, ''))).to.deep.equal([
      '0 plan started',
      '1 plan retrying in 0',
      '1 plan started',
      '2 plan ',
      '2 run-completed',
    ]);
    expect(far.seen[1]?.question.turns).to.deep.equal([
      {
        _tag: 'Corrected',
        said: wrong,
        complaint:
          'Your answer is not what its codec says at steps[0].minutes: expected number, got "about ten". Answer again, with the whole JSON and nothing else.',
      },
    ]);
    expect(events.find(({ type }) => type === 'succeeded')).to.deep.include({
      attempt: 2,
      value: JSON.parse(text) as unknown,
      usage: { requests: 2 },
    });
  });

  it('that stays wrong fails with the path, what is expected and what there is', () => {
    const far = vendor(() => whole('{"title":"Tea","steps":"none"}'));
    const { error } = storyOf((scheduler) => planned(far).run({}, { scheduler }));

    const { cause } = error as Error;
    expect(far.seen).to.have.length(2);
    expect(cause).to.be.instanceOf(DecodeFailed);
    expect(cause).to.include({
      task: 'plan',
      path: 'steps',
      got: '"none"',
      said: '{"title":"Tea","steps":"none"}',
    });
    expect(Object.keys(cause as object)).to.not.include('said');
  });

  it('that is no JSON, or none that can be read, is wrong, and nothing overflows', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const said of ['', 'Sorry!', '{"title":', '\0', '{"title":1e400,"steps":[]}', deep]) {
      const far = vendor(() => whole(said));
      const { error } = storyOf((scheduler) => planned(far).run({}, { scheduler }));
      expect(error, said.slice(0, 20)).to.have.nested.property('cause._tag', 'DecodeFailed');
      expect(far.seen).to.have.length(2);
    }
  });

  it('that was cut at the limit of its length says that, and is not asked for again', () => {
    const far = vendor(() => whole('{"title":"Te', { finish: 'length' }));
    const { error } = storyOf((scheduler) => planned(far).run({}, { scheduler }));

    expect(far.seen).to.have.length(1);
    expect(error).to.have.nested.property('cause._tag', 'OutputTruncated');
    expect(error).to.have.nested.property('cause.partial', '{"title":"Te');
  });

  it('may be a list, a number or one of some words, which models are asked for in an object', () => {
    const far = vendor(() => grown('{"answer":["a","bc"]}', 7));
    const made = flow({
      tasks: { list: task('List', far.agent(), { output: t.array(t.string) }) },
      paths: {},
    });
    const values = valuesOf(storyOf((scheduler) => made.run({}, { scheduler })));
    expect(far.seen[0]?.question.form?.schema).to.deep.equal({
      type: 'object',
      properties: { answer: { type: 'array', items: { type: 'string' } } },
      required: ['answer'],
      additionalProperties: false,
    });
    expect(values.at(-1)).to.deep.equal(['a', 'bc']);

    const word = vendor(() => whole('{"answer":"refund"}'));
    const kinds = t.keyof({ refund: null, other: null });
    const sorted = flow({
      tasks: { kind: task('Sort', word.agent(), { output: kinds }) },
      paths: {},
    });
    expect(valuesOf(storyOf((scheduler) => sorted.run({}, { scheduler })))).to.deep.equal([
      'refund',
    ]);
  });

  it('may stand in a block of code, as models write it that are only asked in words', () => {
    const far = vendor(() => grown(`\`\`\`json\n${text}\n\`\`\`\n`, 5));
    const values = valuesOf(storyOf((scheduler) => planned(far).run({}, { scheduler })));
    expect(values.at(-1)).to.deep.equal(JSON.parse(text));
  });

  it('may leave out as null what may be left out', () => {
    const Note = t.intersection([t.type({ text: t.string }), t.partial({ by: t.string })]);
    const far = vendor(() => whole('{"text":"Hi","by":null}'));
    const made = flow({ tasks: { note: task('Note', far.agent(), { output: Note }) }, paths: {} });
    expect(valuesOf(storyOf((scheduler) => made.run({}, { scheduler }))).at(-1)).to.deep.equal({
      text: 'Hi',
    });
  });

  it('is changed by `after` when it has been decoded', () => {
    const far = vendor(() => whole(text));
    const made = flow({
      tasks: {
        plan: task('Plan', far.agent(), {
          output: Plan,
          after: (plan) => ({ ...plan, title: plan.title.toUpperCase() }),
        }),
      },
      paths: {},
    });
    expect(valuesOf(storyOf((scheduler) => made.run({}, { scheduler }))).at(-1)).to.have.property(
      'title',
      'TEA',
    );
  });

  it('is asked for in words where the provider has no other means', async () => {
    const asked: string[] = [];
    const plain: Provider<'text'> = {
      name: 'plain',
      agents: {
        text: () => (question) => {
          asked.push(question.text);
          return from(whole(text));
        },
      },
    };
    const planner = agent({ type: 'text', provider: plain, mission: '', output: Plan });
    const said = await lastValueFrom(planner.ask('Plan').pipe(toArray()));

    expect(said.at(-1)).to.deep.equal(JSON.parse(text));
    expect(asked[0]).to.match(/^Plan\n\nAnswer with JSON alone: .*\{"type":"object"/su);
  });

  it('may be said by the agent, which then gives it without a flow, too, and is corrected once', async () => {
    const far = vendor((_, nth) => whole(nth === 1 ? 'Sure!' : text));
    const planner = agent({ type: 'text', provider: far.provider, mission: '', output: Plan });
    const said = await lastValueFrom(planner.ask('Plan'));

    expectTypeOf(said).toEqualTypeOf<t.TypeOf<typeof Plan>>();
    expect(said).to.deep.equal(JSON.parse(text));
    expect(far.seen).to.have.length(2);
  });

  it('that is wrong after tools were called is asked for again with what they gave, and they are not called again', () => {
    const far = vendor(({ turns = [] }, nth) =>
      turns.length === 0
        ? [{ value: '', finish: 'tool_calls', calls: [{ tool: 'order', input: {}, id: 'c' }] }]
        : whole(nth === 2 ? 'Done!' : text),
    );
    let orders = 0;
    const order = tool({ description: '', input: t.type({}), run: () => ++orders });
    const made = flow({
      tasks: { plan: task('Plan', far.agent({ tools: { order } }), { output: Plan }) },
      paths: {},
    });
    const { events } = storyOf((scheduler) => made.run({}, { scheduler }));

    expect(orders).to.equal(1);
    expect(far.seen[2]?.question.turns?.map(({ _tag }) => _tag)).to.deep.equal([
      'Called',
      'Corrected',
    ]);
    expect(events.at(-1)).to.deep.include({ type: 'run-completed', usage: { requests: 3 } });
  });

  it('that is left to others by a tool that nobody runs fails at once', () => {
    const order = tool({ description: '', input: t.type({}) });
    const far = vendor(() => [
      { value: '', finish: 'tool_calls', calls: [{ tool: 'order', input: {} }] },
    ]);
    const made = flow({
      tasks: { plan: task('Plan', far.agent({ tools: { order } }), { output: Plan }) },
      paths: {},
    });
    const { error } = storyOf((scheduler) => made.run({}, { scheduler }));

    expect(far.seen).to.have.length(1);
    expect(error).to.have.nested.property(
      'cause.message',
      'The output of task "plan" is not what its codec says: expected Plan, got a call of "order".',
    );
  });

  it('cannot be given by a fallback of another type', () => {
    const far = vendor(() => whole(text));
    const listener = agent({ type: 'recognition', provider: 'scripted', mission: '' });
    expect(() => task('Plan', far.agent(), { output: Plan, fallback: listener })).to.throw(
      'fallback: an agent of type "recognition" cannot answer in the form of an output codec; text and vision can.',
    );
  });

  it('may have a Standard Schema', async () => {
    const far = vendor(() => whole('{"answer":3}'));
    const output = standard(z.number().int().positive());
    const made = flow({ tasks: { count: task('Count', far.agent(), { output }) }, paths: {} });
    const { count } = await made.start();

    expectTypeOf(count).toEqualTypeOf<number>();
    expect(count).to.equal(3);
  });

  it('has the types of what it reads, whole and while it grows', () => {
    const far = vendor(() => whole(text));
    const made = flow({
      tasks: {
        plan: task('Plan', far.agent(), { output: Plan }),
        total: task({
          input: t.type({ plan: Plan }),
          output: t.number,
          run: ({ plan }) => plan.steps.reduce((sum, { minutes }) => sum + minutes, 0),
        }),
      },
      paths: { plan: ['total'] },
    });
    storyOf((scheduler) => {
      const events = made.run({}, { scheduler });
      events.subscribe((event) => {
        if (event.type === 'partial' && event.task === 'plan') {
          expectTypeOf(event.value.steps?.[0]?.minutes).toEqualTypeOf<number | undefined>();
        }
        if (event.type === 'succeeded' && event.task === 'plan') {
          expectTypeOf(event.value).toEqualTypeOf<t.TypeOf<typeof Plan>>();
        }
      });
      return events;
    });
  });
});
