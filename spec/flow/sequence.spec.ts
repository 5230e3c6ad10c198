import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { EMPTY, throwError, timer, type Observable } from 'rxjs';
import { FlowFailed, TaskFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task, type OutOf, type Task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { answering } from '../support/answering.js';
import { storyOf } from '../support/story.js';

describe('sequence', () => {
  it('does one after the other, and grows as the last one does', () => {
    const first = marbleAgent('--a(b|)', { a: 'r', b: 'rain' });
    const second = marbleAgent('--c-(d|)', { c: 'w', d: 'wet' });
    const { lines, inner } = storyOf((scheduler) =>
      flow({
        inputs: { topic: t.string },
        tasks: { poem: sequence(task('About {{topic}}', first), task('Shorter: {{it}}', second)) },
        paths: { topic: ['poem'] },
      }).run({ topic: 'x' }, { scheduler }),
    );

    expect(lines).to.deep.equal(['0 poem started', '5 poem ~w', '7 poem =wet', '7 run-completed']);
    expect(inner).to.deep.equal([
      '0 poem/1 started',
      '2 poem/1 ~r',
      '3 poem/1 =rain',
      '3 poem/2 started',
      '5 poem/2 ~w',
      '7 poem/2 =wet',
    ]);
  });

  it('gives the first what it is given, and each other the value itself', async () => {
    const { asked, agent: echo } = answering(() => 'echo');
    const results = await flow({
      inputs: { topic: t.string, style: t.string },
      tasks: {
        poem: sequence(
          task('About {{topic}}', echo),
          task('Shorten this', echo),
          task((text: string) => `Is ${text} good?`, echo),
          task({ input: t.string, output: t.number, run: (text) => text.length }),
        ),
      },
      paths: { topic: ['poem'], style: ['poem'] },
    }).start({ topic: 'rain', style: 'plain' });

    expect(asked).to.deep.equal([
      'About rain\n\nstyle:\nplain',
      'Shorten this\n\necho',
      'Is echo good?',
    ]);
    expect(results).to.deep.equal({ poem: 4 });
  });

  it('fails with the failure of a step, and does not go on', () => {
    let calls = 0;
    const { error } = storyOf((scheduler) =>
      flow({
        tasks: {
          all: sequence(
            task({ run: () => throwError(() => new Error('no')) }),
            task({ run: () => ++calls }),
          ),
        },
      }).run({}, { scheduler }),
    );
    const cause = error instanceof FlowFailed ? error.cause : undefined;

    expect(calls).to.equal(0);
    expect(cause).to.be.instanceOf(TaskFailed).and.to.have.property('task', 'all/1');
    expect(String(error)).to.contain('Task "all" failed: Task "all/1" failed: no');
  });

  it('tries a step again by itself, without what came before it', () => {
    let drafts = 0;
    const { lines, inner } = storyOf((scheduler) =>
      flow({
        tasks: {
          text: sequence(
            task({ run: () => `draft ${String(++drafts)}` }),
            task('Better: {{it}}', marbleAgent(['-#', '-(a|)'], { a: 'good' })),
          ),
        },
      }).run({}, { scheduler, random: () => 0 }),
    );

    expect(drafts).to.equal(1);
    expect(lines.at(-2)).to.equal('2 text =good');
    expect(inner).to.include.members(['1 text/2 retrying in 0']);
  });

  it('is skipped when an optional step has nothing to give', async () => {
    const some = flow({
      tasks: {
        maybe: sequence(
          task({ optional: true, run: () => EMPTY as Observable<number> }),
          task({ run: (given: number) => given + 1 }),
        ),
        next: task({ run: ({ maybe }: { maybe: number }) => maybe }),
      },
      paths: { maybe: ['next'] },
    });

    expect(await some.start()).to.deep.equal({});
    expectTypeOf<Awaited<ReturnType<typeof some.start>>>().toEqualTypeOf<{
      readonly maybe: number | undefined;
      readonly next: number | undefined;
    }>();
  });

  it('stops what is at it when the run is left', () => {
    const controller = new AbortController();
    const { inner } = storyOf((scheduler) => {
      scheduler.schedule(() => controller.abort(), 4);
      return flow({
        tasks: {
          all: sequence(task({ run: () => 1 }), task({ run: () => timer(9, scheduler) })),
        },
      }).run({}, { scheduler, signal: controller.signal });
    });

    expect(inner).to.include('4 all/2 cancelled');
  });

  it('gives a flow that is a later step its inputs as one value', async () => {
    const shout = flow({
      inputs: { text: t.string },
      tasks: { loud: task({ run: ({ text }: { text: string }) => text.toUpperCase() }) },
      paths: { text: ['loud'] },
    });
    const results = await flow({
      tasks: { both: sequence(task({ run: () => ({ text: 'rain' }) }), shout) },
    }).start();

    expect(results).to.deep.equal({ both: { loud: 'RAIN' } });
  });

  it('is refused with less than two, with a place that nobody fills, and with values that do not fit', () => {
    const writer = marbleAgent('(a|)');
    const one = task('x', writer);
    // @ts-expect-error -- the compiler says so, too
    expect(() => sequence(one)).to.throw('A sequence needs at least two tasks.');
    // @ts-expect-error -- the compiler says so, too
    expect(() => sequence(one, task('{{topic}}', writer))).to.throw(
      'The task within a sequence has a place {{topic}}. It is given one value, whose place is {{it}}.',
    );
    const sum = task({ input: t.number, output: t.number, run: (n) => n + 1 });
    // @ts-expect-error -- a text is no number
    sequence(one, sum);
    sequence(sum, sum);
  });

  it('has the type of its ends', () => {
    const size = task({ output: t.number, run: ({ text }: { text: string }) => text.length });
    const twice = task({ output: t.string, run: (n: number) => String(n * 2) });
    const both = sequence(size, twice);

    expectTypeOf(both).toEqualTypeOf<Task<{ text: string }, string>>();
    expectTypeOf<OutOf<typeof both>>().toEqualTypeOf<string>();
  });
});
