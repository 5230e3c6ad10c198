import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { concat, EMPTY, map, NEVER, Observable, of, take, throwError } from 'rxjs';
import {
  DecodeFailed,
  EmptyOutput,
  FlowFailed,
  NobodyCame,
  TaskCancelled,
  TaskFailed,
} from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { lane, marbles, words } from '../support/marbles.js';

const why = new Error('the disk is full');
const failing = (): Observable<string> => throwError(() => why);

const caught = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );

describe('a failure', () => {
  it('ends the run with one error that has every cause and every result', async () => {
    const four = flow({
      tasks: {
        good: task({ run: () => 'paid for' }),
        bad: task({ run: failing }),
        after: task({ run: () => 'never' }),
        slow: task({ run: () => NEVER }),
      },
      paths: { bad: ['after'] },
    });
    const events: FlowEvent[] = [];
    four.run().subscribe({ next: (event) => events.push(event), error: () => undefined });
    const error = await caught(four.start());

    if (!(error instanceof FlowFailed)) throw error;
    expect(error.causes).to.deep.equal({ bad: why });
    expect(error.results).to.deep.equal({ good: 'paid for' });
    expect(error.cause).to.equal(why);
    expect(error.message).to.equal(
      'Task "bad" failed: the disk is full\n  Kept in error.results: "good".',
    );
    expect(
      events
        .slice(-4)
        .map((event) => ('task' in event ? `${event.task} ${event.type}` : event.type)),
    ).to.deep.equal(['bad failed', 'after cancelled', 'slow cancelled', 'run-failed']);
  });

  it('unsubscribes from the siblings when the flow stops', async () => {
    let left = 0;
    const two = flow({
      tasks: {
        slow: task({ run: () => new Observable<string>(() => () => left++) }),
        bad: task({ run: failing }),
      },
      paths: {},
    });
    await caught(two.start());

    expect(left).to.equal(1);
  });

  it('lets what does not depend on it finish when the flow isolates', async () => {
    const four = flow({
      tasks: {
        bad: task({ run: failing }),
        after: task({ run: () => 'never' }),
        last: task({ run: () => 'never' }),
        good: task({ run: () => Promise.resolve('done') }),
      },
      paths: { bad: ['after'], after: ['last'] },
      onFailure: 'isolate',
    });
    const ends = await four.settle();
    const error = await caught(four.start());

    expect(ends.good).to.deep.equal(E.right('done'));
    expect(E.isLeft(ends.bad) && ends.bad.left).to.be.instanceOf(TaskFailed);
    expect(E.isLeft(ends.after) && ends.after.left.message).to.equal(
      'Task "after" was skipped, because "bad" failed.',
    );
    expect(E.isLeft(ends.last) && ends.last.left.message).to.equal(
      'Task "last" was skipped, because "bad" failed.',
    );
    expect(error instanceof FlowFailed && error.results).to.deep.equal({ good: 'done' });
  });

  it('completes the stream of an isolating flow, after run-failed', () => {
    const events: string[] = [];
    flow({ tasks: { bad: task({ run: failing }) }, paths: {}, onFailure: 'isolate' })
      .run()
      .subscribe({
        next: ({ type }) => events.push(type),
        complete: () => events.push('|'),
        error: () => events.push('#'),
      });

    expect(events.slice(-3)).to.deep.equal(['failed', 'run-failed', '|']);
  });

  it('is never the input of another task, and its text reaches no successor', async () => {
    let given: unknown;
    const three = flow({
      tasks: {
        bad: task({ run: failing }),
        good: task({ run: () => 'Error: this is a fine answer' }),
        after: task({
          join: 'any',
          run: (input: object) => {
            given = input;
            return 'ran';
          },
        }),
      },
      paths: { bad: ['after'], good: ['after'] },
    });

    expect(await three.start()).to.deep.equal({
      good: 'Error: this is a fine answer',
      after: 'ran',
    });
    expect(given).to.deep.equal({ good: 'Error: this is a fine answer' });
  });

  it('is no failure of the run when all successors do without', async () => {
    const two = flow({
      tasks: {
        bad: task({ run: failing }),
        after: task({
          join: 'settled',
          run: ({ bad }: { bad: E.Either<unknown, string> }) => E.isLeft(bad),
        }),
      },
      paths: { bad: ['after'] },
    });

    expect(await two.start()).to.deep.equal({ after: true });
  });

  it("fails a join by 'any' to which nobody came", async () => {
    const two = flow({
      tasks: { bad: task({ run: failing }), after: task({ join: 'any', run: () => 1 }) },
      paths: { bad: ['after'] },
    });
    const error = await caught(two.start());

    expect(error instanceof FlowFailed && error.causes['after']).to.be.instanceOf(NobodyCame);
  });

  it('keeps what the task had streamed', async () => {
    const one = flow({
      tasks: { bad: task({ run: () => concat(of('half an ans'), failing()) }) },
      paths: {},
      onFailure: 'isolate',
    });
    const { bad } = await one.settle();

    expect(E.isLeft(bad) && bad.left instanceof TaskFailed && bad.left.partial).to.equal(
      'half an ans',
    );
  });

  it('takes back what was made of an unfinished output that failed in the end', () =>
    marbles(({ cold, expectObservable }) => {
      const writer = cold('  ------a-------#    ', { a: 'A' }, why);
      const expected = '     w-----(se)----(wk|)';
      const two = flow({
        tasks: {
          writer: task({ run: () => writer }),
          first: task({
            partials: true,
            operator: (input: Observable<{ writer: string }>) =>
              input.pipe(
                take(1),
                map((given) => given.writer),
              ),
          }),
        },
        paths: { writer: ['first'] },
        onFailure: 'isolate',
      });

      expectObservable(two.run().pipe(lane('first'))).toBe(expected, { ...words, e: '=A' });
    }));

  it('is what a function that throws, a promise that rejects and a stream that errs give', async () => {
    const three = flow({
      tasks: {
        throws: task({
          run: (): string => {
            throw why;
          },
        }),
        rejects: task({ run: () => Promise.reject<string>(why) }),
        errs: task({ run: failing }),
        operator: task({
          operator: (): Observable<string> => {
            throw why;
          },
        }),
      },
      paths: {},
      onFailure: 'isolate',
    });
    const error = await caught(three.start());

    expect(error instanceof FlowFailed && error.causes).to.deep.equal({
      throws: why,
      rejects: why,
      errs: why,
      operator: why,
    });
  });

  it('keeps what is thrown and is no error', async () => {
    const one = flow({
      tasks: {
        odd: task({ run: () => new Observable<string>((subscriber) => subscriber.error('no')) }),
      },
      paths: {},
    });
    const error = await caught(one.start());

    expect(error instanceof FlowFailed && error.causes).to.deep.equal({ odd: 'no' });
  });
});

