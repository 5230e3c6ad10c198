import { expect } from 'chai';
import { map, Subject, timer, VirtualTimeScheduler } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { flow } from '../../lib/flow/flow.js';
import { route } from '../../lib/flow/route.js';
import { task } from '../../lib/flow/task.js';
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
    // c can only be skipped.
    remaining: [],
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

  it('does not count what a route did not lead to, also while it is not yet told', () => {
    const steps = new VirtualTimeScheduler();
    const run = (ms: number) => () => timer(ms, steps).pipe(map(() => 'x'));
    const post = flow({
      tasks: {
        facts: task({ run: run(9) }),
        triage: task({ run: run(1) }),
        refund: task({ run: run(1) }),
        letter: task({ run: run(1) }),
        answer: task({ run: run(4) }),
        reply: task({ run: run(1), join: 'any' }),
      },
      paths: { facts: ['refund'], refund: ['letter'], letter: ['reply'], answer: ['reply'] },
      routes: { triage: route(() => 'other', { refund: 'refund', other: 'answer' }) },
    });
    const seen: Progress[] = [];
    post
      .run({}, { scheduler: steps })
      .pipe(progress(steps))
      .subscribe((state) => seen.push(state));
    steps.flush();

    const left = seen.map(({ remaining }) => remaining.join(' '));
    expect(left.filter((names, index) => names !== left[index - 1])).to.deep.equal([
      'facts refund letter reply',
      'facts reply',
      'reply',
      '',
    ]);
    expect(seen.at(-1)).to.deep.include({ done: 4, total: 6 });
    expect(seen.at(-1)?.tasks).to.deep.include({
      refund: { _tag: 'skipped', because: 'triage' },
      letter: { _tag: 'skipped', because: 'triage' },
    });
  });

  it('says that a task is at work when one within it has given something, but not how much', () =>
    marbles(({ hot, expectObservable }) => {
      const inner = (event: FlowEvent): FlowEvent => ({
        type: 'inner',
        task: 'a',
        wave: 1,
        attempt: 1,
        time: 0,
        event,
      });
      const within = {
        ...events,
        o: inner(told.runStarted(graph)),
        j: inner(told.started('1')),
        k: inner(told.partial('1', 'Hell')),
        l: inner(inner(told.succeeded('1', 'Hello'))),
      };
      expectObservable(hot('s-S-oj-k-l-p-A|', within).pipe(progress())).toBe(
        'W-S----I---P-D|',
        states,
      );
      expectObservable(hot('s-S-l-|', within).pipe(progress())).toBe('W-S-I-|', states);
      expectObservable(hot('s-S-p-k-|', within).pipe(progress())).toBe('W-S-P---|', states);
    }));
});
