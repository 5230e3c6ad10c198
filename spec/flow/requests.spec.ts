import { expect } from 'chai';
import * as t from 'io-ts';
import { lastValueFrom, map, NEVER, of, take, tap, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { agent } from '../../lib/agents/agent.js';
import type { Provider } from '../../lib/agents/provider.js';
import { FlowFailed } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { ProviderFailed, RateLimited } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Limits } from '../../lib/flow/limits.js';
import type { Agent, Answer, Question } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { tool, type Tools } from '../../lib/flow/tool.js';
import { end, Faulty, hang, reply, stream, wait, write, type Recorded } from '../support/faulty.js';
import { door, secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { storyOf } from '../support/story.js';
import { vendor, whole } from '../support/vendor.js';
import { anthropicSays, openaiSays, type Language } from '../support/vendors.js';

const many = (count: number, agent: Agent<'text', string>) =>
  flow({
    tasks: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `t${String(index)}`,
        task(`Say ${String(index)}`, agent),
      ]),
    ),
    paths: {},
    onFailure: 'isolate',
  });

const timesOf = ({ seen }: ReturnType<typeof vendor>): readonly number[] =>
  seen.map(({ time }) => time);

describe('requests that wait at a gate', () => {
  it('are refused at once when a pause is longer than their task waits, also behind others that wait', () => {
    const far = vendor(
      ({ text }, nth) =>
        nth === 1 ? new RateLimited('far', 20_000, { status: 429 }) : whole(text),
      5,
    );
    const limits = { concurrency: 1 };
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          first: task('1', far.agent({ limits, retry: { attempts: 1 } })),
          patient: task('2', far.agent({ limits })),
          hasty: task('3', far.agent({ limits, retry: { maxDelay: 1000 } })),
        },
        paths: {},
        onFailure: 'isolate',
      }).run({}, { scheduler }),
    );

    expect(lines).to.include('5 hasty failed');
    expect(lines).to.include('20010 patient =2');
  });

  it('are not sent, and not counted, when the run is left as they are told to have started', () => {
    const far = vendor(({ text }) => whole(text), 5);
    const stop = new AbortController();
    const events: FlowEvent[] = [];
    const scheduler = new TestScheduler(() => undefined);
    scheduler.run(() => {
      many(2, far.agent({ limits: { concurrency: 1 } }))
        .run({}, { scheduler, signal: stop.signal })
        .subscribe((event) => {
          events.push(event);
          if (event.type === 'started' && event.task === 't1') stop.abort();
        });
    });

    expect(far.seen).to.have.length(1);
    expect(events.at(-1)).to.deep.include({ type: 'run-cancelled', usage: { requests: 1 } });
  });

  it('that their budget does not allow any more take nothing of the minute of others', () => {
    const far = vendor(({ text }) => whole(text), 5);
    const agent = far.agent({ limits: { concurrency: 1, requestsPerMinute: 3 } });
    const scheduler = new TestScheduler(() => undefined);
    scheduler.run(() => {
      many(1, agent).run({}, { scheduler }).subscribe();
      // All of these wait before the first of them is sent.
      many(4, agent)
        .run({}, { scheduler, budget: { requests: 1 } })
        .subscribe();
      many(1, agent).run({}, { scheduler }).subscribe();
    });

    expect(timesOf(far)).to.deep.equal([0, 5, 10]);
  });

  it('of providers without an account do not wait for those of others', () => {
    const plain = (name: string): Provider<'text'> => ({
      name,
      account: () => undefined,
      agents: {
        text:
          () =>
          (_, { scheduler }): Observable<Answer<string>> =>
            timer(5, scheduler).pipe(map(() => ({ value: name }))),
      },
    });
    const asked = (name: string) =>
      task(
        'Hi',
        agent({ type: 'text', provider: plain(name), mission: '', limits: { concurrency: 1 } }),
      );
    const { events } = storyOf((scheduler) =>
      flow({ tasks: { one: asked('one'), other: asked('other') }, paths: {} }).run(
        {},
        { scheduler },
      ),
    );

    expect(events.at(-1)).to.include({ type: 'run-completed', time: 5 });
  });

  it('are limited by whole numbers', () => {
    const far = vendor(() => whole(''));
    expect(() => far.agent({ limits: { requestsPerMinute: 1.5 } })).to.throw(
      RangeError,
      'limits.requestsPerMinute must be a whole number, not 1.5.',
    );
    expect(() => far.agent({ limits: { requestsPerMinute: Infinity } })).to.not.throw();
  });

  it('of which it cannot be told whose they are fail, and the run ends', () => {
    const provider: Provider<'text'> = {
      name: 'nobody',
      account: () => {
        throw new Error('There is no account.');
      },
      agents: { text: () => () => of({ value: '' }) },
    };
    const { error, lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          before: task({ run: () => timer(5, scheduler) }),
          asks: task('Hi', agent({ type: 'text', provider, mission: '' })),
        },
        paths: { before: ['asks'] },
      }).run({}, { scheduler }),
    );

    expect(lines.at(-1)).to.equal('5 run-failed');
    expect(error).to.be.instanceOf(FlowFailed);
    expect(error).to.have.nested.property('cause.message', 'There is no account.');
  });
});

