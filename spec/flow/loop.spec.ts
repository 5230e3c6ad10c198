import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { map, of, throwError, timer } from 'rxjs';
import { FlowFailed, TaskFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { loop } from '../../lib/flow/loop.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { answering } from '../support/answering.js';
import { storyOf } from '../support/story.js';

const start = task({ run: () => 0 as number });
const plusOne = task({ run: (n: number) => n + 1 });

describe('loop', () => {
  it('feeds an answer back until it is right, and tells each as a partial', () => {
    const { lines, inner, events } = storyOf((scheduler) => {
      const grow = task({ run: (n: number) => timer(2, scheduler).pipe(map(() => n + 1)) });
      return flow({
        tasks: { start, grown: loop(grow, { max: 9, until: (n) => n === 3 }) },
        paths: { start: ['grown'] },
      }).run({}, { scheduler });
    });

    expect(lines.slice(2)).to.deep.equal([
      '0 grown started',
      '2 grown ~1',
      '4 grown ~2',
      '6 grown =3',
      '6 run-completed',
    ]);
    expect(inner.filter((line) => line.includes('='))).to.deep.equal([
      '2 grown/1 =1',
      '4 grown/1 =2',
      '6 grown/1 =3',
    ]);
    expect(
      events.flatMap((event) =>
        event.type === 'inner' && event.event.type === 'succeeded' ? [event.event.wave] : [],
      ),
    ).to.deep.equal([1, 2, 3]);
  });

  it('streams what grows within an iteration', () => {
    const writer = marbleAgent(['-a-(b|)', '-c-(d|)'], { a: 'x', b: 'xy', c: 'z', d: 'zz' });
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: { start: task({ run: () => 's' }), text: loop(task('Better', writer), { max: 2 }) },
        paths: { start: ['text'] },
      }).run({}, { scheduler }),
    );

    expect(lines.slice(3)).to.deep.equal([
      '1 text ~x',
      '3 text ~xy',
      '4 text ~z',
      '6 text =zz',
      '6 run-completed',
    ]);
  });

  it('asks an agent each time with its last answer', async () => {
    const { asked, agent } = answering((text) => `${text}!`);
    const results = await flow({
      tasks: { start: task({ run: () => 'a' }), louder: loop(task('{{it}}', agent), { max: 3 }) },
      paths: { start: ['louder'] },
    }).start();

    expect(asked).to.deep.equal(['a', 'a!', 'a!!']);
    expect(results.louder).to.equal('a!!!');
  });

  it('keeps its history, also when it stops early', async () => {
    const looped = flow({
      tasks: { start, all: loop(plusOne, { max: 9, until: (n) => n === 3, history: true }) },
      paths: { start: ['all'] },
    });
    const results = await looped.start();

    expect(results.all).to.deep.equal([1, 2, 3]);
    expectTypeOf(results.all).toEqualTypeOf<readonly number[]>();
  });

  it('ends with its last answer when none is right', async () => {
    const numbers: number[] = [];
    const results = await flow({
      tasks: {
        start,
        n: loop(plusOne, {
          max: 3,
          until: (_, iteration) => {
            numbers.push(iteration);
            return false;
          },
        }),
      },
      paths: { start: ['n'] },
    }).start();

    expect(results.n).to.equal(3);
    // Whether the last one is right makes no difference.
    expect(numbers).to.deep.equal([1, 2]);
  });

  it('ends with the failure of an iteration, and keeps what there was', () => {
    const { events, error } = storyOf((scheduler) =>
      flow({
        tasks: {
          start,
          n: loop(
            task({ run: (n: number) => (n === 2 ? throwError(() => new Error('no')) : of(n + 1)) }),
            { max: 9, history: true },
          ),
        },
        paths: { start: ['n'] },
      }).run({}, { scheduler }),
    );
    const failed = events.find(({ type }) => type === 'failed');

    expect(error instanceof FlowFailed && error.cause)
      .to.be.instanceOf(TaskFailed)
      .and.to.have.nested.property('cause.message', 'no');
    expect(failed).to.have.nested.property('error.partial').that.deep.equals([1, 2]);
  });

  it('fails when its condition throws', () => {
    const { error } = storyOf((scheduler) =>
      flow({
        tasks: {
          start,
          n: loop(plusOne, {
            max: 2,
            until: () => {
              throw new Error('cannot tell');
            },
          }),
        },
        paths: { start: ['n'] },
      }).run({}, { scheduler }),
    );

    expect(String(error)).to.contain('Task "n" failed: cannot tell');
  });

  it('begins anew when its input changes', () => {
    const { lines } = storyOf((scheduler, { cold }) => {
      const grow = task({ run: (n: number) => timer(2, scheduler).pipe(map(() => n + 1)) });
      return flow({
        inputs: { n: t.number },
        tasks: { grown: loop(grow, { max: 3 }) },
        paths: { n: ['grown'] },
      }).live({ n: cold('a--b|', { a: 0, b: 10 }) }, { scheduler });
    });

    expect(lines.filter((line) => !line.includes('~'))).to.deep.equal([
      '0 grown started',
      '3 grown cancelled',
      '3 grown started',
      '9 grown =13',
      '9 run-completed',
    ]);
  });

  it('takes ten thousand iterations that end at once', async () => {
    const results = await flow({
      tasks: { start, n: loop(plusOne, { max: 10_000 }) },
      paths: { start: ['n'] },
    }).start();

    expect(results.n).to.equal(10_000);
  });

  it('is refused with an impossible end, with places, and with an answer that it cannot be given', () => {
    const writer = marbleAgent('(a|)');

    expect(() => loop(plusOne, { max: 0 })).to.throw(
      'loop: max must be a whole number of at least 1',
    );
    expect(() => loop(plusOne, { max: Infinity })).to.throw(RangeError);
    // @ts-expect-error -- the compiler says so, too
    expect(() => loop(task('{{topic}}', writer), { max: 2 })).to.throw('has a place {{topic}}');
    const seer = marbleAgent<'vision'>('(a|)', { a: 'x' }, undefined, { type: 'vision' });
    expect(() => loop(task('Look', seer), { max: 2 })).to.throw('needs Image from one of its');
    const named = task({ output: t.string, run: (n: number) => String(n) });
    // @ts-expect-error -- a text is no number
    loop(named, { max: 2 });
  });

  it('has exactly one predecessor, of the right type', () => {
    const n = loop(plusOne, { max: 1 });

    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: { n } })).to.throw('exactly one predecessor, since a loop is given');
    const two = { one: start, two: start, n };
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: two, paths: { one: ['n'], two: ['n'] } })).to.throw('"one", "two"');
    const texts = { text: task({ run: () => 'x' }), n };
    // @ts-expect-error -- a text is no number
    flow({ tasks: texts, paths: { text: ['n'] } });
  });
});
