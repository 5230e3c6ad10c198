import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { lastValueFrom, toArray, type Observable } from 'rxjs';
import { UnknownProvider } from '../../lib/core/providerErrors.js';
import {
  edit,
  fromSpec,
  InvalidSpec,
  PlanFailed,
  type AgentSpec,
  type FlowSpec,
  type TaskSpec,
} from '../../lib/spec/index.js';
import { answering } from './asked.js';

const poet = { type: 'text', provider: 'openai', mission: 'rhyme' } as const;

/** What a person wrote: it goes beyond what a model may write. */
const own: FlowSpec = {
  rivulet: 1,
  agents: {
    poet: {
      ...poet,
      params: { temperature: 1, user: 'me' },
      key: { env: 'POET_API_KEY' },
      baseURL: { env: 'VLLM_BASE_URL' },
    },
    judge: { type: 'text', provider: 'scripted', mission: 'judge', key: { env: 'JUDGE_TOKEN' } },
  },
  inputs: { topic: 'text' },
  tasks: {
    poem: {
      agent: 'poet',
      instruction: 'A poem about {{topic}}',
      save: { name: '../poem', overwrite: true },
    },
    better: { loop: { agent: 'judge', instruction: '{{it}}' }, max: 500 },
  },
  paths: { topic: ['poem'], poem: ['better'] },
  concurrency: 64,
};

/** The same as a model sees it. */
const seen: FlowSpec = {
  ...own,
  agents: {
    poet: { ...poet, params: { temperature: 1, user: 'me' } },
    judge: { type: 'text', provider: 'scripted', mission: 'judge' },
  },
};

const title: TaskSpec = { agent: 'poet', instruction: 'A title for {{poem}}' };

/** The same with a task more. */
const titled = (spec: FlowSpec): FlowSpec => ({
  ...spec,
  tasks: { ...spec.tasks, title },
  paths: { topic: ['poem'], poem: ['better', 'title'] },
});

const withAgent = (name: string, agent: AgentSpec): FlowSpec => ({
  ...seen,
  agents: { ...seen.agents, [name]: agent },
});

const edited = (answer: unknown, options = {}): Promise<FlowSpec> =>
  lastValueFrom(edit(own, 'Give it a title', answering(answer, answer).agent, options));

