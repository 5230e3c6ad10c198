import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import {
  agent,
  flow,
  task,
  type Agent,
  type FlowEvent,
  type RetryOptions,
  type TimeoutOptions,
  type Verdict,
} from '../../lib/index.js';
import { end, Faulty, hang, reply, rst, stream, write, type Step } from '../support/faulty.js';
import { hasty } from '../support/hasty.js';
import { openaiSays } from '../support/vendors.js';

const answer = (...pieces: readonly string[]): readonly Step[] => [
  stream,
  write(...pieces.map(openaiSays.says), openaiSays.ends(), openaiSays.done),
  end,
];

interface Options {
  readonly retry?: RetryOptions;
  readonly timeout?: TimeoutOptions;
  readonly fallback?: Agent<'text', string>;
  readonly guard?: (soFar: string) => Verdict;
}

describe('attempts, over HTTP', () => {
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const asks = (model: string) =>
    agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      model,
      key: 'k',
      baseURL: `${bench.url}/v1`,
    });
  const run = async (model: string, options: Options = {}, random: () => number = () => 0) => {
    const events: FlowEvent[] = [];
    const one = flow({ tasks: { draft: task('Write', asks(model), options) }, paths: {} });
    const result: unknown = await one
      .start({}, { scheduler: hasty(), random, observe: (event) => events.push(event) })
      .then(
        ({ draft }) => draft,
        (error: unknown) => error,
      );
    const failed = events.flatMap((event) => (event.type === 'failed' ? [event.error] : []))[0];
    return { result, events, failed, requests: bench.requests.length };
  };
  const delays = (events: readonly FlowEvent[]): readonly number[] =>
    events.flatMap((event) => (event.type === 'retrying' ? [event.delay] : []));

  it('gives up what says nothing at the time that is set, closes the socket, and asks again', async () => {
    bench.on('m', [stream, hang], answer('at last'));
    const { result, events } = await run('m', { timeout: { firstToken: 50_000 } });
    await bench.until('the first is closed', ({ closed }) => closed.length >= 1);

    expect(result).to.equal('at last');
    expect(
      events.flatMap((event) => (event.type === 'retrying' ? [String(event.error)] : [])),
    ).to.deep.equal([
      'FirstTokenTimeout: "openai" said nothing within 50000 ms, and was given up.',
    ]);
  });

  it('gives up what stalls after three tokens, keeps them, and closes the socket', async () => {
    bench.on('m', [stream, write(...['a', 'b', 'c'].map(openaiSays.says)), hang]);
    const { failed } = await run('m', { timeout: { idle: 3000 }, retry: { attempts: 1 } });
    await bench.until('it is closed', ({ closed }) => closed.length === 1);

    expect(failed).to.include({ partial: 'abc' });
    expect(failed?.cause).to.include({ _tag: 'IdleTimeout' });
  });

  it('takes comments that keep a connection open for no content', async () => {
    const pings = Array.from({ length: 1000 }, () => ': ping\n\n');
    bench.on('m', [stream, write(openaiSays.says('a'), ...pings), hang]);
    const { failed } = await run('m', { timeout: { idle: 3000 }, retry: { attempts: 1 } });

    expect(failed?.cause).to.include({ _tag: 'IdleTimeout' });
  });

  it('asks again for an overload that is told in the stream before the first token', async () => {
    bench.on('m', [stream, write(openaiSays.fails), end], answer('fine'));
    const { result, requests } = await run('m');

    expect([result, requests]).to.deep.equal(['fine', 2]);
  });

  it('keeps what had come when an overload is told after tokens', async () => {
    bench.on('m', [stream, write(openaiSays.says('half'), openaiSays.fails), end]);
    const { failed } = await run('m', { retry: { attempts: 1 } });

    expect(failed).to.include({ partial: 'half' });
    expect(failed?.cause).to.include({ _tag: 'ProviderFailed', partial: 'half' });
  });

  it('waits as long as the server says, in seconds or as a date, and tells wait and attempt', async () => {
    bench.on(
      'm',
      reply(429, openaiSays.refuses('slow down'), { 'retry-after': '2' }),
      reply(429, openaiSays.refuses('slow down'), {
        'retry-after': new Date(Date.now() + 9000).toUTCString(),
      }),
      answer('fine'),
    );
    const { result, events } = await run('m');
    const [first, second] = events.filter(({ type }) => type === 'retrying');

    expect(result).to.equal('fine');
    expect(first).to.include({ attempt: 1, delay: 2000 });
    expect(second).to.include({ attempt: 2 });
    expect(delays(events)[1]).to.be.within(7000, 9000);
    const times = bench.requests.map(({ time }) => time);
    // Two seconds are twenty milliseconds here; timers may be a millisecond early.
    expect((times[1] ?? 0) - (times[0] ?? 0)).to.be.at.least(19);
  });

  it('asks once when there is no credit, and again when only the text says so', async () => {
    bench.on('broke', reply(429, openaiSays.refuses('pay', 'insufficient_quota')));
    const broke = await run('broke');
    bench.on('busy', reply(429, openaiSays.refuses('INSUFFICIENT QUOTA')), answer('fine'));
    const before = bench.requests.length;
    const busy = await run('busy');

    expect(before).to.equal(1);
    expect(broke.failed?.cause).to.include({ _tag: 'QuotaExceeded' });
    expect(busy.result).to.equal('fine');
  });

  it('makes exactly as many requests as attempts, and lists what each failed with', async () => {
    bench.on('m', reply(500, openaiSays.refuses('oops')));
    const { failed, requests } = await run('m', { retry: { attempts: 3 } });

    expect(requests).to.equal(3);
    expect(failed?.errors.map((error) => (error as Error).name)).to.deep.equal(
      Array.from({ length: 3 }, () => 'ProviderFailed'),
    );
    expect(failed?.message).to.contain('It was tried 3 times');
  });

  for (const status of [400, 401, 403, 404, 413, 422]) {
    it(`asks once when the request is refused with ${String(status)}`, async () => {
      bench.on('m', reply(status, openaiSays.refuses('no')));
      const { failed, requests } = await run('m');

      expect(requests).to.equal(1);
      expect(failed?.cause).to.include({ _tag: 'RequestRejected', status });
      expect(String(failed?.cause)).to.contain(status === 404 ? '"m"' : String(status));
    });
  }

  it('spreads fifty that are sent away at once, within their number and their limit', async () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const events: FlowEvent[] = [];
    const tasks = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => {
        const model = `m${String(n)}`;
        bench.on(
          model,
          reply(429, openaiSays.refuses('slow down'), { 'retry-after': '1' }),
          answer(model),
        );
        return [model, task('Write', asks(model))];
      }),
    );
    const fifty = flow({ tasks, paths: {}, concurrency: 10 });
    await fifty.start({}, { scheduler: hasty(10), random, observe: (event) => events.push(event) });
    const waits = delays(events);
    const buckets = new Map<number, number>();
    for (const wait of waits) {
      const bucket = Math.floor(wait / 50);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    let running = 0;
    for (const { type } of events) {
      if (type === 'started') running++;
      if (type === 'retrying' || type === 'succeeded') running--;
      expect(running).to.be.at.most(10);
    }

    expect(bench.requests).to.have.length(100);
    expect(Math.min(...waits)).to.be.at.least(1000);
    expect(Math.max(...buckets.values())).to.be.at.most(10);
  });

  it('asks the fallback when the agent has failed for good, and tells both', async () => {
    bench
      .on('first', reply(529, openaiSays.refuses('overloaded')))
      .on('second', answer('from the second'));
    const { result, events } = await run('first', {
      retry: { attempts: 1 },
      fallback: asks('second'),
    });

    expect(result).to.equal('from the second');
    expect(events.filter(({ type }) => type === 'retrying')).to.have.length(1);

    bench.on('third', reply(500, openaiSays.refuses('oops')));
    const { failed } = await run('first', { retry: { attempts: 1 }, fallback: asks('third') });
    expect(failed?.errors.map((error) => (error as { status?: number }).status)).to.deep.equal([
      529, 500,
    ]);
  });

  it('settles and sends nothing when it is cancelled while it waits, or is queued', async () => {
    bench.on('m', reply(500, openaiSays.refuses('oops')));
    const abort = new AbortController();
    const two = flow({
      tasks: {
        waits: task('Write', asks('m'), { retry: { delay: 60_000, maxDelay: 60_000 } }),
        holds: task({ run: () => new Promise<string>(() => undefined) }),
        queued: task('Write', asks('m')),
      },
      paths: {},
      concurrency: 1,
    });
    const began = performance.now();
    const ends = two.settle(
      {},
      {
        signal: abort.signal,
        observe: ({ type }) => {
          if (type === 'retrying') abort.abort();
        },
      },
    );
    const { waits, queued } = await ends;

    expect(E.isLeft(waits) && waits.left).to.include({ _tag: 'TaskCancelled' });
    expect(E.isLeft(queued) && queued.left).to.include({ _tag: 'TaskCancelled' });
    expect(bench.requests).to.have.length(1);
    expect(performance.now() - began).to.be.below(5000);
  });

  it('costs a slow consumer no memory, and tells it the exact text in the end', async function () {
    this.timeout(60_000);
    const pieces = Array.from({ length: 5000 }, (_, n) => String(n).padStart(1024, '.'));
    bench.on('m', answer(...pieces));
    const one = flow({ tasks: { draft: task('Write', asks('m')) }, paths: {} });
    const before = heapNow();
    let partials = 0;
    let most = 0;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      one.run().subscribe({
        next: (event) => {
          if (event.type === 'succeeded') text = event.value;
          if (event.type !== 'partial') return;
          partials++;
          // It blocks everything for a while, again and again.
          const until = performance.now() + 20;
          while (performance.now() < until);
          if (partials % 10 === 0) most = Math.max(most, heapNow() - before);
        },
        error: reject,
        complete: resolve,
      });
    });

    expect(text).to.equal(pieces.join(''));
    expect(partials).to.be.below(pieces.length / 2);
    expect(most).to.be.below(64 * 2 ** 20);
  });

  it('closes the request of an answer that its guard finds wrong, or enough', async () => {
    bench.on('m', [stream, write(openaiSays.says('Sorry, '), openaiSays.says('I cannot')), hang]);
    const wrong = await run('m', { guard: (soFar) => !soFar.startsWith('Sorry') });
    await bench.until('the first is closed', ({ closed }) => closed.length === 1);
    const enough = await run('m', { guard: () => 'enough' });
    await bench.until('the second is closed', ({ closed }) => closed.length === 2);

    expect(wrong.failed?.cause).to.include({ _tag: 'GuardRejected', partial: 'Sorry, ' });
    expect(enough.result).to.equal('Sorry, ');
    expect(bench.requests).to.have.length(2);
  });

  it('takes back what it had streamed when a new attempt begins', async () => {
    bench.on('m', [stream, write(openaiSays.says('half a')), rst], answer('a whole', ' answer'));
    const { result, events } = await run('m');
    const first = events.findIndex(({ type }) => type === 'retrying');

    expect(result).to.equal('a whole answer');
    expect(first).to.be.above(0);
    expect(
      events.flatMap((event) =>
        event.type === 'succeeded' || event.type === 'partial' ? [event.attempt] : [],
      ),
    ).to.include(2);
  });

  it('leaves sockets, listeners, timers and memory as they were after 1,000 runs that are cancelled', async function () {
    this.timeout(60_000);
    bench.on('m', [stream, write(openaiSays.says('…')), hang]);
    const one = flow({
      tasks: { draft: task('Write', asks('m'), { timeout: { total: 60_000 } }) },
      paths: {},
    });
    const abort = new AbortController();
    const signal = abort.signal;
    let listeners = 0;
    const [add, remove] = [
      signal.addEventListener.bind(signal),
      signal.removeEventListener.bind(signal),
    ];
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    };
    const cancelOne = (): Promise<void> =>
      new Promise((resolve) => {
        const subscription = one.run({}, { signal }).subscribe(({ type }) => {
          if (type !== 'partial') return;
          subscription.unsubscribe();
          resolve();
        });
      });
    for (let n = 0; n < 50; n++) await cancelOne();
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = { timers: timers(), heap: heapNow() };
    for (let n = 0; n < 1000; n += 10) {
      await Promise.all(Array.from({ length: 10 }, cancelOne));
    }
    await bench.until(
      'all are closed',
      ({ closed, requests }) => closed.length === requests.length,
    );

    expect(bench.requests).to.have.length(1050);
    expect(listeners).to.be.at.most(0);
    expect(timers()).to.be.at.most(before.timers + 2);
    expect(heapNow() - before.heap).to.be.below(10 * 2 ** 20);
  });
});

const heapNow = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
};
