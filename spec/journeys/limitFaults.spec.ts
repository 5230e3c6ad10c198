import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  agent,
  BudgetExceeded,
  flow,
  FlowFailed,
  task,
  type Agent,
  type AgentOptions,
  type Budget,
  type FlowEvent,
  type RetryOptions,
} from '../../lib/index.js';
import { Faulty, hang, reply, stream, write, type Step } from '../support/faulty.js';
import { hasty } from '../support/hasty.js';
import { door, secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { answering, speakers, type Speaker } from '../support/speakers.js';

const statuses = [400, 401, 403, 404, 413, 422] as const;

const hints = {
  400: 'params',
  401: 'key',
  403: 'right',
  404: '"s404"',
  413: 'shorten',
  422: 'params',
};

for (const [place, speaker] of speakers.entries()) {
  const { title, name, language, broke } = speaker;
  const { says, refuses } = language;
  /** Somebody else. */
  const other = speakers[(place + 1) % speakers.length] ?? speaker;

  describe(`a flow of ${title}, on a server with limits`, () => {
    onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const asks = (
      model: string,
      { make, at }: Speaker = speaker,
      options: Partial<AgentOptions<'text', string>> = {},
    ): Agent<'text', string> =>
      agent({
        ...options,
        type: 'text',
        provider: make(),
        mission: 'write',
        model,
        key: secret,
        baseURL: at(bench.url),
      });
    const run = async (
      model: string,
      options: { readonly retry?: RetryOptions; readonly fallback?: Agent<'text', string> } = {},
    ) => {
      const events: FlowEvent[] = [];
      const before = bench.requests.length;
      const ended: unknown = await flow({
        tasks: { draft: task('Write', asks(model), options) },
        paths: {},
      })
        .start(
          {},
          { scheduler: hasty(), random: () => 0.5, observe: (event) => events.push(event) },
        )
        .catch((error: unknown) => error);
      const failed = events.flatMap((event) => (event.type === 'failed' ? [event.error] : []))[0];
      return { ended, events, failed, requests: bench.requests.length - before };
    };
    const retries = (events: readonly FlowEvent[]) =>
      events.flatMap((event) => (event.type === 'retrying' ? [event] : []));

    it('waits at least as long as it is told, by seconds or a date, and tells wait and attempt', async () => {
      const inNineSeconds = new Date(Date.now() + 9000).toUTCString();
      bench.on(
        'm',
        reply(429, refuses('Slow down'), { 'retry-after': '2' }),
        reply(429, refuses('Slow down'), { 'retry-after': inNineSeconds }),
        answering(speaker, 'fine'),
      );
      const { ended, events } = await run('m');
      const [first, second] = retries(events);
      const [begun = 0, again = 0, last = 0] = bench.requests.map(({ time }) => time);

      expect(ended).to.deep.equal({ draft: 'fine' });
      expect(bench.requests).to.have.length(3);
      // Half of what chance may add to the first wait and to the second one.
      expect(first).to.include({ task: 'draft', attempt: 1, delay: 2250 });
      expect(first?.error).to.include({ _tag: 'RateLimited', provider: name, retryAfter: 2000 });
      expect(second).to.include({ task: 'draft', attempt: 2 });
      expect(second?.delay).to.be.within(6500, 9500);
      // Two seconds are twenty milliseconds here; timers may be a millisecond early.
      expect(again - begun).to.be.at.least(19);
      expect(last - again).to.be.at.least(59);
    });

    it('does not wait for ever: what takes longer than it may wait, it does not wait for', async () => {
      bench.on('m', reply(429, refuses('Come back tomorrow'), { 'retry-after': '86400' }));
      const { failed, events, requests } = await run('m');

      expect(failed?.cause).to.include({ _tag: 'RateLimited', retryAfter: 86_400_000 });
      expect(retries(events)).to.deep.equal([]);
      expect(requests).to.equal(1);
    });

    it('asks once when there is no credit, and again when only the text says so', async () => {
      bench.on(
        'busy',
        reply(429, refuses('INSUFFICIENT QUOTA, insufficient_quota')),
        answering(speaker, 'fine'),
      );
      const busy = await run('busy');
      expect(busy).to.deep.include({ ended: { draft: 'fine' }, requests: 2 });
      expect(retries(busy.events)[0]?.error).to.include({ _tag: 'RateLimited' });

      bench.on('poor', reply(broke === undefined ? 402 : 429, refuses('Pay', broke)));
      const poor = await run('poor');
      expect(poor.requests).to.equal(1);
      expect(poor.failed?.cause).to.include({ _tag: 'QuotaExceeded', retryable: false });
      expect(poor.failed?.message).to.include('billing');
    });

    it('asks as often as it may, and lists in the end what each attempt failed with', async () => {
      bench.on(
        'm',
        reply(500, refuses('The first')),
        reply(503, refuses('The second')),
        reply(529, refuses('The third')),
      );
      const { ended, failed, events, requests } = await run('m', { retry: { attempts: 3 } });

      expect(requests).to.equal(3);
      expect(retries(events).map(({ attempt }) => attempt)).to.deep.equal([1, 2]);
      expect(failed?.errors.map((error) => (error as { status?: number }).status)).to.deep.equal([
        500, 503, 529,
      ]);
      expect(failed?.message)
        .to.include('tried 3 times')
        .and.include('The first')
        .and.include('The second')
        .and.include('The third');
      expect(ended).to.be.instanceOf(FlowFailed);
      expect(ended).to.have.nested.property('causes.draft.status', 529);
    });

    it('asks once for each request that is refused, and says what to do about it', async () => {
      for (const status of statuses) {
        bench.on(`s${String(status)}`, reply(status, refuses('It is so')));
      }
      const failures = new Map<string, unknown>();
      await flow({
        tasks: Object.fromEntries(
          statuses.map((status) => [
            `s${String(status)}`,
            task('Write', asks(`s${String(status)}`)),
          ]),
        ),
        paths: {},
        onFailure: 'isolate',
      }).settle(
        {},
        {
          observe: (event) => {
            if (event.type === 'failed') failures.set(event.task, event.error.cause);
            expect(event.type).not.to.equal('retrying');
          },
        },
      );

      expect(bench.requests).to.have.length(statuses.length);
      for (const status of statuses) {
        const error = failures.get(`s${String(status)}`);
        expect(error).to.include({ _tag: 'RequestRejected', status, provider: name });
        expect(error).to.have.property('hint').that.includes(hints[status]);
        expect(String(error)).to.include('It is so').and.include(hints[status]);
      }
    });

    it('has ten requests open at the most, as the server sees it, sends none in a pause, and of fifty tasks one by one after it', async () => {
      const speed = 5;
      const models = Array.from({ length: 50 }, (_, index) => `m${String(index)}`);
      const full = door();
      let open = 0;
      let most = 0;
      let pausedUntil = Infinity;
      let refused = 0;
      const answer: Step = async (exchange) => {
        open++;
        most = Math.max(most, open);
        if (open === 10) full.open();
        await full.opened;
        // Timers may be a millisecond early.
        const isEarly = performance.now() < pausedUntil - 1;
        const script = isEarly ? refusal : answering(speaker, 'fine');
        if (isEarly) {
          refused++;
          pausedUntil = Math.min(pausedUntil, performance.now() + 1000 / speed);
        }
        for (const step of script.slice(0, -1)) await step(exchange);
        open--;
        exchange.response.end();
      };
      const refusal = reply(429, refuses('Slow down'), { 'retry-after': '1' });
      for (const model of models) bench.on(model, [answer]);
      const events: FlowEvent[] = [];
      let seed = 7;
      const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
      const fifty = flow({
        tasks: Object.fromEntries(models.map((model) => [model, task('Write', asks(model))])),
        paths: {},
        concurrency: 50,
      });
      const results = await fifty.start(
        {},
        {
          scheduler: hasty(speed),
          random,
          budget: { requests: 60 },
          observe: (event) => events.push(event),
        },
      );
      const waits = retries(events);
      const starts = events.flatMap((event) => (event.type === 'started' ? [event.time] : []));
      const [back = 0] = starts.slice(10);

      expect(Object.values(results)).to.deep.equal(Array(50).fill('fine'));
      expect([most, refused, waits.length, bench.requests.length]).to.deep.equal([10, 10, 10, 60]);
      for (const { attempt, delay } of waits) {
        expect(attempt).to.equal(1);
        expect(delay).to.be.within(1000, 1500);
      }
      // Fifty have a second, so each has 20 ms, of which chance takes half at the most.
      const whileSpread = starts.slice(10).filter((time) => time < back + 900);
      expect(mostWithin(50, whileSpread), inspect(whileSpread)).to.be.at.most(6);
    });

    describe('and a budget', () => {
      /** Tasks that are done one after the other. */
      const chain = async (
        models: readonly string[],
        budget: Budget,
        options: Partial<AgentOptions<'text', string>> = {},
      ) => {
        const events: FlowEvent[] = [];
        const error: unknown = await flow({
          tasks: Object.fromEntries(
            models.map((model) => [model, task('Write', asks(model, speaker, options))]),
          ),
          paths: Object.fromEntries(
            models.slice(1).map((model, index) => [models[index] ?? '', [model]]),
          ),
        })
          .start(
            {},
            { scheduler: hasty(), random: () => 0, budget, observe: (event) => events.push(event) },
          )
          .catch((cause: unknown) => cause);
        if (!(error instanceof FlowFailed)) throw error;
        return { error, events, cause: Object.values(error.causes)[0] };
      };

      it('of requests, sends none after the last, those that failed among them, and keeps what there is', async () => {
        bench
          .on('a', answering(speaker, 'alpha'))
          .on('b', reply(500, refuses('No')), answering(speaker, 'beta'))
          .on('c', answering(speaker, 'gamma'));
        const { error, cause, events } = await chain(['a', 'b', 'c'], { requests: 3 });

        expect(cause).to.be.instanceOf(BudgetExceeded);
        expect(cause).to.deep.include({ budget: 'requests', limit: 3 });
        expect(cause).to.have.nested.property('spent.requests', 3);
        expect(error.results).to.deep.equal({ a: 'alpha', b: 'beta' });
        expect(events.at(-1)).to.have.nested.property('usage.requests', 3);
        expect(bench.requests).to.have.length(3);
      });

      it('of tokens, sends nothing for which too few are left, by what the server says', async () => {
        // Each takes 12, as the server tells.
        for (const model of ['a', 'b', 'c']) bench.on(model, answering(speaker, model));
        const { error, cause } = await chain(['a', 'b', 'c'], { tokens: 25 });

        expect(cause).to.deep.include({ budget: 'tokens', limit: 25 });
        expect(cause)
          .to.have.property('spent')
          .that.includes({ input: 14, output: 10, requests: 2 });
        expect(error.results).to.deep.equal({ a: 'a', b: 'b' });
        expect(bench.requests).to.have.length(2);
      });

      it('of tokens, breaks off an answer that grows too long, keeps it, and closes its connection', async () => {
        bench.on('a', [stream, write(...Array<string>(50).fill(says('word'))), hang]);
        const { cause, events } = await chain(['a', 'b'], { tokens: 20 });
        await bench.until('it is closed', ({ closed }) => closed.length === 1);

        expect(cause).to.deep.include({ budget: 'tokens', limit: 20 });
        expect(events.find(({ type }) => type === 'failed'))
          .to.have.nested.property('error.partial')
          .that.matches(/^(?:word){10,20}$/u);
        expect(bench.requests).to.have.length(1);
      });

      it('of money, sends nothing that it cannot pay, by the price of the model', async () => {
        for (const model of ['a', 'b', 'c']) bench.on(model, answering(speaker, model));
        // Seven tokens and five of them cost 17 dollars.
        const price = { input: 1_000_000, output: 2_000_000 };
        const { error, cause, events } = await chain(['a', 'b', 'c'], { money: 35 }, { price });

        expect(cause).to.deep.include({ budget: 'money', limit: 35 });
        expect(cause).to.have.nested.property('spent.money', 34);
        expect(error.results).to.deep.equal({ a: 'a', b: 'b' });
        expect(events.at(-1)).to.have.nested.property('usage.money', 34);
        expect(bench.requests).to.have.length(2);
      });

      it('of money, sends nothing at all where nobody knows a price', async () => {
        const error: unknown = await flow({
          tasks: { one: task('Write', asks('mystery-1')) },
          paths: {},
        })
          .start({}, { budget: { money: 1 } })
          .catch((cause: unknown) => cause);

        expect(error).to.include({ _tag: 'UnknownPrice', provider: name, model: 'mystery-1' });
        expect(bench.requests).to.have.length(0);
      });
    });

    it(`asks ${other.title} in its place when it is overloaded, and tells both`, async () => {
      bench
        .on('first', reply(529, refuses('Overloaded')))
        .on('second', answering(other, 'from the second'));
      const { ended, events, requests } = await run('first', {
        retry: { attempts: 1 },
        fallback: asks('second', other),
      });

      expect(ended).to.deep.equal({ draft: 'from the second' });
      expect(requests).to.equal(2);
      expect(
        events.flatMap((event) =>
          event.type === 'started' ? [[event.agent?.provider ?? name, event.attempt]] : [],
        ),
      ).to.deep.equal([
        [name, 1],
        [other.name, 2],
      ]);
      expect(retries(events).map(({ error }) => error))
        .to.have.nested.property('[0]')
        .that.includes({ _tag: 'ProviderFailed', provider: name, status: 529 });
      expect(events.find(({ type }) => type === 'succeeded')).to.include({ attempt: 2 });
    });

    it(`fails by both when ${other.title} cannot do it either`, async () => {
      bench
        .on('first', reply(529, refuses('Overloaded')))
        .on('second', reply(500, other.language.refuses('Broken')));
      const { failed, requests } = await run('first', {
        retry: { attempts: 1 },
        fallback: asks('second', other),
      });

      expect(requests).to.equal(2);
      expect(failed?.errors).to.have.length(2);
      expect(failed?.errors[0]).to.include({ provider: name, status: 529 });
      expect(failed?.cause).to.include({ provider: other.name, status: 500 });
      expect(failed?.message).to.include('Overloaded').and.include('Broken');
    });
  });
}

/** How many of these stand in one part of so much, at the most. */
const mostWithin = (size: number, values: readonly number[]): number => {
  const parts = new Map<number, number>();
  for (const value of values) {
    const part = Math.floor(value / size);
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return Math.max(...parts.values());
};
