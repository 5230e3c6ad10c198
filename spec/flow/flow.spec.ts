import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import {
  asyncScheduler,
  concat,
  delay,
  EMPTY,
  firstValueFrom,
  lastValueFrom,
  map,
  mergeMap,
  NEVER,
  Observable,
  of,
  Subject,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import {
  FlowCancelled,
  FlowFailed,
  InvalidInput,
  InvalidOptions,
  TaskCancelled,
  TaskFailed,
  TaskSkipped,
  UnknownPlace,
  UnknownTask,
  WiringMismatch,
  WouldDangle,
} from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Agent } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { marbles } from '../support/marbles.js';

const boom = new Error('boom');
const failing = task({ run: (): Observable<string> => throwError(() => boom) });

const writer: Agent<'text', string> = {
  type: 'text',
  provider: 'fake',
  mission: '',
  model: undefined,
  ask: () => of(''),
  prepare: () => undefined,
  answers: ({ text }) => of({ value: text }),
};

/** What a promise rejects with. */
const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('It did not reject.');
    },
    (reason: unknown) => reason,
  );

const story = flow({
  inputs: { topic: t.string },
  tasks: {
    title: task({ run: ({ plot }: { plot: string }) => plot.toUpperCase() }),
    plot: task('About {{topic}}', writer),
    notes: task({ exclude: true, run: ({ plot }: { plot: string }) => plot.length }),
  },
  paths: { topic: ['plot'], plot: ['title', 'notes'] },
});

describe('start', () => {
  it('gives the results in declaration order, without tasks that are excluded', async () => {
    const results = await story.start({ topic: 'rain' });

    expect(results).to.deep.equal({ title: 'ABOUT RAIN', plot: 'About rain' });
    expect(Object.keys(results)).to.deep.equal(['title', 'plot']);
  });

  it('leaves out a task that was skipped', async () => {
    const { start } = flow({
      tasks: {
        maybe: task({ optional: true, run: (): Observable<string> => EMPTY }),
        next: task({ run: ({ maybe }: { maybe: string }) => maybe }),
        sure: task({ run: () => 1 }),
      },
      paths: { maybe: ['next'] },
    });

    expect(await start()).to.deep.equal({ sure: 1 });
  });

  it('rejects with FlowFailed, whether the flow stops or isolates', async () => {
    for (const onFailure of ['stop', 'isolate'] as const) {
      const { start } = flow({
        tasks: { good: task({ run: () => 'good' }), bad: failing },
        onFailure,
      });
      const error = await reasonOf(start());

      expect(error).to.be.instanceOf(FlowFailed);
      expect(error).to.deep.include({ causes: { bad: boom }, results: { good: 'good' } });
    }
  });

  it('rejects with the reason of its signal', async () => {
    const slow = flow({ tasks: { slow: task({ run: () => timer(10_000) }) } });
    const reason = { changed: 'my mind' };
    const control = new AbortController();
    const started = slow.start({}, { signal: control.signal });
    control.abort(reason);

    expect(await reasonOf(started)).to.equal(reason);
    expect(await reasonOf(slow.start({}, { signal: control.signal }))).to.equal(reason);
  });

  it('rejects with what is wrong before anything runs', async () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(await reasonOf(story.start({ topic: 1 }))).to.be.instanceOf(InvalidInput);
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(await reasonOf(story.start())).to.be.instanceOf(InvalidInput);
  });
});

