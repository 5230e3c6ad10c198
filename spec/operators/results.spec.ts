import { expect } from 'chai';
import { results } from '../../lib/operators/results.js';
import { failureOf, flowFailure, graphOf, told } from '../support/events.js';
import { marbles } from '../support/marbles.js';

const error = flowFailure({ a: new Error('no') });
const events = {
  s: told.runStarted(graphOf(['a', 'b', 'c', 'd'], [], ['c'])),
  a: told.succeeded('a', 1),
  b: told.succeeded('b', 2),
  c: told.succeeded('c', 3),
  p: told.partial('a', 0),
  k: told.skipped('d', { task: 'd', reason: 'empty' }),
  f: told.failed('a', failureOf('a')),
  w: told.waiting('a', { wave: 2 }),
  C: told.runCompleted,
  F: told.runFailed(error),
  X: told.runCancelled,
};

describe('results', () => {
  it('gives one record when the run has completed, without tasks that are excluded or were skipped', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -spbkc-a-C|', events);
      const listens = '   ^---------!';
      const expected = '  ---------R|';

      expectObservable(run.pipe(results())).toBe(expected, { R: { a: 1, b: 2 } });
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('puts them in declaration order', () => {
    const keys: string[] = [];
    marbles(({ hot, flush }) => {
      hot('sba(C|)', events)
        .pipe(results())
        .subscribe((record) => keys.push(...Object.keys(record)));
      flush();
    });
    expect(keys).to.deep.equal(['a', 'b']);
  });

  it('leaves out what has become void', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('saw-bC|', events).pipe(results())).toBe('-----R|', { R: { b: 2 } });
    }));

  it('gives an empty record when there is nothing in it', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('skC|', events).pipe(results())).toBe('--R|', { R: {} });
    }));

  it('ends with the error of a run that failed, also where the run itself completes', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('sbfF|', events).pipe(results())).toBe('---#', {}, error);
      expectObservable(hot('sbf-#', events, error).pipe(results())).toBe('----#', {}, error);
    }));

  it('completes empty when the run was cancelled', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('sbX|', events).pipe(results())).toBe('---|');
      expectObservable(hot('--|', events).pipe(results())).toBe('--|');
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('  -s-a-C|', events);
      const leave = '    ---!   ';
      const listens = '  ^--!   ';

      expectObservable(run.pipe(results()), leave).toBe('----');
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));
});