describe('a task without a value', () => {
  it('has failed', async () => {
    const error = await caught(
      flow({ tasks: { quiet: task({ run: () => EMPTY }) }, paths: {} }).start(),
    );

    expect(error instanceof FlowFailed && error.causes['quiet']).to.be.instanceOf(EmptyOutput);
    expect(String(error)).to.contain('"quiet" completed without a value');
  });

  it('is skipped, and all that needs it, when it is optional', async () => {
    const three = flow({
      tasks: {
        quiet: task({ run: () => EMPTY, optional: true }),
        after: task({ run: () => 1 }),
        other: task({ run: () => 2 }),
      },
      paths: { quiet: ['after'] },
    });
    const ends = await three.settle();

    expect(await three.start()).to.deep.equal({ other: 2 });
    expect(E.isLeft(ends.quiet) && ends.quiet.left.message).to.equal(
      'Task "quiet" is optional and completed without a value.',
    );
    expect(E.isLeft(ends.after) && ends.after.left.message).to.equal(
      'Task "after" was skipped, because "quiet" gave nothing.',
    );
  });

  it('has failed when it is optional and errs', async () => {
    const one = flow({ tasks: { bad: task({ run: failing, optional: true }) }, paths: {} });

    expect(await caught(one.start())).to.be.instanceOf(FlowFailed);
  });
});

describe('a value that its codec refuses', () => {
  const Plan = t.type({ steps: t.array(t.type({ minutes: t.number })) });

  it('fails the task that gave it, with the path within the value', async () => {
    const one = flow({
      tasks: {
        plan: task({
          output: Plan,
          // What comes from outside is not what the compiler believes.
          run: () =>
            JSON.parse('{"steps":[{"minutes":1},{"minutes":"ten"}]}') as t.TypeOf<typeof Plan>,
        }),
      },
      paths: {},
    });
    const error = await caught(one.start());

    if (!(error instanceof FlowFailed)) throw error;
    const { plan } = error.causes;
    expect(plan).to.be.instanceOf(DecodeFailed);
    expect(plan).to.include({ path: 'steps[1].minutes', expected: 'number', got: '"ten"' });
    expect(String(plan)).to.equal(
      'DecodeFailed: The output of task "plan" is not what its codec says at steps[1].minutes: expected number, got "ten".',
    );
  });

  it('fails the task that is given it, before it runs', async () => {
    let calls = 0;
    const two = flow({
      tasks: {
        first: task({ run: () => JSON.parse('"7"') as number }),
        second: task({
          input: t.type({ first: t.number }),
          run: ({ first }) => {
            calls++;
            return first;
          },
        }),
      },
      paths: { first: ['second'] },
    });
    const error = await caught(two.start());

    expect(calls).to.equal(0);
    expect(String(error)).to.contain(
      'The input of task "second" is not what its codec says at first: expected number, got "7".',
    );
  });
});

describe('settle', () => {
  it('resolves for a run that stops, with what was cancelled', async () => {
    const ends = await flow({
      tasks: { bad: task({ run: failing }), slow: task({ run: () => NEVER }) },
      paths: {},
    }).settle();

    expect(E.isLeft(ends.bad) && ends.bad.left).to.be.instanceOf(TaskFailed);
    expect(E.isLeft(ends.slow) && ends.slow.left).to.be.instanceOf(TaskCancelled);
  });
});