describe('settle', () => {
  it('tells what came of every task, in declaration order, also when the flow stops', async () => {
    const { settle } = flow({
      tasks: {
        good: task({ exclude: true, run: () => 'good' }),
        maybe: task({ optional: true, run: (): Observable<string> => EMPTY }),
        bad: failing,
        never: task({ run: () => NEVER }),
        late: task({ run: ({ never }: { never: unknown }) => never }),
      },
      paths: { never: ['late'] },
    });
    const ends = await settle();

    expect(Object.keys(ends)).to.deep.equal(['good', 'maybe', 'bad', 'never', 'late']);
    expect(ends.good).to.deep.equal(E.right('good'));
    expect(leftOf(ends.maybe)).to.be.instanceOf(TaskSkipped);
    expect(leftOf(ends.maybe)).to.deep.include({ because: { task: 'maybe', reason: 'empty' } });
    expect(leftOf(ends.bad)).to.be.instanceOf(TaskFailed);
    expect(leftOf(ends.bad)).to.include({ cause: boom });
    expect(leftOf(ends.never)).to.be.instanceOf(TaskCancelled);
    expect(leftOf(ends.late)).to.be.instanceOf(TaskCancelled);
  });

  it('tells who was skipped because of whom, when the flow isolates', async () => {
    const { settle } = flow({
      tasks: { bad: failing, next: task({ run: ({ bad }: { bad: string }) => bad }) },
      paths: { bad: ['next'] },
      onFailure: 'isolate',
    });
    const ends = await settle();

    expect(leftOf(ends.next)).to.deep.include({ because: { task: 'bad', reason: 'failed' } });
  });

  it('tells that all was cancelled when its signal was aborted before', async () => {
    const { settle } = flow({ tasks: { one: task({ run: () => 1 }) } });
    const ends = await settle({}, { signal: AbortSignal.abort() });

    expect(leftOf(ends.one)).to.be.instanceOf(TaskCancelled);
  });

  it('rejects only with what is wrong before anything runs', async () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(await reasonOf(story.settle({}))).to.be.instanceOf(InvalidInput);
  });
});

const leftOf = (end: E.Either<unknown, unknown>): unknown => (E.isLeft(end) ? end.left : undefined);

describe('outputs', () => {
  it('gives the record of the latest snapshots, once per turn', () =>
    marbles(({ cold, expectObservable }) => {
      const one = cold('     -a-b--c|  ');
      const other = cold('   -x----y-| ');
      const expected = '     -1-2--3-|';
      const { outputs } = flow({
        tasks: {
          other: task({ run: () => other }),
          one: task({ run: () => one }),
          hidden: task({ exclude: true, run: () => timer(4) }),
        },
      });

      expectObservable(outputs().pipe(map((record) => JSON.stringify(record)))).toBe(expected, {
        1: '{"other":"x","one":"a"}',
        2: '{"other":"x","one":"b"}',
        3: '{"other":"y","one":"c"}',
      });
    }));

  it('ends with what start gives', async () => {
    const last = await lastValueFrom(story.outputs({ topic: 'rain' }));

    expect(last).to.deep.equal(await story.start({ topic: 'rain' }));
    expect(Object.keys(last)).to.deep.equal(['title', 'plot']);
  });

  it('gives an empty record when there are no results', async () => {
    const { outputs } = flow({ tasks: { one: task({ exclude: true, run: () => 1 }) } });

    expect(await lastValueFrom(outputs().pipe(toArray()))).to.deep.equal([{}]);
  });

  it('takes out what failed in the end', async () => {
    const { outputs } = flow({
      tasks: {
        broken: task({
          run: (): Observable<string> =>
            concat(
              timer(1).pipe(map(() => 'half')),
              timer(5).pipe(mergeMap(() => throwError(() => boom))),
            ),
        }),
        rescue: task({
          join: 'any',
          run: ({ broken, sure }: { broken?: string; sure?: number }) =>
            `${String(broken)} ${String(sure)}`,
        }),
        sure: task({ run: () => of(1).pipe(delay(2)) }),
      },
      paths: { broken: ['rescue'], sure: ['rescue'] },
    });
    const records = await lastValueFrom(outputs().pipe(toArray()));

    expect(records[0]).to.deep.equal({ broken: 'half' });
    expect(records.at(-1)).to.deep.equal({ sure: 1, rescue: 'undefined 1' });
  });

  it('ends with the error of the run', async () => {
    const { outputs } = flow({ tasks: { bad: failing } });

    expect(await reasonOf(lastValueFrom(outputs()))).to.be.instanceOf(FlowFailed);
  });

  it('stops the run when nobody listens', () => {
    let listeners = 0;
    const { outputs } = flow({
      tasks: {
        open: task({
          run: () =>
            new Observable<string>(() => {
              listeners++;
              return () => listeners--;
            }),
        }),
      },
    });
    const subscription = outputs({}, { scheduler: asyncScheduler }).subscribe();
    expect(listeners).to.equal(1);
    subscription.unsubscribe();
    expect(listeners).to.equal(0);
  });
});