describe('what requests cost', () => {
  const priced = (far: ReturnType<typeof vendor>, request: number): Agent<'text', string> =>
    far.agent({ price: { request }, limits: { concurrency: 1 } });

  it('is nothing when they are refused', () => {
    const far = vendor((_, nth) =>
      nth === 1 ? new RateLimited('far', 1, { status: 429 }) : whole('ok'),
    );
    const { events } = storyOf((scheduler) => many(1, priced(far, 1)).run({}, { scheduler }));

    expect(events.at(-1)).to.deep.include({ usage: { requests: 2, money: 1 } });
  });

  it('is at least what had come when they are refused in the middle of an answer', () => {
    const far = vendor(() => [
      { value: 'word', delta: 'word' },
      // The vendor throws errors that stand among answers.
      new ProviderFailed('far', 529, 'No.', { status: 529 }) as never,
    ]);
    const { events } = storyOf((scheduler) =>
      many(1, far.agent({ retry: { attempts: 1 } })).run({}, { scheduler }),
    );

    expect(events.at(-1)).to.deep.include({ usage: { requests: 1, isAtLeast: true } });
  });

  it('counts once, also when nobody tells what they took', () => {
    const far = vendor(() => whole('ok'));
    const { events } = storyOf((scheduler) =>
      many(2, priced(far, 1)).run({}, { scheduler, budget: { money: 2 } }),
    );
    expect(events.at(-1)).to.deep.include({
      type: 'run-completed',
      usage: { requests: 2, money: 2 },
    });
  });

  it('may be all of the budget, however it is added up', () => {
    const far = vendor(() => whole('ok', { usage: {} }));
    const { events } = storyOf((scheduler) =>
      many(3, priced(far, 0.1)).run({}, { scheduler, budget: { money: 0.3 } }),
    );
    expect(events.at(-1)).to.include({ type: 'run-completed' });
    expect(far.seen).to.have.length(3);
  });
});

describe('the time of a budget', () => {
  it('may be longer than timers can be', async () => {
    const slow = flow({
      tasks: { one: task({ run: () => timer(5).pipe(map(() => 'done')) }) },
      paths: {},
    });
    for (const time of [Infinity, 2 ** 40]) {
      expect(await slow.start({}, { budget: { time } })).to.deep.equal({ one: 'done' });
    }
  });
});

