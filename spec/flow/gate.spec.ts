import { expect } from 'chai';
import fc from 'fast-check';
import { Subscription } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { RateLimited } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Agent } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';
import { vendor, whole } from '../support/vendor.js';

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

const textsOf = ({ seen }: ReturnType<typeof vendor>): readonly string[] =>
  seen.map(({ time, question }) => `${String(time)} ${question.text}`);

describe('the gate of a provider', () => {
  it('lets ten requests through at once, and the others in their order: 40 of 50 ms take 200 ms', () => {
    const far = vendor(({ text }) => whole(text), 50);
    const { events } = storyOf((scheduler) => many(40, far.agent()).run({}, { scheduler }));

    expect(textsOf(far)).to.deep.equal(
      Array.from(
        { length: 40 },
        (_, index) => `${String(Math.floor(index / 10) * 50)} Say ${String(index)}`,
      ),
    );
    expect(events.at(-1)).to.include({ type: 'run-completed', time: 200 });
    expect(far.most()).to.equal(10);
  });

  it('tells those who wait at it as queued, and as started when they are sent', () => {
    const far = vendor(({ text }) => whole(text), 5);
    const agent = far.agent({ limits: { concurrency: 1 } });
    const { lines } = storyOf((scheduler) => many(2, agent).run({}, { scheduler }));

    expect(lines).to.deep.equal([
      '0 t0 started',
      '0 t1 queued',
      '5 t0 =Say 0',
      '5 t1 started',
      '10 t1 =Say 1',
      '10 run-completed',
    ]);
  });

  it('is shared by all flows and agents with one key, by the lowest limit that is given', () => {
    const far = vendor(({ text }) => whole(text), 10);
    const scheduler = new TestScheduler(() => undefined);
    scheduler.run(() => {
      many(3, far.agent({ limits: { concurrency: 4 } }))
        .run({}, { scheduler })
        .subscribe();
      many(3, far.agent({ limits: { concurrency: 2 } }))
        .run({}, { scheduler })
        .subscribe();
    });

    expect(far.most()).to.equal(3);
    expect(far.seen.map(({ time }) => time)).to.deep.equal([0, 0, 0, 10, 10, 20]);
  });

  it('belongs to a key: others are not held up', () => {
    const one = vendor(({ text }) => whole(text), 10);
    const other = vendor(({ text }) => whole(text), 10);
    const scheduler = new TestScheduler(() => undefined);
    scheduler.run(() => {
      many(3, one.agent({ limits: { concurrency: 1 } }))
        .run({}, { scheduler })
        .subscribe();
      many(1, other.agent()).run({}, { scheduler }).subscribe();
    });

    expect(other.seen.map(({ time }) => time)).to.deep.equal([0]);
  });

  it('lets no more requests through within 60 seconds than it may', () => {
    const far = vendor(({ text }) => whole(text), 1000);
    const agent = far.agent({ limits: { requestsPerMinute: 2 } });
    storyOf((scheduler) => many(5, agent).run({}, { scheduler }));

    expect(far.seen.map(({ time }) => time)).to.deep.equal([0, 0, 60_000, 60_000, 120_000]);
  });

  it('counts tokens by the length of the text until it is told, and then as they were', () => {
    const far = vendor(({ text }) => whole(text, { usage: { input: 40, output: 30 } }), 1000);
    const agent = far.agent({ limits: { tokensPerMinute: 100 } });
    storyOf((scheduler) => many(3, agent).run({}, { scheduler }));

    // Two texts of two tokens fit at first; with what the answers took, a third does not.
    expect(far.seen.map(({ time }) => time)).to.deep.equal([0, 0, 0]);
    const later = storyOf((scheduler) =>
      many(12, far.agent({ limits: { concurrency: 1, tokensPerMinute: 100 } })).run(
        {},
        { scheduler },
      ),
    );
    expect(
      later.events
        .filter(({ type }) => type === 'started')
        .map(({ time }) => time)
        .slice(0, 4),
    ).to.deep.equal([0, 1000, 60_000, 61_000]);
  });

  it('sends nothing before its time when the provider has asked for a pause', () => {
    const far = vendor(
      ({ text }, nth) => (nth === 1 ? new RateLimited('far', 2000, { status: 429 }) : whole(text)),
      10,
    );
    const agent = far.agent({ limits: { concurrency: 1 } });
    const random = (): number => 0.5;
    const { events } = storyOf((scheduler) => many(4, agent).run({}, { scheduler, random }));

    expect(far.seen[0]?.time).to.equal(0);
    expect(far.seen.slice(1).every(({ time }) => time >= 2010)).to.equal(true);
    expect(events.at(-1)).to.include({ type: 'run-completed' });
  });

  it('spreads those who waited for the end of a pause, and holds its limit', () => {
    const scheduler = new TestScheduler(() => undefined);
    let until = 0;
    const far = vendor(({ text }) => {
      if (scheduler.now() < until) return new RateLimited('far', 1000, { status: 429 });
      return whole(text);
    }, 2);
    until = 2;
    let seed = 1;
    const random = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    scheduler.run(() => void many(50, far.agent()).run({}, { scheduler, random }).subscribe());

    const restarts = far.seen.map(({ time }) => time).filter((time) => time > 2);
    const fullest = Math.max(
      ...restarts.map((from) => restarts.filter((time) => time >= from && time < from + 50).length),
    );
    expect(restarts).to.have.length(50);
    expect(Math.min(...restarts)).to.be.at.least(1002);
    expect(fullest).to.be.at.most(10);
    expect(far.most()).to.be.at.most(10);
  });

  it('does not wait for a pause that is longer than the task waits', () => {
    const far = vendor(() => new RateLimited('far', 3_600_000, { status: 429 }));
    const agent = far.agent({ limits: { concurrency: 1 } });
    const { events } = storyOf((scheduler) => many(3, agent).run({}, { scheduler }));

    const failures = events.filter(({ type }) => type === 'failed');
    expect(far.seen).to.have.length(1);
    expect(failures.map(({ time }) => time)).to.deep.equal([1, 1, 1]);
    expect(failures[1]).to.have.nested.property('error.cause.retryAfter', 3_600_000);
  });

  it('gives a place back when a request fails, is cancelled, or was never sent', () => {
    const far = vendor(({ text }) => (text === 'Say 0' ? new Error('No.') : whole(text)), 10);
    const agent = far.agent({ limits: { concurrency: 1 } });
    const scheduler = new TestScheduler(() => undefined);
    const first = new Subscription();
    scheduler.run(() => {
      first.add(many(3, agent).run({}, { scheduler }).subscribe());
      scheduler.schedule(() => first.unsubscribe(), 15);
      scheduler.schedule(() => void many(2, agent).run({}, { scheduler }).subscribe(), 12);
    });

    expect(textsOf(far)).to.deep.equal(['0 Say 0', '10 Say 1', '15 Say 0', '25 Say 1']);
    expect(far.open()).to.equal(0);
  });

  it('does not count the wait before it as the time of the provider', () => {
    const far = vendor(({ text }) => whole(text), 10);
    const agent = far.agent({ limits: { concurrency: 1 }, timeout: { firstToken: 12, total: 15 } });
    const { events } = storyOf((scheduler) => many(4, agent).run({}, { scheduler }));

    expect(events.at(-1)).to.include({ type: 'run-completed', time: 40 });
  });

  it('never lets more through than it may, nor leaves anybody behind, whatever happens', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.nat(100),
            ms: fc.integer({ min: 1, max: 30 }),
            fails: fc.nat(3),
            leaves: fc.option(fc.nat(150)),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        fc.integer({ min: 1, max: 4 }),
        (visits, concurrency) => {
          const far = vendor(({ text }) => {
            const { fails = 0 } = visits[Number(text)] ?? {};
            if (fails === 1) return new RateLimited('far', 20, { status: 429 });
            return fails === 2 ? new Error('No.') : whole(text);
          }, 7);
          const agent = far.agent({ limits: { concurrency }, retry: { attempts: 1 } });
          const scheduler = new TestScheduler(() => undefined);
          let ended = 0;
          scheduler.run(() => {
            visits.forEach(({ at, leaves }, index) => {
              scheduler.schedule(() => {
                const running = flow({ tasks: { a: task(String(index), agent) }, paths: {} })
                  .run({}, { scheduler })
                  .subscribe({ error: () => ended++, complete: () => ended++ });
                if (leaves !== null) {
                  scheduler.schedule(() => {
                    if (!running.closed) ended++;
                    running.unsubscribe();
                  }, leaves);
                }
              }, at);
            });
          });

          expect(ended).to.equal(visits.length);
          expect(far.most()).to.be.at.most(concurrency);
          expect(far.open()).to.equal(0);
        },
      ),
    ));

  it('refuses limits that let nothing through', () => {
    const far = vendor(() => whole(''));
    expect(() => far.agent({ limits: { concurrency: 0 } })).to.throw(
      RangeError,
      'limits.concurrency must be at least 1, not 0.',
    );
  });
});