describe('operator', () => {
  const slow = flow({
    inputs: { size: t.number },
    tasks: { double: task({ run: ({ size }: { size: number }) => of(2 * size).pipe(delay(3)) }) },
    paths: { size: ['double'] },
  });

  it('gives one record of results for one of inputs, and cancels a run for a newer one', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const inputs = hot('  -a-b-----c--|   ', { a: { size: 1 }, b: { size: 2 }, c: { size: 3 } });
      const listens = '     ^-----------!   ';
      const expected = '    ------b-----(c|)';

      expectObservable(inputs.pipe(slow.operator())).toBe(expected, {
        b: { double: 4 },
        c: { double: 6 },
      });
      expectSubscriptions(inputs.subscriptions).toBe(listens);
    }));

  it('stops the run when nobody listens', () =>
    marbles(({ hot, expectObservable }) => {
      const inputs = hot('  -a--------|', { a: { size: 1 } });

      expectObservable(inputs.pipe(slow.operator()), '   --!').toBe('---');
    }));

  it('ends with the error of a run, also of one that isolates', async () => {
    const { operator } = flow({ tasks: { bad: failing }, onFailure: 'isolate' });

    expect(await reasonOf(firstValueFrom(of({}).pipe(operator())))).to.be.instanceOf(FlowFailed);
  });
});

describe('toTaskEither', () => {
  it('is lazy, and gives the results in the right', async () => {
    let runs = 0;
    const { toTaskEither } = flow({ tasks: { one: task({ run: () => ++runs }) } });
    const lazy = toTaskEither();

    expect(runs).to.equal(0);
    expect(await lazy()).to.deep.equal(E.right({ one: 1 }));
    expect(await lazy()).to.deep.equal(E.right({ one: 2 }));
  });

  it('gives what went wrong in the left', async () => {
    const { toTaskEither } = flow({ tasks: { bad: failing } });

    expect(leftOf(await toTaskEither()())).to.be.instanceOf(FlowFailed);
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(leftOf(await story.toTaskEither({})())).to.be.instanceOf(InvalidInput);
  });

  it('gives FlowCancelled when its signal was aborted', async () => {
    const signal = AbortSignal.abort('enough');
    const left = leftOf(await story.toTaskEither({ topic: '' }, { signal })());

    expect(left).to.be.instanceOf(FlowCancelled);
    expect(left).to.include({ cause: 'enough' });
  });
});

