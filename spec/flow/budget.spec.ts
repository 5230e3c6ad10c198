import { expect } from 'chai';
import { BudgetExceeded, UnknownPrice } from '../../lib/core/budgetErrors.js';
import { ProviderFailed } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Budget } from '../../lib/flow/budget.js';
import type { Agent } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';
import { vendor, whole } from '../support/vendor.js';

const used = (input: number, output: number) => ({ usage: { input, output } });

/** Tasks one after the other. */
const chain = (count: number, agent: Agent<'text', string>, budget?: Budget) =>
  flow({
    tasks: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`t${String(index)}`, task('Go on', agent)]),
    ),
    paths: Object.fromEntries(
      Array.from({ length: count - 1 }, (_, index) => [
        `t${String(index)}`,
        [`t${String(index + 1)}`],
      ]),
    ),
    budget,
  });

const failureOf = (error: unknown): BudgetExceeded => {
  const { cause } = error as Error;
  if (!(cause instanceof BudgetExceeded))
    throw new Error('It did not fail by its budget.', { cause });
  return cause;
};

describe('what a run has taken', () => {
  it('is told with each output, by requests, tokens and money, and with the end of the run', () => {
    const far = vendor(() => whole('ok', { usage: { input: 1000, output: 500, cached: 400 } }));
    const agent = far.agent({ price: { input: 2, cached: 0.5, output: 10 } });
    const { events } = storyOf((scheduler) => chain(2, agent).run({}, { scheduler }));

    const usage = { input: 1000, output: 500, cached: 400, requests: 1, money: 0.0064 };
    expect(
      events.flatMap((event) => (event.type === 'succeeded' ? [event.usage] : [])),
    ).to.deep.equal([usage, usage]);
    expect(events.at(-1)).to.deep.include({
      type: 'run-completed',
      usage: { input: 2000, output: 1000, cached: 800, requests: 2, money: 0.0128 },
    });
  });

  it('holds the requests that failed', () => {
    const far = vendor((_, nth) =>
      nth < 3 ? new ProviderFailed('far', 500, 'No.', { status: 500 }) : whole('ok', used(3, 4)),
    );
    const { events } = storyOf((scheduler) => chain(1, far.agent()).run({}, { scheduler }));

    expect(events.at(-1)).to.deep.include({ usage: { input: 3, output: 4, requests: 3 } });
    expect(events.find(({ type }) => type === 'succeeded')).to.deep.include({
      usage: { input: 3, output: 4, requests: 3 },
    });
  });

  it('is at least that when a request was cancelled', () => {
    const far = vendor(
      () => [
        { value: 'a', delta: 'a' },
        { value: 'ab', delta: 'b', finish: 'stop' },
      ],
      10,
    );
    const stop = new AbortController();
    const { events } = storyOf((scheduler) => {
      scheduler.schedule(() => stop.abort(), 15);
      return chain(1, far.agent()).run({}, { scheduler, signal: stop.signal });
    });

    expect(events.at(-1)).to.deep.include({
      type: 'run-cancelled',
      usage: { requests: 1, isAtLeast: true },
    });
  });

  it('is not told where nothing was sent', () => {
    const { events } = storyOf((scheduler) =>
      flow({ tasks: { one: task({ run: () => 1 }) }, paths: {} }).run({}, { scheduler }),
    );
    expect(events.at(-1)).to.not.have.property('usage');
  });
});

