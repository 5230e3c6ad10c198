import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { config, interval, map, NEVER, Observable, share, takeWhile, timer } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { TaskCancelled } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { lane, marbles, words } from '../support/marbles.js';

/** A stream that counts who listens to it. */
const watched = (): { readonly stream: Observable<string>; listeners: number; begun: number } => {
  const watch = {
    stream: new Observable<string>((subscriber) => {
      watch.listeners++;
      watch.begun++;
      subscriber.next('…');
      return () => watch.listeners--;
    }),
    listeners: 0,
    begun: 0,
  };
  return watch;
};

const typesOf = (events: readonly FlowEvent[]): readonly string[] =>
  events.map((event) => ('task' in event ? `${event.task} ${event.type}` : event.type));

describe('cancelling', () => {
  it('unsubscribes from every task when the subscriber leaves', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const one = cold('     ------a-------|', { a: '1' });
      const other = cold('   --------b-----|', { b: '2' });
      const leave = '        -------!       ';
      const listens = '      ^------!       ';
      const both = flow({
        tasks: { one: task({ run: () => one }), other: task({ run: () => other }) },
        paths: {},
      });

      expectObservable(both.run().pipe(lane('one')), leave).toBe('(ws)--a', { ...words, a: '~1' });
      expectSubscriptions(one.subscriptions).toBe(listens);
      expectSubscriptions(other.subscriptions).toBe(listens);
    }));

  it('says nothing more to who has left, and tells its observers what became of every task', () => {
    const slow = watched();
    const heard: FlowEvent[] = [];
    const observed: FlowEvent[] = [];
    const two = flow({
      tasks: {
        done: task({ run: () => 'done' }),
        slow: task({ run: () => slow.stream }),
        later: task({ run: () => 1 }),
      },
      paths: { slow: ['later'] },
    });
    two
      .run({}, { observe: (event) => observed.push(event) })
      .subscribe((event) => heard.push(event))
      .unsubscribe();

    expect(slow.listeners).to.equal(0);
    expect(heard.some(({ type }) => type.includes('cancelled'))).to.equal(false);
    expect(typesOf(observed).slice(-3)).to.deep.equal([
      'slow cancelled',
      'later cancelled',
      'run-cancelled',
    ]);
  });

  it('tells the subscriber too when a signal aborts it, and completes', () => {
    const slow = watched();
    const events: FlowEvent[] = [];
    let completed = false;
    const abort = new AbortController();
    flow({ tasks: { slow: task({ run: () => slow.stream }) }, paths: {} })
      .run({}, { signal: abort.signal })
      .subscribe({ next: (event) => events.push(event), complete: () => (completed = true) });
    abort.abort();

    expect(typesOf(events).slice(-2)).to.deep.equal(['slow cancelled', 'run-cancelled']);
    expect([completed, slow.listeners]).to.deep.equal([true, 0]);
  });

  it('rejects with the reason of the signal, whether it was aborted before or while it ran', async () => {
    const forever = flow({ tasks: { slow: task({ run: () => NEVER }) }, paths: {} });
    const why = new Error('enough');
    const before = await forever
      .start({}, { signal: AbortSignal.abort(why) })
      .catch((error: unknown) => error);
    const abort = new AbortController();
    const during = forever.start({}, { signal: abort.signal }).catch((error: unknown) => error);
    abort.abort(why);

    expect([before, await during]).to.deep.equal([why, why]);
  });

  it('starts nothing when the signal was aborted before', () => {
    const slow = watched();
    flow({ tasks: { slow: task({ run: () => slow.stream }) }, paths: {} })
      .run({}, { signal: AbortSignal.abort() })
      .subscribe();

    expect(slow.begun).to.equal(0);
  });

  it('keeps no listener on the signal, however it ends', async () => {
    let listeners = 0;
    const signal = new AbortController().signal;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    };
    const one = flow({ tasks: { one: task({ run: () => 1 }) }, paths: {} });
    const bad = flow({
      tasks: {
        bad: task({
          run: (): number => {
            throw new Error('no');
          },
        }),
      },
      paths: {},
    });
    await one.start({}, { signal });
    await bad.start({}, { signal }).catch(() => undefined);
    one.run({}, { signal }).subscribe().unsubscribe();

    expect(listeners).to.be.at.most(0);
  });

  it('settles what had not finished as cancelled', async () => {
    const two = flow({
      tasks: {
        bad: task({
          run: () =>
            timer(1).pipe(
              map((): number => {
                throw new Error('no');
              }),
            ),
        }),
        slow: task({ run: () => NEVER }),
      },
      paths: {},
    });
    const { slow } = await two.settle();

    expect(isLeft(slow) && slow.left).to.be.instanceOf(TaskCancelled);
  });

  it('makes one run of a shared run, and stops it when the last subscriber leaves', () => {
    const slow = watched();
    const shared = flow({ tasks: { slow: task({ run: () => slow.stream }) }, paths: {} })
      .run()
      .pipe(share());
    const first = shared.subscribe();
    const second = shared.subscribe();
    first.unsubscribe();

    expect([slow.begun, slow.listeners]).to.deep.equal([1, 1]);
    second.unsubscribe();
    expect([slow.begun, slow.listeners]).to.deep.equal([1, 0]);
  });

  it('can be done from within next, and begun again there', () => {
    const slow = watched();
    const again: string[] = [];
    const one = flow({ tasks: { slow: task({ run: () => slow.stream }) }, paths: {} });
    const beginAgain = (): void =>
      one
        .run()
        .subscribe(({ type }) => again.push(type))
        .unsubscribe();
    one
      .run()
      .pipe(takeWhile(({ type }) => type !== 'started'))
      .subscribe({ complete: beginAgain });

    expect(again).to.include('started');
    expect(slow.listeners).to.equal(0);
  });

  it('does not begin a task whose start made the subscriber leave', () => {
    const slow = watched();
    const abort = new AbortController();
    flow({ tasks: { slow: task({ run: () => slow.stream }) }, paths: {} })
      .run({}, { signal: abort.signal })
      .subscribe((event) => {
        if (event.type === 'started') abort.abort();
      });

    expect(slow.begun).to.equal(0);
  });

  describe('by a consumer that throws in next', () => {
    const reported: unknown[] = [];
    let wasReported: () => void;
    beforeEach(() => {
      reported.length = 0;
      config.onUnhandledError = (error) => {
        reported.push(error);
        wasReported();
      };
    });
    afterEach(() => (config.onUnhandledError = null));

    for (const [how, piped] of [
      ['directly', (events: Observable<FlowEvent>) => events],
      ['through a pipe', (events: Observable<FlowEvent>) => events.pipe(map((event) => event))],
    ] as const) {
      it(`stops the run and reports the error once, subscribed ${how}`, async () => {
        const slow = watched();
        const why = new Error('cannot draw');
        const report = new Promise<void>((resolve) => (wasReported = resolve));
        const one = flow({
          tasks: { slow: task({ run: () => slow.stream }), tick: task({ run: () => interval(1) }) },
          paths: {},
        });
        piped(one.run()).subscribe((event) => {
          if (event.type === 'partial') throw why;
        });
        await report;

        expect(reported).to.deep.equal([why]);
        expect([slow.begun, slow.listeners]).to.deep.equal([1, 0]);
      });
    }
  });
});
