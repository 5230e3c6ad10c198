import { expect } from 'chai';
import * as t from 'io-ts';
import { delay, firstValueFrom, map, of, timer, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { FlowEvent } from '../../lib/core/event.js';
import { flow } from '../../lib/flow/flow.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { lane, marbles, words } from '../support/marbles.js';

const passOn = task({ run: (given: object) => Object.keys(given).length });

describe('the shape of a flow', () => {
  it('may be one task, two sinks, two parts that do not touch, or a task without input', async () => {
    const odd = flow({
      inputs: { topic: t.string },
      tasks: {
        alone: task({ run: () => 'alone' }),
        left: task({ run: ({ topic }: { topic: string }) => `${topic}<` }),
        right: task({ run: ({ topic }: { topic: string }) => `${topic}>` }),
        far: task({ run: () => 'far' }),
        end: task({ run: ({ far }: { far: string }) => `${far} end` }),
      },
      paths: { topic: ['left', 'right'], far: ['end'] },
    });
    const results = await odd.start({ topic: 't' });

    expect(results).to.deep.equal({
      alone: 'alone',
      left: 't<',
      right: 't>',
      far: 'far',
      end: 'far end',
    });
    expect(Object.keys(results)).to.deep.equal(['alone', 'left', 'right', 'far', 'end']);
  });

  it('does not mind in which order synchronous predecessors are declared', async () => {
    const one = (name: string): AnyTask =>
      task({ run: (given: Record<string, string>) => `${name}(${Object.values(given).join()})` });
    const paths = { a: ['c'], b: ['c'], c: ['d'] };
    for (const order of ['abcd', 'dcba', 'cadb', 'bdca']) {
      const tasks = Object.fromEntries(order.split('').map((name) => [name, one(name)]));
      expect(await flow({ tasks, paths }).start()).to.deep.include({ d: 'd(c(a(),b()))' });
    }
  });

  it('gives the outputs of the predecessors in the order in which their paths are declared', async () => {
    const given: string[][] = [];
    const three = flow({
      tasks: {
        end: task({ run: (input: object) => given.push(Object.keys(input)) }),
        slow: task({ run: () => Promise.resolve(1) }),
        quick: task({ run: () => 2 }),
      },
      paths: { quick: ['end'], slow: ['end'] },
    });
    await three.start();

    expect(given).to.deep.equal([['quick', 'slow']]);
  });

  it('starts what becomes ready together in the order of declaration', async () => {
    const started: string[] = [];
    const one = (name: string): AnyTask => task({ run: () => started.push(name) });
    await flow({
      inputs: { i: t.number },
      tasks: { z: one('z'), b: one('b'), y: one('y'), a: one('a') },
      paths: { i: ['a', 'z', 'b'] },
    }).start({ i: 1 });

    expect(started).to.deep.equal(['z', 'b', 'y', 'a']);
  });
});

describe('no barrier', () => {
  it('starts a task as soon as its own inputs are there, whatever the rest of its level does', () =>
    marbles(({ expectObservable }) => {
      const after = (name: string, ms: number): AnyTask =>
        task({ run: () => timer(ms).pipe(map(() => name)) });
      const three = flow({
        tasks: {
          quick: after('quick', 30),
          slow: after('slow', 90),
          next: task({ run: () => 'n' }),
        },
        paths: { quick: ['next'] },
      });

      expectObservable(three.run().pipe(lane('next'))).toBe('w 29ms (se) 56ms |', {
        ...words,
        e: '=n',
      });
    }));

  it('takes as long as the critical path', () => {
    const scheduler = new TestScheduler(() => undefined);
    const after = (ms: number): AnyTask => task({ run: () => of('x').pipe(delay(ms, scheduler)) });
    let end = 0;
    scheduler.run(() => {
      flow({
        tasks: { a: after(10), b: after(50), c: after(40), d: after(5), e: after(1) },
        paths: { a: ['c'], b: ['d'], c: ['e'], d: ['e'] },
      })
        .run({}, { scheduler })
        .subscribe({ complete: () => (end = scheduler.now()) });
    });

    expect(end).to.equal(56);
  });
});

describe('concurrency', () => {
  it('lets as many tasks run as the flow allows, and the others queue', () =>
    marbles(({ cold, expectObservable }) => {
      const work = cold('------(a|)', { a: 1 });
      const one = task({ run: () => work });
      const three = flow({ tasks: { a: one, b: one, c: one }, paths: {}, concurrency: 1 });

      expectObservable(three.run().pipe(lane('b'))).toBe('(wq)--s-----e-----|', {
        ...words,
        e: '=1',
      });
    }));

  it('can be set for a run', async () => {
    const events: FlowEvent[] = [];
    const two = flow({
      tasks: {
        a: task({ run: () => Promise.resolve(1) }),
        b: task({ run: () => Promise.resolve(2) }),
      },
      paths: {},
    });
    await two.start({}, { concurrency: 1, observe: (event) => events.push(event) });

    expect(events.filter(({ type }) => type === 'queued')).to.have.length(1);
  });

  it('refuses a number that is none', () => {
    const spec = { tasks: { a: passOn }, paths: {} };
    for (const concurrency of [0, -1, 1.5, NaN]) {
      expect(() => flow({ ...spec, concurrency })).to.throw(RangeError, 'concurrency must be');
    }
  });
});

describe('runs of one flow', () => {
  it('do not mix, ten at once', async () => {
    const echo = flow({
      inputs: { n: t.number },
      tasks: {
        wait: task({ run: ({ n }: { n: number }) => timer(10 - n).pipe(map(() => n)) }),
        twice: task({ run: ({ wait }: { wait: number }) => wait * 2 }),
      },
      paths: { n: ['wait'], wait: ['twice'] },
    });
    const results = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => echo.start({ n })),
    );

    expect(results.map(({ twice }) => twice)).to.deep.equal(results.map((_, n) => n * 2));
  });

  it('do not begin before somebody subscribes, and begin anew for each who does', async () => {
    let calls = 0;
    const run = flow({ tasks: { a: task({ run: () => ++calls }) }, paths: {} }).run();

    expect(calls).to.equal(0);
    await firstValueFrom(run.pipe(toArray()));
    await firstValueFrom(run.pipe(toArray()));
    expect(calls).to.equal(2);
  });

  it('have names of their own, which come from the random of the run', async () => {
    const one = flow({ tasks: { a: task({ run: () => 1 }) }, paths: {} });
    const idOf = async (random?: () => number): Promise<unknown> => {
      const first = await firstValueFrom(one.run({}, { random }));
      return 'runId' in first ? first.runId : undefined;
    };

    expect(await idOf()).not.to.equal(await idOf());
    expect(await idOf(() => 0.5)).to.equal('8000000080000000');
  });
});