describe('the budget of a run', () => {
  it('of requests is never passed: what there is by then is kept', () => {
    const far = vendor((_, nth) => whole(`answer ${String(nth)}`));
    const { error, events } = storyOf((scheduler) =>
      chain(5, far.agent()).run({}, { scheduler, budget: { requests: 3 } }),
    );

    expect(far.seen).to.have.length(3);
    expect(failureOf(error)).to.deep.include({
      budget: 'requests',
      limit: 3,
      spent: { requests: 3 },
    });
    expect(error).to.have.property('results').that.deep.equals({
      t0: 'answer 1',
      t1: 'answer 2',
      t2: 'answer 3',
    });
    expect(events.at(-1)).to.deep.include({ type: 'run-failed', usage: { requests: 3 } });
    expect(failureOf(error).message).to.equal(
      'The budget of 3 requests does not allow more. Spent: 3 requests. What was there is kept; nothing more was sent. Raise the option budget.requests, or ask for less.',
    );
  });

  it('counts the attempts that fail', () => {
    const far = vendor(() => new ProviderFailed('far', 500, 'No.', { status: 500 }));
    const { error } = storyOf((scheduler) =>
      chain(1, far.agent()).run({}, { scheduler, budget: { requests: 2 } }),
    );

    expect(far.seen).to.have.length(2);
    expect(failureOf(error).budget).to.equal('requests');
  });

  it('of tokens sends nothing for which too few are left', () => {
    const far = vendor(() => whole('ok', used(40, 55)));
    const { error } = storyOf((scheduler) =>
      chain(3, far.agent(), { tokens: 97 }).run({}, { scheduler }),
    );

    expect(far.seen).to.have.length(1);
    expect(failureOf(error)).to.deep.include({ budget: 'tokens', limit: 97 });
  });

  it('of tokens breaks off an answer that grows too long for it, and keeps what there is of it', () => {
    const text = 'word'.repeat(50);
    const far = vendor(() =>
      Array.from({ length: 50 }, (_, index) => ({
        value: text.slice(0, 4 * (index + 1)),
        delta: 'word',
      })),
    );
    const { error, events } = storyOf((scheduler) =>
      chain(1, far.agent(), { tokens: 20 }).run({}, { scheduler }),
    );

    const failed = events.find(({ type }) => type === 'failed');
    expect(failureOf(error).budget).to.equal('tokens');
    expect(failed).to.have.nested.property('error.partial', 'word'.repeat(18));
    expect(far.open()).to.equal(0);
  });

  it('of money counts by the prices of the models', () => {
    const far = vendor(() => whole('ok', used(100_000, 100_000)));
    const agent = far.agent({ price: { input: 1, output: 4 } });
    const { error } = storyOf((scheduler) => chain(5, agent, { money: 1 }).run({}, { scheduler }));

    expect(far.seen).to.have.length(2);
    expect(failureOf(error).spent).to.deep.include({ requests: 2, money: 1 });
  });

  it('of money is refused before anything is sent where a price is not known', async () => {
    const far = vendor(() => whole('ok'));
    const agent = far.agent({ model: 'mystery-1' });
    const error: unknown = await chain(1, agent)
      .start({}, { budget: { money: 1 } })
      .catch((cause: unknown) => cause);

    expect(error).to.be.instanceOf(UnknownPrice);
    expect(error).to.have.property(
      'message',
      'Task "t0" asks "mystery-1" of "far", and what that costs is not known, so a budget of money cannot be kept. Set the option price of its agent: { input, output }, in US dollars for a million tokens. Nothing was sent, and no task was started.',
    );
    expect(far.seen).to.have.length(0);
  });

  it('of money is refused for a flow within a flow, too', async () => {
    const far = vendor(() => whole('ok'));
    const inner = chain(1, far.agent({ model: 'mystery-1' }), { money: 1 });
    const error: unknown = await flow({ tasks: { inner } })
      .start()
      .catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(UnknownPrice);
  });

  it('of a kind that is undefined is that of the flow', () => {
    const far = vendor(() => whole('ok'));
    const { error } = storyOf((scheduler) =>
      chain(3, far.agent(), { requests: 1 }).run(
        {},
        { scheduler, budget: { requests: undefined } },
      ),
    );
    expect(failureOf(error).limit).to.equal(1);
  });

  it('of time stops what is at work, and keeps what there is of it', () => {
    const far = vendor(
      () => [
        { value: 'a', delta: 'a' },
        { value: 'ab', delta: 'b', finish: 'stop' },
      ],
      10,
    );
    const { lines, error } = storyOf((scheduler) =>
      chain(2, far.agent(), { time: 35 }).run({}, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 t0 started',
      '10 t0 ~a',
      '20 t0 =ab',
      '20 t1 started',
      '30 t1 ~a',
      '35 t1 failed',
      '35 run-failed',
    ]);
    expect(failureOf(error)).to.deep.include({ budget: 'time', limit: 35 });
    expect(error).to.have.property('results').that.deep.equals({ t0: 'ab' });
    expect(far.open()).to.equal(0);
  });

  it('of a run counts more than that of its flow, kind by kind', () => {
    const far = vendor(() => whole('ok'));
    const made = chain(4, far.agent(), { requests: 1, time: 1000 });
    const { events } = storyOf((scheduler) => made.run({}, { scheduler, budget: { requests: 4 } }));
    expect(events.at(-1)).to.include({ type: 'run-completed' });
  });

  it('of a flow within a flow is its own, and what it spends is also spent by the flow around it', () => {
    const far = vendor(() => whole('ok'));
    const inner = chain(2, far.agent(), { requests: 2 });
    const outer = flow({
      tasks: { one: inner, two: inner },
      paths: { one: ['two'] },
      onFailure: 'isolate',
    });
    const fine = storyOf((scheduler) => outer.run({}, { scheduler }));
    const short = storyOf((scheduler) => outer.run({}, { scheduler, budget: { requests: 3 } }));

    expect(fine.events.at(-1)).to.deep.include({ type: 'run-completed', usage: { requests: 4 } });
    expect(short.events.at(-1)).to.deep.include({ type: 'run-failed' });
    expect(far.seen).to.have.length(7);
  });

  it('is refused when it is none', () => {
    const far = vendor(() => whole('ok'));
    expect(() => chain(1, far.agent(), { tokens: -1 })).to.throw(
      RangeError,
      'budget.tokens must be at least 0, not -1.',
    );
  });
});
