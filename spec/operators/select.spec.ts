import { select } from '../../lib/operators/select.js';
import { failureOf, flowFailure, told } from '../support/events.js';
import { marbles } from '../support/marbles.js';

const events = {
  s: told.started('other'),
  p: told.partial('code', 'He'),
  q: told.partial('code', 'Hell'),
  x: told.partial('other', 'x'),
  S: told.succeeded('code', 'Hello'),
  T: told.succeeded('code', 'Hell'),
  y: told.succeeded('other', 'y'),
  n: told.started('code', { attempt: 2 }),
  k: told.skipped('code', { task: 'other', reason: 'failed' }),
  F: told.failed('code', failureOf('code')),
  U: told.succeeded('code', undefined),
  i: told.inner('code', told.partial('1', 'within')),
  w: told.routed('code', 'on'),
};
const snapshots = { P: 'He', Q: 'Hell', R: 'Hello', U: undefined };

describe('select', () => {
  it('does not mind what happens within the task, and where its output goes', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -pi-qiwT-|', events);
      const expected = '  -P--Q----|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
    }));

  it('lets the snapshots of one task through, the finished one last', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -s-p-q-x-S-y-|', events);
      const listens = '   ^------------!';
      const expected = '  ---P-Q---R---|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('lets a finished output that was the last snapshot through once', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -p-q-T-|', events);
      const expected = '  -P-Q---|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
    }));

  it('lets it through again when it comes of a new attempt', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -p-q-n-T-|', events);
      const expected = '  -P-Q---Q-|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
    }));

  it('lets an output without any snapshot before it through, even when it is undefined', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -U-|', events);
      const expected = '  -U-|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
    }));

  it('completes empty when the task was skipped', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -s-k-y-|', events);
      const expected = '  -------|';

      expectObservable(run.pipe(select('code'))).toBe(expected);
    }));

  it('ends with the error of the task when the run ends', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -p-F-y-|', events);
      const expected = '  -P-----#';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots, failureOf('code'));
    }));

  it('forgets a failure from which the task has recovered', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -p-F-n-S-|', events);
      const expected = '  -P-----R-|';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots);
    }));

  it('ends with the error of the run, where that is what it ends with', () =>
    marbles(({ hot, expectObservable }) => {
      const error = flowFailure({ code: new Error('no') });
      const run = hot('   -p-F-#', events, error);
      const expected = '  -P---#';

      expectObservable(run.pipe(select('code'))).toBe(expected, snapshots, error);
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -s-p-q-x-S-y-|', events);
      const leave = '     ----!         ';
      const listens = '   ^---!         ';
      const expected = '  ---P-         ';

      expectObservable(run.pipe(select('code')), leave).toBe(expected, snapshots);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('keeps the subscriptions to it apart', () =>
    marbles(({ cold, expectObservable }) => {
      const code = cold(' -q-T-|', events).pipe(select('code'));
      const expected = '  -Q---|';

      expectObservable(code).toBe(expected, snapshots);
      expectObservable(code).toBe(expected, snapshots);
    }));

  it('stays silent with a run that is', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('---', events).pipe(select('code'))).toBe('---');
      expectObservable(hot('--|', events).pipe(select('code'))).toBe('--|');
    }));
});