describe('size', () => {
  const chain = (length: number, work: (n: number) => unknown): Promise<object> => {
    const tasks: Record<string, AnyTask> = { t0: task({ run: () => work(0) }) };
    const paths: Record<string, readonly string[]> = {};
    for (let n = 1; n < length; n++) {
      const before = `t${String(n - 1)}`;
      tasks[`t${String(n)}`] = task({
        run: (given: Record<string, number>) => work((given[before] ?? NaN) + 1),
        exclude: n < length - 1,
      });
      paths[before] = [`t${String(n)}`];
    }
    return flow({ tasks, paths }).start();
  };

  for (const length of [1_000, 20_000, 50_000]) {
    it(`runs a chain of ${String(length)} synchronous tasks, and one of promises`, async () => {
      const last = `t${String(length - 1)}`;

      expect(await chain(length, (n) => n)).to.deep.include({ [last]: length - 1 });
      expect(await chain(length, (n) => Promise.resolve(n))).to.deep.include({
        [last]: length - 1,
      });
      expect(await chain(length, (n) => of(n))).to.deep.include({ [last]: length - 1 });
    });
  }

  it('joins 10,000 tasks', async () => {
    const tasks: Record<string, AnyTask> = {};
    const paths: Record<string, readonly string[]> = {};
    for (let n = 0; n < 10_000; n++) {
      tasks[`t${String(n)}`] = task({ run: () => (n % 2 === 0 ? n : Promise.resolve(n)) });
      paths[`t${String(n)}`] = ['sum'];
    }
    const sum = task({
      run: (given: Record<string, number>) => Object.values(given).reduce((all, n) => all + n, 0),
    });

    expect(await flow({ tasks: { ...tasks, sum }, paths }).start()).to.deep.include({
      sum: 49_995_000,
    });
  });

  it('runs graphs that are 300 deep and 200 wide', async () => {
    const tasks: Record<string, AnyTask> = { end: passOn };
    const paths: Record<string, readonly string[]> = {};
    for (let n = 0; n < 200; n++) {
      tasks[`w${String(n)}`] = passOn;
      paths[`w${String(n)}`] = ['end'];
    }
    expect(await flow({ tasks, paths }).start()).to.deep.include({ end: 200 });
    expect(await chain(300, (n) => n)).to.deep.include({ t299: 299 });
  });
});