const refused = async (answer: unknown, options = {}): Promise<readonly string[]> => {
  const error: unknown = await edited(answer, options).catch((reason: unknown) => reason);
  if (!(error instanceof PlanFailed))
    throw new Error(`It was not refused: ${JSON.stringify(error)}`);
  return error.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('edit', () => {
  it('gives the flow that a model has changed, once, and completes', async () => {
    const { agent, questions } = answering(titled(seen));
    const changed = edit(own, 'Give it a title', agent);

    expect(questions).to.be.empty;
    expect(await lastValueFrom(changed.pipe(toArray()))).to.deep.equal([titled(own)]);
    expect(questions).to.have.lengthOf(1);
    expect(fromSpec(titled(own)).graph.tasks).to.have.lengthOf(3);
    expectTypeOf(changed).toEqualTypeOf<Observable<FlowSpec>>();
  });

  it('shows the model the flow without its variables, and the wish', async () => {
    const { agent, questions } = answering(seen);
    await lastValueFrom(edit(own, 'Give it a "title"', agent));
    const [question = ''] = questions;

    expect(question)
      .to.include(JSON.stringify(seen, undefined, 1))
      .and.to.satisfy((text: string) => text.endsWith('What is wished:\nGive it a "title"'))
      .and.not.match(/POET|VLLM|JUDGE|_KEY|_URL|"env"/u);
  });

  it('leaves what goes beyond what a model may write, where the model has left it', async () => {
    expect(await edited(seen)).to.deep.equal(own);
    expect(await refused({ ...seen, concurrency: 65 })).to.deep.equal([
      'concurrency: It can be 16 at the most, not 65.',
    ]);
    const { poem, better } = seen.tasks;
    expect(await refused({ ...seen, tasks: { poem: title, better: poem } })).to.deep.include(
      'tasks.better.save.overwrite: This is not for a model to write. Leave it out.',
    );
    expect(
      await refused({
        ...seen,
        tasks: { poem, better, more: better },
        paths: { poem: ['better', 'more'], topic: ['poem'] },
      }),
    ).to.deep.equal([
      'tasks.more.max: It can be 20 at the most, not 500.',
      'tasks.more.max: With the loops around it, that is 500 times; it can be 100 at the most.',
    ]);
    expect(
      await refused(withAgent('poet', { ...poet, params: { temperature: 1, user: 'you' } })),
    ).to.have.lengthOf(1);
  });

  it('puts variables back to the agents of the same name, type and provider only', async () => {
    const changed = await edited(
      withAgent('poet', { ...poet, mission: 'rhyme better', model: 'gpt-5' }),
    );
    expect(changed.agents?.['poet']).to.deep.equal({
      ...poet,
      mission: 'rhyme better',
      model: 'gpt-5',
      key: { env: 'POET_API_KEY' },
      baseURL: { env: 'VLLM_BASE_URL' },
    });

    const moved = await edited(withAgent('poet', { ...poet, provider: 'gemini' }));
    expect(moved.agents?.['poet']).to.deep.equal({ ...poet, provider: 'gemini' });

    const added = await edited(withAgent('other', poet));
    expect(added.agents?.['other']).to.deep.equal(poet);
    expect(added.agents?.['judge']).to.deep.equal(own.agents?.['judge']);
  });

  describe('leaves to people what is spent, and what it costs', () => {
    const dear: AgentSpec = {
      ...poet,
      limits: { requestsPerMinute: 60 },
      price: { input: 3, output: 12 },
      maxSteps: 4,
    };
    const part = (budget: object, name = 'a'): TaskSpec => ({
      loop: {
        sequence: [
          { agent: 'poet', instruction: '{{it}}' },
          { flow: { inputs: {}, tasks: { [name]: { ask: '' } }, ...budget } },
        ],
      },
      max: 2,
    });
    const limited: FlowSpec = {
      ...own,
      agents: { ...own.agents, poet: dear },
      tasks: { ...own.tasks, better: part({ budget: { requests: 3 } }) },
      budget: { requests: 20, money: 0.5 },
    };
    const shown: FlowSpec = { ...seen, tasks: { ...seen.tasks, better: part({}) } };
    const change = (answer: FlowSpec): Promise<FlowSpec> =>
      lastValueFrom(edit(limited, 'Spend more', answering(answer, answer).agent));
    const hasNone = { ...shown, agents: { ...shown.agents, poet } };

    it('which no model is shown, and which stays', async () => {
      const { agent, questions } = answering(hasNone);
      expect(await lastValueFrom(edit(limited, 'Leave it', agent))).to.deep.equal(limited);
      expect(questions[0])
        .to.include(JSON.stringify(hasNone, undefined, 1))
        .and.not.match(/budget|limits"|price|maxSteps|PerMinute/u);
    });

    it('where the flow was changed, too', async () => {
      const tasks = { ...shown.tasks, better: part({}, 'b'), title };
      const paths = { topic: ['poem'], poem: ['better', 'title'] };
      const changed = await change({ ...hasNone, tasks, paths });
      expect(changed).to.deep.equal({
        ...limited,
        paths,
        tasks: { ...limited.tasks, better: part({ budget: { requests: 3 } }, 'b'), title },
      });
    });

    it('and that of a flow within goes when it is moved, but never that of the whole', async () => {
      const { better, ...others } = shown.tasks;
      const changed = await change({
        ...hasNone,
        tasks: { ...others, best: better ?? title },
        paths: { topic: ['poem'], poem: ['best'] },
      });
      expect(changed.tasks['best']).to.deep.equal(part({}));
      expect(changed.budget).to.deep.equal(limited.budget);
    });

    it('and refuses to have written by a model', async () => {
      const error: unknown = await change({
        ...hasNone,
        agents: { ...hasNone.agents, poet: dear },
        budget: { requests: 2000 },
        tasks: { ...shown.tasks, better: part({ budget: { requests: 3 } }) },
      }).catch((reason: unknown) => reason);
      const paths = error instanceof PlanFailed ? error.problems.map(({ path }) => path) : [];
      expect(paths).to.have.members([
        'agents.poet.limits',
        'agents.poet.price',
        'agents.poet.maxSteps',
        'budget',
        'tasks.better.loop.sequence[1].flow.budget',
      ]);
    });
  });

  it('lets a model neither add variables nor move them', async () => {
    for (const [name, agent] of [
      ['poet', { ...poet, key: { env: 'POET_API_KEY' } }],
      ['poet', { ...poet, baseURL: { env: 'JUDGE_URL' } }],
      ['other', { ...poet, key: { env: 'POET_API_KEY' }, baseURL: { env: 'VLLM_BASE_URL' } }],
    ] as const) {
      const problems = await refused(withAgent(name, agent));
      expect(problems).not.to.be.empty;
      for (const problem of problems) {
        expect(problem).to.match(
          /^agents\.\w+\.(?:key|baseURL): This is not for a model to write/u,
        );
      }
    }
  });

  it('asks once more with what was wrong', async () => {
    const { agent, questions } = answering(
      { ...seen, onFailures: 'isolate' },
      { ...seen, onFailure: 'isolate' },
    );
    expect(await lastValueFrom(edit(own, 'Go on when one fails', agent))).to.deep.equal({
      ...own,
      onFailure: 'isolate',
    });
    expect(questions[1]).to.include('onFailures: Unknown key. Did you mean "onFailure"?');
  });

  it('takes more agents, of which those of the flow come first', async () => {
    const agents: Readonly<Record<string, AgentSpec>> = {
      poet: { ...poet, mission: 'another' },
      painter: {
        type: 'image',
        provider: 'stability',
        mission: 'paint',
        key: { env: 'PAINT_KEY' },
      },
    };
    const picture = {
      ...seen,
      tasks: { ...seen.tasks, picture: { agent: 'painter', instruction: 'Paint it' } },
    };
    const { agent, questions } = answering(picture);
    const changed = await lastValueFrom(edit(own, 'Add a picture', agent, { agents }));

    expect(changed.agents).to.deep.equal({ ...own.agents, painter: agents['painter'] });
    expect(questions[0])
      .to.include(
        'Besides those that it has, the flow may use these agents, and it defines no others:\n- "painter"',
      )
      .and.not.include('another')
      .and.not.include('PAINT');
    expect(await refused(withAgent('other', poet), { agents })).to.deep.equal([
      'agents.other: Define no agents. Use those that there are: "painter".',
    ]);
  });

  it('takes the providers of the flow, and others that are named', async () => {
    const judge2 = withAgent('judge2', { type: 'text', provider: 'scripted', mission: '' });
    expect(await edited(judge2)).to.have.nested.property('agents.judge2.provider', 'scripted');
    expect(await refused(judge2, { providers: ['gemini'] })).to.deep.equal([
      'agents.judge2.provider: It has to be "gemini", not "scripted".',
    ]);
  });

  it('refuses at once what is no flow, and providers that there are not', () => {
    const { agent } = answering();
    const wrong = { ...own, tasks: { poem: { agent: 'pot', instruction: '' } } };
    expect(() => edit(wrong, 'Anything', agent)).to.throw(InvalidSpec, 'tasks.poem.agent');
    expect(() => edit(own, 'Anything', agent, { providers: ['opnai'] })).to.throw(UnknownProvider);
  });
});
