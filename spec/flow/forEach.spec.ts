import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import {
  EMPTY,
  lastValueFrom,
  map,
  of,
  tap,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { FlowFailed, TaskFailed } from '../../lib/core/errors.js';
import { Image } from '../../lib/core/media.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach, type ForEachOptions } from '../../lib/flow/forEach.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { answering } from '../support/answering.js';
import { storyOf, type Story } from '../support/story.js';

const numbers = (...list: readonly number[]) => task({ run: () => list });

/** Waits as long as the number says, and gives it ten times; a negative one fails. */
const tenfold = (scheduler: SchedulerLike) =>
  task({
    run: (n: number) =>
      timer(Math.abs(n), scheduler).pipe(
        map(() => {
          if (n < 0) throw new Error(`no ${String(n)}`);
          return n * 10;
        }),
      ),
  });

const storyOfEach = (
  list: readonly number[],
  options: ForEachOptions,
  concurrency?: number,
): Story =>
  storyOf((scheduler) =>
    flow({
      tasks: { list: numbers(...list), each: forEach(tenfold(scheduler), options) },
      paths: { list: ['each'] },
    }).run({}, { scheduler, concurrency }),
  );

describe('forEach', () => {
  it('does all items at once, and gives what is finished in their order', () => {
    const { lines } = storyOfEach([5, 1, 3], {});

    expect(lines.slice(2)).to.deep.equal(['0 each started', '5 each =50,10,30', '5 run-completed']);
  });

  it('grows as far as all items before are there', () => {
    expect(storyOfEach([1, 5, 3], {}).lines.slice(3)).to.deep.equal([
      '1 each ~10',
      '5 each =10,50,30',
      '5 run-completed',
    ]);
  });

  it('works on as many at once as it may', () => {
    const { lines, inner } = storyOfEach([3, 3, 3], { concurrency: 2 });

    expect(lines.at(-2)).to.equal('6 each =30,30,30');
    expect(inner).to.deep.equal([
      '0 each/1 started',
      '0 each/2 started',
      '0 each/3 queued',
      '3 each/1 =30',
      '3 each/3 started',
      '3 each/2 =30',
      '6 each/3 =30',
    ]);
  });

  it('is bound by the concurrency of the flow, too', () => {
    expect(storyOfEach([3, 3, 3], { concurrency: 2 }, 1).lines.at(-2)).to.equal('9 each =30,30,30');
  });

  it('asks an agent for each item', async () => {
    const { asked, agent } = answering((text) => text.toUpperCase());
    const results = await flow({
      tasks: { list: task({ run: () => ['a', 'b'] }), each: forEach(task('write {{it}}', agent)) },
      paths: { list: ['each'] },
    }).start();

    expect(asked).to.deep.equal(['write a', 'write b']);
    expect(results.each).to.deep.equal(['WRITE A', 'WRITE B']);
    expectTypeOf(results.each).toEqualTypeOf<readonly string[]>();
  });

  it('gives pictures of a list to an agent that looks at them', async () => {
    const picture = (size: number): Image => ({
      _tag: 'Image',
      mime: 'image/png',
      bytes: new Uint8Array(size),
    });
    const seen: number[] = [];
    const seer = {
      ...marbleAgent<'vision'>('(a|)', { a: '' }, undefined, { type: 'vision' }),
      answers: ({ images }: { readonly images: readonly Image[] }) => {
        seen.push(...images.map(({ bytes }) => bytes.length));
        return of({ value: 'seen' });
      },
    };
    await flow({
      inputs: { pictures: t.readonlyArray(Image) },
      tasks: { each: forEach(task('Look', seer)) },
      paths: { pictures: ['each'] },
    }).start({ pictures: [picture(1), picture(2)] });

    expect(seen).to.deep.equal([1, 2]);
  });

  it('does not let a picture that nobody saw coming disappear on its way to an agent that reads texts', async () => {
    const error: unknown = await flow({
      inputs: { list: t.readonlyArray(Image) },
      tasks: { each: forEach(task('Read', answering(() => '').agent)) },
      paths: { list: ['each'] },
    })
      .start({ list: [{ _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(1) }] })
      .catch((thrown: unknown) => thrown);

    expect(String(error)).to.contain(
      'Task "each/1" needs texts or data (its agent is of type "text"), and gets Image at run time.',
    );
  });

  it('gives an empty list for an empty list', () => {
    expect(storyOfEach([], {}).lines.at(-2)).to.equal('0 each =');
  });

  it('stops at the first item that fails, and keeps what there was', () => {
    const { lines, inner, events, error } = storyOfEach([1, -2, 5], {});
    const failed = events.find(({ type }) => type === 'failed');

    expect(lines.slice(3)).to.deep.equal(['1 each ~10', '2 each failed', '2 run-failed']);
    expect(inner).to.include.members(['2 each/2 failed', '2 each/3 cancelled']);
    expect(error instanceof FlowFailed && error.cause)
      .to.be.instanceOf(TaskFailed)
      .and.to.have.property('task', 'each/2');
    expect(failed).to.have.nested.property('error.partial').that.deep.equals([10]);
  });

  it('goes on without the items that fail when it isolates', () => {
    const { lines, inner } = storyOfEach([1, -2, 5], { onFailure: 'isolate' });

    expect(lines.slice(3)).to.deep.equal(['1 each ~10', '5 each =10,50', '5 run-completed']);
    expect(inner).to.include('2 each/2 failed');
  });

  it('fails when all items do, also when it isolates', () => {
    const { error } = storyOfEach([-1, -2], { onFailure: 'isolate' });

    expect(String(error)).to.contain('Task "each/1" failed: no -1');
  });

  it('leaves out the items for which an optional task gives nothing', async () => {
    const even = task({
      optional: true,
      run: (n: number): Observable<number> => (n % 2 === 0 ? of(n) : EMPTY),
    });
    const results = await flow({
      tasks: { list: numbers(1, 2, 3, 4), each: forEach(even) },
      paths: { list: ['each'] },
    }).start();

    expect(results.each).to.deep.equal([2, 4]);
  });

  it('lets each item try again by itself', () => {
    let calls = 0;
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          list: numbers(1, 2),
          each: forEach(
            task({
              retry: { attempts: 2 },
              run: (n: number) => (++calls === 1 ? throwError(() => new Error('once')) : of(n)),
            }),
          ),
        },
        paths: { list: ['each'] },
      }).run({}, { scheduler, random: () => 0 }),
    );

    expect(calls).to.equal(3);
    expect(lines.at(-2)).to.equal('0 each =1,2');
  });

  it('does not end where one fans out within another, with a limit of one', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          lists: task({ run: () => [[1, 2], [3], []] }),
          sums: forEach(forEach(tenfold(scheduler), { concurrency: 1 }), { concurrency: 1 }),
        },
        paths: { lists: ['sums'] },
        concurrency: 1,
      }).run({}, { scheduler }),
    );

    expect(lines.at(-2)).to.equal('6 sums =10,20,30,');
  });

  it('takes twenty thousand items that end at once', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => index);
    const results = await flow({
      tasks: { list: numbers(...list), each: forEach(task({ run: (n: number) => n + 1 })) },
      paths: { list: ['each'] },
    }).start();

    expect(results.each).to.have.length(20_000);
    expect(results.each.at(-1)).to.equal(20_000);
  });

  it('costs no more for an item of a long list than of a short one', async () => {
    let copied = 0;
    const list = Array.from({ length: 20_000 }, (_, index) => index);
    await lastValueFrom(
      flow({
        tasks: {
          list: numbers(...list),
          each: forEach(task({ run: (n: number) => Promise.resolve(n) }), { concurrency: 10 }),
        },
        paths: { list: ['each'] },
      })
        .run()
        .pipe(
          tap((event) => {
            if (event.type === 'partial' && event.task === 'each') copied += event.value.length;
          }),
        ),
    );

    // Ten at a time make two thousand turns: a copy in each would be twenty million.
    expect(copied).to.be.below(1_000_000);
  });

  it('fails for what is no list', async () => {
    const error: unknown = await flow({
      inputs: { list: t.any },
      tasks: { each: forEach(task({ run: (n: number) => n })) },
      paths: { list: ['each'] },
    })
      .start({ list: 'abc' })
      .catch((thrown: unknown) => thrown);

    expect(String(error)).to.contain(
      'The input of task "each" is not what its codec says: expected a list, got "abc".',
    );
  });

  it('is refused with an impossible concurrency, and without a list', () => {
    const each = forEach(task({ run: (n: number) => n }));
    const text = task({ run: () => 'x' });

    expect(() => forEach(text, { concurrency: 0 })).to.throw('concurrency must be a whole number');
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: { each } })).to.throw('forEach is given its value itself');
    // @ts-expect-error -- a text is no list
    flow({ tasks: { text, each }, paths: { text: ['each'] } });
  });
});