describe('the time of tools', () => {
  const go = (...names: readonly string[]): readonly Answer<string>[] => [
    {
      value: '',
      finish: 'tool_calls',
      calls: names.map((name) => ({ tool: name, input: {} })),
    },
  ];

  const told = ({ turns = [] }: Question): string =>
    turns
      .flatMap((turn) => (turn._tag === 'Called' ? turn.results : []))
      .map(({ text, isError }) => `${isError ? '!' : ''}${text}`)
      .join(' ');

  const asking = (far: ReturnType<typeof vendor>, tools: Tools) =>
    flow({
      tasks: {
        trip: task('Go', far.agent({ tools, timeout: { total: 50 }, retry: { attempts: 1 } })),
      },
      paths: {},
    });

  it('does not hold the time in which a person thought whether they may be called', () => {
    const far = vendor((question) =>
      (question.turns ?? []).length === 0 ? go('slow') : whole(told(question)),
    );
    const { lines } = storyOf((scheduler) => {
      const slow = tool({
        description: '',
        input: t.type({}),
        approval: true,
        run: () => timer(10, scheduler).pipe(map(() => 'done')),
      });
      const answers = () => timer(1000, scheduler).pipe(map(() => true));
      return asking(far, { slow }).run({}, { scheduler, answers });
    });

    expect(lines.at(-2)).to.equal('1012 trip =done');
  });

  it('does not grow twice when a person is asked twice at once', () => {
    const far = vendor((question) =>
      (question.turns ?? []).length === 0 ? go('quick', 'quick', 'never') : whole(told(question)),
    );
    const { lines } = storyOf((scheduler) => {
      const careful = { description: '', input: t.type({}), approval: true };
      const quick = tool({ ...careful, run: () => 'done' });
      const never = tool({ ...careful, run: () => NEVER });
      const answers = () => timer(1000, scheduler).pipe(map(() => true));
      return asking(far, { quick, never }).run({}, { scheduler, answers });
    });

    expect(lines.at(-1)).to.equal('1050 run-failed');
  });

  it('ends when they never come from where they come', () => {
    const far = vendor(() => whole('Hi'));
    const { error, lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          trip: task(
            'Go',
            far.agent({ tools: [NEVER], timeout: { total: 50 }, retry: { attempts: 1 } }),
          ),
        },
        paths: {},
      }).run({}, { scheduler }),
    );

    expect(lines.at(-1)).to.equal('50 run-failed');
    expect(error).to.have.nested.property('cause._tag', 'FirstTokenTimeout');
    expect(far.seen).to.have.length(0);
  });

  it('leaves nothing to be asked when it is over', () => {
    const far = vendor(() => go('never'));
    const never = tool({ description: '', input: t.type({}), run: () => NEVER });
    const { error } = storyOf((scheduler) => asking(far, { never }).run({}, { scheduler }));

    expect(timesOf(far)).to.deep.equal([0]);
    expect(error).to.have.nested.property('cause._tag', 'TotalTimeout');
  });
});

describe('what a tool gives', () => {
  it('is told once to have succeeded or failed, also when it cannot be told to a model', () => {
    const circle: { it?: unknown } = {};
    circle.it = circle;
    for (const given of [1n, circle, Symbol('it'), () => 1]) {
      const far = vendor(({ turns = [] }) =>
        turns.length === 0
          ? [{ value: '', finish: 'tool_calls', calls: [{ tool: 'odd', input: {} }] }]
          : whole('done'),
      );
      const odd = tool({ description: '', input: t.type({}), run: (): unknown => given });
      const { events } = storyOf((scheduler) =>
        many(1, far.agent({ tools: { odd } })).run({}, { scheduler }),
      );

      expect(events.filter(({ type }) => type === 'tool')).to.have.length(2);
      expect(events.at(-1)).to.include({ type: 'run-completed' });
    }
  });
});

describe('a request that breaks off', () => {
  it('has been put down before its run is told to have failed, whichever of several it is', () => {
    const far = vendor((_, nth) =>
      nth === 2
        ? [{ value: 'word', delta: 'word' }, new Error('It broke.') as never]
        : whole('ok', { usage: { input: 1, output: 1 } }),
    );
    const { events } = storyOf((scheduler) =>
      flow({
        tasks: {
          grows: task({
            run: () =>
              timer(0, 10, scheduler).pipe(
                take(2),
                map((nth) => `part ${String(nth)}`),
              ),
          }),
          reads: task('Read {{grows}}', far.agent(), { partials: true }),
        },
        paths: { grows: ['reads'] },
      }).run({}, { scheduler }),
    );

    expect(far.seen).to.have.length(2);
    expect(events.at(-1)).to.deep.include({
      type: 'run-failed',
      usage: { input: 1, output: 1, requests: 2, isAtLeast: true },
    });
  });
});