describe('with', () => {
  it('adds and replaces, and leaves the flow itself as it is', async () => {
    const more = story.with({
      inputs: { style: t.string },
      tasks: {
        title: task({
          run: ({ plot, style }: { plot: string; style: string }) => `${style}: ${plot}`,
        }),
        end: task({ run: ({ title }: { title: string }) => title.length }),
      },
      paths: { style: ['title'], title: ['end'] },
    });

    expect(await more.start({ topic: 'rain', style: 'noir' })).to.deep.equal({
      title: 'noir: About rain',
      plot: 'About rain',
      end: 16,
    });
    expect(more.graph.tasks.map(({ name }) => name)).to.deep.equal([
      'title',
      'plot',
      'notes',
      'end',
    ]);
    expect(await story.start({ topic: 'rain' })).to.have.all.keys('title', 'plot');
  });

  it("replaces a parent's list by the one that is given", () => {
    const { graph } = story.with({
      tasks: { title: task({ run: () => 'none' }) },
      paths: { plot: ['notes'] },
    });

    expect(graph.edges).to.deep.equal([
      { from: 'topic', to: 'plot' },
      { from: 'plot', to: 'notes' },
    ]);
  });

  it('keeps the options of the flow', async () => {
    const isolating = flow({ tasks: { bad: failing }, onFailure: 'isolate' });
    const events = await lastValueFrom(
      isolating
        .with({ tasks: { one: task({ run: () => 1 }) } })
        .run()
        .pipe(toArray()),
    );

    expect(events.at(-1)?.type).to.equal('run-failed');
  });

  it('refuses what does not fit', () => {
    expect(() => story.with({ tasks: { plot: task('About {{nothing}}', writer) } })).to.throw(
      UnknownPlace,
    );
    expect(() => story.with({ paths: { plto: ['title'] } })).to.throw(UnknownTask, '"plot"');
    const seer: Agent<'vision', string> = { ...writer, type: 'vision' };
    expect(() => story.with({ tasks: { plot: task('Look', seer) } })).to.throw(WiringMismatch);
  });
});

describe('without', () => {
  it('removes a task and the paths from and to it', () => {
    const { graph } = story.without('notes');

    expect(graph.tasks.map(({ name }) => name)).to.deep.equal(['title', 'plot']);
    expect(graph.edges).to.deep.equal([
      { from: 'topic', to: 'plot' },
      { from: 'plot', to: 'title' },
    ]);
  });

  it('refuses to remove what a place needs, naming who has it', () => {
    expect(() => story.without('topic')).to.throw(WouldDangle, 'needed by "plot"');
  });

  it('refuses to remove what a codec requires', () => {
    const counted = flow({
      tasks: {
        text: task({ run: () => 'x' }),
        other: task({ run: () => 'y' }),
        count: task({
          input: t.intersection([t.strict({ text: t.string }), t.partial({ other: t.string })]),
          output: t.number,
          run: ({ text }) => text.length,
        }),
      },
      paths: { text: ['count'], other: ['count'] },
    });

    expect(() => counted.without('text')).to.throw(WouldDangle, 'needed by "count"');
    expect(counted.without('other').graph.tasks).to.have.length(2);
  });

  it('refuses a name that is not there', () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => story.without('plto')).to.throw(UnknownTask, 'Did you mean "plot"?');
  });
});

describe('flow', () => {
  it('cannot be changed', () => {
    expect(story).to.be.frozen;
    expect(story.graph).to.be.frozen;
  });

  it('does not notice when what it was made of is changed', async () => {
    const tasks = { one: task({ run: () => 1 }), two: task({ run: () => 2 }) };
    const paths: Record<string, ('one' | 'two')[]> = { one: ['two'] };
    const { start, without, with: changed } = flow({ tasks, paths });
    Object.assign(tasks, { one: task({ run: () => 3 }) });
    paths['one']?.pop();

    expect(await start()).to.deep.equal({ one: 1, two: 2 });
    expect(await without('two').start()).to.deep.equal({ one: 1 });
    expect(changed({}).graph.edges).to.deep.equal([{ from: 'one', to: 'two' }]);
  });

  it('refuses what is no task', () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => flow({ tasks: { one: {} } })).to.throw(InvalidOptions, 'it is not a task');
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => flow({ tasks: { one: undefined } })).to.throw(InvalidOptions, 'it is not a task');
  });

  it('can have methods taken off it', async () => {
    const subject = new Subject<{ readonly topic: string }>();
    const { operator } = story;
    const first = firstValueFrom(subject.pipe(operator()));
    subject.next({ topic: 'rain' });

    expect(await first).to.have.property('plot', 'About rain');
  });
});
