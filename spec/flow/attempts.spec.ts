import { expect } from 'chai';
import fc from 'fast-check';
import { concat, defer, map, NEVER, of, timer, Observable, type SchedulerLike } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { FlowFailed } from '../../lib/core/errors.js';
import { ProviderFailed, RateLimited, RequestRejected } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Agent, Answer } from '../../lib/flow/ports.js';
import type { RetryOptions } from '../../lib/flow/retry.js';
import { task } from '../../lib/flow/task.js';
import type { TimeoutOptions } from '../../lib/flow/timeout.js';
import { storyOf } from '../support/story.js';

const overloaded = new ProviderFailed('far', 529, 'Overloaded.');
const rejected = new RequestRejected('far', 400, 'No.', 'Mend it.');

/** An agent that says something else each time it is asked, and then the last thing over and over. */
const asked = (
  says: readonly ((scheduler: SchedulerLike) => Observable<string>)[],
  options: Partial<Pick<Agent<'text', string>, 'retry' | 'timeout' | 'fallback'>> = {},
  provider = 'far',
): Agent<'text', string> & { readonly requests: readonly number[] } => {
  const requests: number[] = [];
  return {
    type: 'text',
    provider,
    mission: '',
    model: undefined,
    ask: () => NEVER,
    prepare: () => undefined,
    answers: (_, { scheduler }): Observable<Answer<string>> =>
      defer(() => {
        requests.push(scheduler.now());
        const say = says[Math.min(requests.length, says.length) - 1];
        return (say?.(scheduler) ?? NEVER).pipe(map((value) => ({ value })));
      }),
    requests,
    ...options,
  };
};

const saying =
  (text: string, ms = 1) =>
  (scheduler: SchedulerLike): Observable<string> =>
    timer(ms, scheduler).pipe(map(() => text));
const failing =
  (error: unknown, ms = 1) =>
  (scheduler: SchedulerLike): Observable<string> =>
    timer(ms, scheduler).pipe(
      map(() => {
        throw error;
      }),
    );
/** Says the first half, and then fails. */
const breaking =
  (error: unknown) =>
  (scheduler: SchedulerLike): Observable<string> =>
    concat(saying('half')(scheduler), timer(1, scheduler).pipe(map(() => 'half of'))).pipe((text) =>
      concat(text, new Observable<string>((subscriber) => subscriber.error(error))),
    );

/** The longest wait there can be. */
const random = (): number => 1 - Number.EPSILON;

const one = (
  agent: Agent<'text', string>,
  options: { readonly retry?: RetryOptions; readonly timeout?: TimeoutOptions } = {},
) => flow({ tasks: { draft: task('Write', agent, options) }, paths: {} });

const rounded = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/\d+\.\d+/gu, (number) => String(Math.round(Number(number)))));

