import { expect } from 'chai';
import { lastValueFrom, toArray } from 'rxjs';
import { agent, flow, forEach, loop, race, sequence, task } from '../../lib/index.js';
import { scripted } from '../../lib/agents/scripted.js';
import { WrongUsage } from '../../lib/cli/wrongUsage.js';
import { recast } from '../../lib/cli/recast.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { planOf } from '../../lib/flow/planOf.js';
import { run } from '../../lib/flow/run.js';

const writer = agent({ type: 'text', provider: 'openai', mission: 'write', model: 'small' });
const other = agent({ type: 'text', provider: 'gemini', mission: 'write' });

/** Tasks of every kind, each of which asks an agent. */
const everything = flow({
  tasks: {
    one: task('One', writer, { fallback: other }),
    contest: race([task('First', writer), task('Second', other)]),
    chain: sequence(task('Begin', writer), task('End with {{it}}', other)),
    again: loop(task('Better than {{it}}', writer), { max: 2 }),
    list: task({ run: (): readonly string[] => ['a', 'b'] }),
    each: forEach(task('About {{it}}', other)),
    inner: flow({ tasks: { deep: task('Deep', writer) } }),
  },
  paths: { one: ['again'], list: ['each'] },
});

const run1 = (plan: Parameters<typeof run>[0]): Promise<readonly FlowEvent[]> =>
  lastValueFrom(run(plan, {}).pipe(toArray()));

/** Who was asked, also within tasks. */
const asked = (event: FlowEvent): readonly string[] =>
  event.type === 'inner'
    ? asked(event.event)
    : event.type === 'started' && event.agent !== undefined
      ? [`${event.agent.provider} ${event.agent.model ?? ''}`.trim()]
      : [];

describe('recast', () => {
  it('asks every agent at another provider, also within tasks', async () => {
    const plan = recast(planOf(everything), { provider: 'scripted' });
    const events = await run1(plan);

    expect(events.at(-1)?.type).to.equal('run-completed');
    const providers = events.flatMap(asked);
    expect(providers.length).to.be.at.least(8);
    expect(new Set(providers)).to.deep.equal(new Set(['scripted']));
    expect(JSON.stringify(plan.graph)).to.not.match(/openai|gemini|small/u);
  }).timeout(30_000);

  it('leaves the flow as it was', () => {
    const plan = planOf(everything);
    const before = JSON.stringify(plan.graph);
    recast(plan, { provider: 'scripted' });

    expect(JSON.stringify(plan.graph)).to.equal(before);
    expect(recast(plan, {})).to.equal(plan);
  });

  it('asks another model where the provider is known by its name', () => {
    const plan = recast(planOf(flow({ tasks: { one: task('One', writer) } })), {
      model: 'large',
    });

    expect(plan.graph.tasks[0]?.agent).to.deep.equal({
      type: 'text',
      provider: 'openai',
      model: 'large',
    });
  });

  it('cannot take a key or a provider that stands in the code', () => {
    const keyed = agent({ type: 'text', provider: 'openai', mission: 'write', key: 'secret-key' });
    const own = agent({ type: 'text', provider: scripted(), mission: 'write' });
    for (const [each, why] of [
      [keyed, /its key or its address/u],
      [own, /its provider stands in the file as an object/u],
    ] as const) {
      const plan = planOf(flow({ tasks: { one: task('One', each) } }));
      expect(() => recast(plan, { model: 'large' }))
        .to.throw(WrongUsage, why)
        .and.to.satisfy(({ message }: Error) => !message.includes('secret-key'));
      expect(recast(plan, { provider: 'openai' }).graph.tasks[0]?.agent?.provider).to.equal(
        'openai',
      );
    }
  });

  it('gives each attempt so much time', async () => {
    const never = flow({
      tasks: { wait: task({ run: () => new Promise<string>(() => undefined) }) },
    });
    const failed = await run1(recast(planOf(never), { timeout: 20 })).catch(
      (error: unknown) => error,
    );

    expect(failed).to.have.nested.property('causes.wait._tag', 'TotalTimeout');
  });
});
