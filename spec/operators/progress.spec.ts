import { expect } from 'chai';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { progress, type Progress, type TaskProgress } from '../../lib/operators/progress.js';
import { failureOf, flowFailure, graphOf, told } from '../support/events.js';
import { marbles } from '../support/marbles.js';

const graph = graphOf(['a', 'b', 'c', 'd'], ['a>b', 'a>c', 'b>c']);
const error = flowFailure({ a: new Error('no') });
const events = {
  s: told.runStarted(graph),
  w: told.waiting('a'),
  q: told.queued('d'),
  S: told.started('a'),
  p: told.partial('a', 'Hell'),
  i: told.partial('a', { words: 1 }),
  r: told.retrying('a', new TypeError('no'), 500),
  t: told.retrying('a', 'no', 7, { attempt: 2 }),
  A: told.succeeded('a', 'Hello'),
  F: told.failed('a', failureOf('a')),
  B: told.skipped('b', { task: 'a', reason: 'failed' }),
  x: told.cancelled('d'),
  C: told.runCompleted,
  X: told.runFailed(error),
};

const waitingFor = (...names: readonly string[]): TaskProgress => ({ _tag: 'waiting', for: names });
const waiting: Progress = {
  done: 0,
  total: 4,
  tasks: {
    a: waitingFor(),
    b: waitingFor('a'),
    c: waitingFor('a', 'b'),
    d: waitingFor(),
  },
  remaining: ['a', 'b', 'c'],
};
const withA = (a: TaskProgress): Progress => ({ ...waiting, tasks: { ...waiting.tasks, a } });
const states = {
  W: waiting,
  S: withA({ _tag: 'connecting' }),
  P: withA({ _tag: 'streaming', characters: 4 }),
  I: withA({ _tag: 'streaming', characters: undefined }),
  R: withA({ _tag: 'retrying', attempt: 1, delay: 500, error: 'TypeError' }),
  T: withA({ _tag: 'retrying', attempt: 2, delay: 7, error: 'a thrown string' }),
  D: {
    done: 1,
    total: 4,
    tasks: {
      a: { _tag: 'done' },
      b: waitingFor(),
      c: waitingFor('b'),
      d: waitingFor(),
    },
    remaining: ['b', 'c'],
  },
  F: {
    done: 0,
    total: 4,
    tasks: {
      a: { _tag: 'failed' },
      b: { _tag: 'skipped', because: 'a' },
      c: waitingFor(),
      d: { _tag: 'cancelled' },
    },
    remaining: ['c'],
  },
  Q: { ...waiting, tasks: { ...waiting.tasks, d: { _tag: 'queued' } } },
} satisfies Record<string, Progress>;

describe('progress', () => {
  it('tells how far the run is, once per turn', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -(sww)-(SS)-p-A|', events);
      const listens = '   ^--------------!';
      const expected = '  -W-----S----P-D|';

      expectObservable(run.pipe(progress())).toBe(expected, states);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('names what else can become of a task', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('s-q--|', events).pipe(progress())).toBe('W-Q--|', states);
      expectObservable(hot('s-i--|', events).pipe(progress())).toBe('W-I--|', states);
      expectObservable(hot('s-r-S-t-|', events).pipe(progress())).toBe('W-R-S-T-|', states);
      expectObservable(hot('s-(FBx)|', events).pipe(progress())).toBe('W-F----|', states);
    }));

  it('tells how it ended in the turn in which it ends', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('s--(AC|)', events).pipe(progress())).toBe('W--(D|)', states);
      expectObservable(hot('s--(FBxX#)', events, error).pipe(progress())).toBe(
        'W--(F#)',
        states,
        error,
      );
    }));

  it('says nothing where nothing has changed', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('s--C--|', events).pipe(progress())).toBe('W-----|', states);
      expectObservable(hot('---|', events).pipe(progress())).toBe('---|', states);
    }));

  it('stops listening when nobody listens to it, and tells nothing more', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -s-p-A|', events);
      const leave = '     --!    ';
      const listens = '   ^-!    ';
      const expected = '  -W-    ';

      expectObservable(run.pipe(progress()), leave).toBe(expected, states);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('ends turns where it is told to', () => {
    const turns = new VirtualTimeScheduler();
    const run = new Subject<FlowEvent>();
    const seen: Progress[] = [];
    run.pipe(progress(turns)).subscribe((state) => seen.push(state));
    run.next(events.s);
    run.next(events.S);
    expect(seen).to.deep.equal([]);
    turns.flush();
    expect(seen).to.deep.equal([states.S]);
    run.complete();
    expect(seen).to.have.length(1);
  });

  it('names the longest of several chains, and of equal ones the first', () =>
    marbles(({ hot, expectObservable }) => {
      const forked = told.runStarted(graphOf(['a', 'b', 'c', 'd'], ['a>c', 'a>b', 'd>c']));
      expectObservable(hot<FlowEvent>('s|', { s: forked }).pipe(progress())).toBe('P|', {
        P: {
          done: 0,
          total: 4,
          tasks: { a: waitingFor(), b: waitingFor('a'), c: waitingFor('a', 'd'), d: waitingFor() },
          remaining: ['a', 'b'],
        },
      });
    }));
});
