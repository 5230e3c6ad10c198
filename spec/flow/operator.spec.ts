import { expect } from 'chai';
import { defer, lastValueFrom, map, of, scan, timer, toArray, type Observable } from 'rxjs';
import * as t from 'io-ts';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { lane, marbles, words } from '../support/marbles.js';

// A group such as `(ws)` takes as many columns as it has characters; what follows it comes that much later.
describe("a task's operator", () => {
  it('gives a partial for each snapshot but the last, and an output when it completes', () =>
    marbles(({ cold, expectObservable }) => {
      const answer = cold('  ------a--b--(c|)', { a: 'H', b: 'He', c: 'Hey' });
      const expected = '     (ws)--a--b--(d|)';
      const hello = flow({ tasks: { hello: task({ run: () => answer }) }, paths: {} });

      expectObservable(hello.run().pipe(lane('hello'))).toBe(expected, {
        ...words,
        a: '~H',
        b: '~He',
        d: '=Hey',
      });
    }));

  it('gives the last snapshot as the output when it completes later', () =>
    marbles(({ cold, expectObservable }) => {
      const answer = cold('  ------a----|  ', { a: 'H' });
      const expected = '     (ws)--a----(d|)';
      const hello = flow({ tasks: { hello: task({ run: () => answer }) }, paths: {} });

      expectObservable(hello.run().pipe(lane('hello'))).toBe(expected, {
        ...words,
        a: '~H',
        d: '=H',
      });
    }));

  it('gives no partial for what comes in one turn', () =>
    marbles(({ cold, expectObservable }) => {
      const answer = cold('  ------(abc)--(d|)', { a: 'H', b: 'He', c: 'Hey', d: 'Hey!' });
      const expected = '     (ws)--c------(d|)';
      const hello = flow({ tasks: { hello: task({ run: () => answer }) }, paths: {} });

      expectObservable(hello.run().pipe(lane('hello'))).toBe(expected, {
        ...words,
        c: '~Hey',
        d: '=Hey!',
      });
    }));

  it('gives an output and no partial for a promise, a value and a synchronous stream', async () => {
    const one = flow({
      tasks: {
        promise: task({ run: () => Promise.resolve('p') }),
        value: task({ run: () => 'v' }),
        stream: task({ run: () => of('s', 'st') }),
      },
      paths: {},
    });
    const events = await lastValueFrom(one.run().pipe(toArray()));

    expect(events.filter(({ type }) => type === 'partial')).to.deep.equal([]);
    expect(await one.start()).to.deep.equal({ promise: 'p', value: 'v', stream: 'st' });
  });

  it('takes a text and a list as one value, never as their parts', async () => {
    const one = flow({
      tasks: { text: task({ run: () => 'abc' }), list: task({ run: () => [1, 2, 3] }) },
      paths: {},
    });
    const events = await lastValueFrom(one.run().pipe(toArray()));

    expect(events.filter(({ type }) => type === 'partial')).to.deep.equal([]);
    expect(await one.start()).to.deep.equal({ text: 'abc', list: [1, 2, 3] });
  });

  it('follows an async iterable, and leaves it when nobody listens any more', async () => {
    let left = 0;
    const count = async function* (): AsyncGenerator<number> {
      try {
        for (let n = 1; n < 1000; n++) yield await Promise.resolve(n);
      } finally {
        left++;
      }
    };
    const one = flow({ tasks: { count: task({ run: () => count() }) }, paths: {} });
    await new Promise<void>((resolve) => {
      const subscription = one.run().subscribe((event) => {
        if (event.type === 'partial' && event.value > 3) {
          subscription.unsubscribe();
          resolve();
        }
      });
    });
    await new Promise((resolve) => setImmediate(resolve));

    expect(left).to.equal(1);
  });

  it('is given finished inputs only, once, however often they grow before', () =>
    marbles(({ cold, expectObservable }) => {
      const answer = cold('  ------a-b-c-(d|)', { a: '1', b: '2', c: '3', d: '4' });
      const expected = '     w-----------(se|)';
      let calls = 0;
      const two = flow({
        tasks: {
          first: task({ run: () => answer }),
          second: task({
            input: t.type({ first: t.string }),
            run: ({ first }) => {
              calls++;
              return `${first}!`;
            },
          }),
        },
        paths: { first: ['second'] },
      });

      expectObservable(two.run().pipe(lane('second'))).toBe(expected, { ...words, e: '=4!' });
      expectObservable(defer(() => timer(100)).pipe(map(() => calls))).toBe('100ms (a|)', { a: 1 });
    }));

  it('sees growing inputs when it asks for partials, and completes with them', () =>
    marbles(({ cold, expectObservable }) => {
      const answer = cold('  ------a-----b-----(c|)', { a: '1', b: '2', c: '3' });
      const expected = '     w-----(sA)--B-----(C|)';
      const two = flow({
        tasks: {
          first: task({ run: () => answer }),
          second: task({
            partials: true,
            operator: (input: Observable<{ first: string }>) =>
              input.pipe(map(({ first }) => `${first}!`)),
          }),
        },
        paths: { first: ['second'] },
      });

      expectObservable(two.run().pipe(lane('second'))).toBe(expected, {
        ...words,
        A: '~1!',
        B: '~2!',
        C: '=3!',
      });
    }));

  it('keeps nothing from one run to the next', async () => {
    const sum = flow({
      inputs: { n: t.number },
      tasks: {
        sum: task({
          operator: (input: Observable<{ n: number }>) =>
            input.pipe(scan((total, { n }) => total + n, 0)),
        }),
      },
      paths: { n: ['sum'] },
    });

    expect(await sum.start({ n: 2 })).to.deep.equal({ sum: 2 });
    expect(await sum.start({ n: 3 })).to.deep.equal({ sum: 3 });
  });
});
