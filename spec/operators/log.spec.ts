import { expect } from 'chai';
import { log } from '../../lib/operators/log.js';
import { told } from '../support/events.js';
import { marbles } from '../support/marbles.js';

const events = { a: told.waiting('a'), b: told.started('a'), c: told.succeeded('a', 'secret') };

describe('log', () => {
  it('lets all events through and tells each as a line', () => {
    const lines: string[] = [];
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -a-b-c-|', events);
      const listens = '   ^------!';
      const expected = '  -a-b-c-|';

      expectObservable(run.pipe(log((line) => lines.push(line)))).toBe(expected, events);
      expectSubscriptions(run.subscriptions).toBe(listens);
    });
    expect(lines).to.deep.equal([
      '00:00:00.000 a waiting',
      '00:00:00.000 a started',
      '00:00:00.000 a succeeded: 6 characters',
    ]);
  });

  it('ends as the run does', () =>
    marbles(({ hot, expectObservable }) => {
      const print = (): void => undefined;
      expectObservable(hot('-a-#', events).pipe(log(print))).toBe('-a-#', events);
      expectObservable(hot('----', events).pipe(log(print))).toBe('----', events);
      expectObservable(hot('-a-b-c-|', events).pipe(log(print)), '---!').toBe('-a-', events);
    }));

  it('ends with what print throws', () =>
    marbles(({ hot, expectObservable }) => {
      const error = new Error('full');
      const print = (): void => {
        throw error;
      };
      expectObservable(hot('-a-b|', events).pipe(log(print))).toBe('-#', events, error);
    }));
});