describe('an attempt that fails', () => {
  it('is made again after a wait that doubles, three times in all', () => {
    const agent = asked([failing(overloaded)]);
    const { lines, error } = storyOf((scheduler) => one(agent).run({}, { scheduler, random }));

    expect(rounded(lines)).to.deep.equal([
      '0 draft started',
      '1 draft retrying in 500',
      '501 draft started',
      '502 draft retrying in 1000',
      '1502 draft started',
      '1503 draft failed',
      '1503 run-failed',
    ]);
    expect(agent.requests).to.have.length(3);
    if (!(error instanceof FlowFailed)) throw error;
    expect(error.causes).to.deep.equal({ draft: overloaded });
    expect(error.message).to.equal(
      'Task "draft" failed: "far" failed with status 529: Overloaded.\n  No task had finished.',
    );
  });

  it('tells what each attempt failed with', () => {
    const { events } = storyOf((scheduler) =>
      one(
        asked([failing(overloaded), failing(new RateLimited('far', 2000)), failing(rejected)]),
      ).run({}, { scheduler, random }),
    );
    const failed = events.find(({ type }) => type === 'failed');

    if (failed?.type !== 'failed') throw new Error('it did not fail');
    expect(failed.error.errors.map((each) => (each as Error).name)).to.deep.equal([
      'ProviderFailed',
      'RateLimited',
      'RequestRejected',
    ]);
    expect(failed.error.message).to.contain('It was tried 3 times; before that:');
    expect(failed.attempt).to.equal(3);
  });

  it('gives way to one that succeeds', () => {
    const { lines } = storyOf((scheduler) =>
      one(asked([failing(overloaded), saying('text')])).run({}, { scheduler, random: () => 0 }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '1 draft retrying in 0',
      '1 draft started',
      '2 draft =text',
      '2 run-completed',
    ]);
  });

  it('is not made again for a reason that will not pass', () => {
    const agent = asked([failing(rejected)]);
    const { lines } = storyOf((scheduler) => one(agent).run({}, { scheduler }));

    expect(lines).to.deep.equal(['0 draft started', '1 draft failed', '1 run-failed']);
  });

  it('waits as long as the provider asks for, and a jitter more', () => {
    const agent = asked([failing(new RateLimited('far', 2000)), saying('text')]);
    storyOf((scheduler) => one(agent).run({}, { scheduler, random: () => 0.5 }));

    expect(agent.requests).to.deep.equal([0, 2251]);
  });

  it('is not made again when the provider asks for too long a wait', () => {
    const agent = asked([failing(new RateLimited('far', 30_001)), saying('text')]);
    const { error } = storyOf((scheduler) => one(agent).run({}, { scheduler }));

    expect(agent.requests).to.have.length(1);
    expect(error instanceof FlowFailed && error.cause).to.include({
      _tag: 'RateLimited',
      retryAfter: 30_001,
    });
  });

  it('waits no longer than the longest wait', () => {
    const agent = asked([failing(overloaded)]);
    storyOf((scheduler) =>
      one(agent, { retry: { attempts: 4, delay: 100, maxDelay: 150 } }).run(
        {},
        { scheduler, random },
      ),
    );

    expect(agent.requests.map(Math.round)).to.deep.equal([0, 101, 252, 403]);
  });

  it('waits anywhere between nothing and that: full jitter', () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const agent = asked([failing(overloaded), saying('text')]);
        storyOf((scheduler) => one(agent).run({}, { scheduler, random: () => chance }));
        const [, second = NaN] = agent.requests;

        expect(second).to.be.closeTo(1 + 500 * chance, 1);
      }),
    ));

  it('starts from nothing, and what it had streamed is void for those who read it', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          draft: task('Write', asked([breaking(overloaded), saying('whole', 3)])),
          loud: task({
            partials: true,
            operator: (input: Observable<{ draft: string }>) =>
              input.pipe(map(({ draft }) => draft.toUpperCase())),
          }),
        },
        paths: { draft: ['loud'] },
      }).run({}, { scheduler, random: () => 0.01 }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '1 draft ~half',
      '1 loud started',
      '1 loud ~HALF',
      '2 loud cancelled',
      '2 draft retrying in 5',
      '7 draft started',
      '10 draft =whole',
      '10 loud started',
      '10 loud =WHOLE',
      '10 run-completed',
    ]);
  });

  it('lets others run while it waits', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          first: task('Write', asked([failing(overloaded), saying('first')])),
          second: task('Write', asked([saying('second', 5)])),
        },
        paths: {},
        concurrency: 1,
      }).run({}, { scheduler, random: () => 0.01 }),
    );

    expect(lines).to.deep.equal([
      '0 first started',
      '0 second queued',
      '1 first retrying in 5',
      '1 second started',
      '6 first queued',
      '6 second =second',
      '6 first started',
      '7 first =first',
      '7 run-completed',
    ]);
  });

  it('is given up when the run is cancelled while it waits, and nothing is sent', () => {
    const agent = asked([failing(overloaded)]);
    const scheduler = new TestScheduler(() => undefined);
    scheduler.run(() => {
      const subscription = one(agent).run({}, { scheduler, random }).subscribe();
      scheduler.schedule(() => subscription.unsubscribe(), 100);
    });

    expect(agent.requests).to.have.length(1);
    expect(scheduler.now()).to.equal(100);
  });

  it('is made again for a task of code only when that asks for it', () => {
    const calls = { once: 0, thrice: 0 };
    const failed = (name: 'once' | 'thrice') => (): string => {
      calls[name]++;
      throw new Error('no');
    };
    storyOf((scheduler) =>
      flow({
        tasks: {
          once: task({ run: failed('once') }),
          thrice: task({ run: failed('thrice'), retry: { attempts: 3, delay: 0 } }),
        },
        paths: {},
        onFailure: 'isolate',
      }).run({}, { scheduler }),
    );

    expect(calls).to.deep.equal({ once: 1, thrice: 3 });
  });

  it('is made again for the reasons that the task says', () => {
    const agent = asked([failing(rejected), saying('text')]);
    storyOf((scheduler) =>
      one(agent, { retry: { when: (error) => error === rejected } }).run({}, { scheduler }),
    );

    expect(agent.requests).to.have.length(2);
  });
});