describe('requests over the network', () => {
  onLoopbackOnly();
  let bench: Faulty;

  beforeEach(async () => {
    bench = await Faulty.open();
  });

  afterEach(() => bench.close());

  const says = ({ says: piece, ends, done }: Language) => [
    stream,
    write(piece('Hi')),
    write(ends() + done),
    end,
  ];

  const isFor =
    (model: string) =>
    ({ body }: Recorded): boolean =>
      body.includes(`"model":"${model}"`);

  const asking = (
    model: string,
    provider: 'openai' | 'anthropic' = 'openai',
    limits: Limits = { concurrency: 1 },
  ) =>
    agent({
      type: 'text',
      provider,
      mission: '',
      model,
      key: secret,
      baseURL: `${bench.url}/v1`,
      limits,
      retry: { attempts: 2, delay: 1 },
    });

  const one = (asked: Agent<'text', string>) =>
    flow({ tasks: { a: task('Hi', asked) }, paths: {} });

  it('that are cancelled while they wait are never sent, and whoever waits behind them is next', async () => {
    bench.on('hangs', [stream, hang]).on('speaks', says(openaiSays));
    const first = one(asking('hangs')).run().subscribe();
    await bench.until('it hangs', ({ requests }) => requests.length === 1);
    const cancelled: string[] = [];
    const stop = new AbortController();
    const queued = door();
    one(asking('hangs'))
      .run({}, { signal: stop.signal })
      .subscribe(({ type }) => {
        cancelled.push(type);
        if (type === 'queued') queued.open();
      });
    await queued.opened;
    const last = one(asking('speaks')).start();
    stop.abort();
    first.unsubscribe();

    expect(await last).to.deep.equal({ a: 'Hi' });
    await bench.until('it is closed', ({ closed }) => closed.length > 0);
    expect(bench.requests).to.have.length(2);
    expect(bench.requests.filter(isFor('speaks'))).to.have.length(1);
    expect(cancelled.slice(-3)).to.deep.equal(['queued', 'cancelled', 'run-cancelled']);
  });

  it('of two flows with one key hold its limit together', async () => {
    const { opened, open } = door();
    let most = 0;
    let under = 0;
    const begins = (): void => {
      most = Math.max(most, ++under);
    };
    const ends = (): void => {
      under--;
    };
    bench.on('speaks', [
      begins,
      stream,
      write(openaiSays.says('Hi')),
      wait(opened),
      ends,
      write(openaiSays.ends() + openaiSays.done),
      end,
    ]);
    const queued: string[] = [];
    const all = door();
    const both = [1, 2].map((nth) =>
      lastValueFrom(
        many(3, asking('speaks', 'openai', { concurrency: 2 }))
          .run()
          .pipe(
            tap((event) => {
              if (event.type === 'queued') queued.push(`${String(nth)} ${event.task}`);
              if (queued.length === 4) all.open();
            }),
          ),
      ),
    );
    await Promise.all([
      all.opened,
      bench.until('two have come', ({ requests }) => requests.length === 2),
    ]);
    open();
    await Promise.all(both);

    expect(bench.requests).to.have.length(6);
    expect(most).to.equal(2);
  });

  it('to others go on while one provider has asked for a pause', async () => {
    const late = { 'retry-after': '1' };
    bench
      .on('busy', reply(429, openaiSays.refuses('Slow down.'), late), says(openaiSays))
      .on('claude', says(anthropicSays));
    // Its package is loaded when it is first asked.
    await one(asking('claude', 'anthropic')).start();
    const began = performance.now();
    const ends: string[] = [];
    const noted = (name: string) => (): void => void ends.push(name);
    const busy = one(asking('busy')).start().then(noted('openai'));
    await bench.until('it was refused', ({ requests }) => requests.length === 1);
    const waits = one(asking('busy')).start().then(noted('openai'));
    await one(asking('claude', 'anthropic')).start().then(noted('anthropic'));
    expect(performance.now() - began).to.be.below(900);
    await Promise.all([busy, waits]);

    expect(ends[0]).to.equal('anthropic');
    const [refused = 0, ...later] = bench.requests.filter(isFor('busy')).map(({ time }) => time);
    expect(later).to.have.length(2);
    expect(Math.min(...later) - refused).to.be.at.least(990);
  });
});