describe('a fallback', () => {
  it('is asked when the agent has failed for good, in order', () => {
    const third = asked([saying('third')], {}, 'third');
    const second = asked([failing(rejected)], {}, 'second');
    const first = asked([failing(overloaded)], {
      retry: { attempts: 2 },
      fallback: [second, third],
    });
    const { lines, events } = storyOf((scheduler) =>
      one(first).run({}, { scheduler, random: () => 0.01 }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '1 draft retrying in 5',
      '6 draft started',
      '7 draft retrying in 0',
      '7 draft started',
      '8 draft retrying in 0',
      '8 draft started',
      '9 draft =third',
      '9 run-completed',
    ]);
    expect(events.find(({ type }) => type === 'succeeded')).to.include({ attempt: 4 });
    expect([first, second, third].map(({ requests }) => requests.length)).to.deep.equal([2, 1, 1]);
  });

  it('leaves one error with all causes when it fails too', () => {
    const first = asked([failing(rejected)]);
    const second = asked([failing(overloaded)], { retry: { attempts: 1 } });
    const { events } = storyOf((scheduler) =>
      flow({ tasks: { draft: task('Write', first, { fallback: second }) }, paths: {} }).run(
        {},
        { scheduler },
      ),
    );
    const failed = events.find(({ type }) => type === 'failed');

    expect(failed?.type === 'failed' && failed.error.errors).to.deep.equal([rejected, overloaded]);
  });
});

describe('a timeout', () => {
  const limited = (
    says: (scheduler: SchedulerLike) => Observable<string>,
    timeout: TimeoutOptions,
  ): readonly string[] => {
    const { lines, error } = storyOf((scheduler) =>
      one(asked([says], { retry: { attempts: 1 } }), { timeout }).run({}, { scheduler }),
    );
    return [
      ...lines.slice(0, -1),
      error instanceof FlowFailed && error.cause instanceof Error ? error.cause.message : 'fine',
    ];
  };
  const dripping = (scheduler: SchedulerLike): Observable<string> =>
    timer(20, 20, scheduler).pipe(map((n) => 'drip '.repeat(n + 1)));

  it('fails what says nothing', () => {
    expect(limited(() => NEVER, { firstToken: 50 })).to.deep.equal([
      '0 draft started',
      '50 draft failed',
      '"far" said nothing within 50 ms, and was given up.',
    ]);
  });

  it('fails what stops in the middle', () => {
    expect(
      limited((scheduler) => concat(saying('half', 10)(scheduler), NEVER), { idle: 30 }),
    ).to.deep.equal([
      '0 draft started',
      '10 draft ~half',
      '40 draft failed',
      '"far" stopped in the middle and said nothing more within 30 ms, and was given up.',
    ]);
  });

  it('does not count the first wait as one between tokens', () => {
    expect(limited(saying('text', 100), { idle: 30 })).to.deep.equal([
      '0 draft started',
      '100 draft =text',
      'fine',
    ]);
  });

  it('fails what drips for ever', () => {
    expect(limited(dripping, { idle: 30, total: 50 })).to.deep.equal([
      '0 draft started',
      '20 draft ~drip ',
      '40 draft ~drip drip ',
      '50 draft failed',
      '"far" did not finish within 50 ms, and was given up.',
    ]);
  });

  it('is a passing reason, and holds for each attempt anew', () => {
    const agent = asked([() => NEVER, saying('text', 40)], { timeout: { firstToken: 50 } });
    const { lines } = storyOf((scheduler) => one(agent).run({}, { scheduler, random: () => 0 }));

    expect(lines).to.deep.equal([
      '0 draft started',
      '50 draft retrying in 0',
      '50 draft started',
      '90 draft =text',
      '90 run-completed',
    ]);
  });

  it('holds for tasks of code too, and leaves no timer behind', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          quick: task({ run: () => of(1), timeout: { total: 1000 } }),
          slow: task({ run: () => NEVER, timeout: { total: 10 } }),
        },
        paths: {},
        onFailure: 'isolate',
      }).run({}, { scheduler }),
    );

    expect(lines.at(-1)).to.equal('10 run-failed');
  });
});

describe('options of attempts that cannot be', () => {
  const agent = asked([saying('text')]);
  const refusals: readonly (readonly [string, () => unknown])[] = [
    ['retry.attempts must be at least 1, not 0.', () => one(agent, { retry: { attempts: 0 } })],
    [
      'retry.attempts must be a whole number, not 1.5.',
      () => one(agent, { retry: { attempts: 1.5 } }),
    ],
    ['retry.delay must be at least 0, not -1.', () => one(agent, { retry: { delay: -1 } })],
    [
      'retry.maxDelay must be at least 500, not 100.',
      () => one(agent, { retry: { maxDelay: 100 } }),
    ],
    ['timeout.total must be more than 0 ms, not -5.', () => one(agent, { timeout: { total: -5 } })],
    ['timeout.idle must be more than 0 ms, not 0.', () => one(agent, { timeout: { idle: 0 } })],
  ];
  for (const [message, make] of refusals) {
    it(`are refused: ${message}`, () => {
      expect(make).to.throw(RangeError, message);
    });
  }
});
