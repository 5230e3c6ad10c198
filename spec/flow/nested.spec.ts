import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { map, throwError, timer } from 'rxjs';
import { FlowFailed, TaskFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';

const inner = flow({
  inputs: { topic: t.string },
  tasks: {
    one: task({ output: t.string, run: ({ topic }: { topic: string }) => `one of ${topic}` }),
    two: task({ output: t.number, run: ({ one }: { one: string }) => one.length }),
    hidden: task({ run: () => 'h', exclude: true }),
  },
  paths: { topic: ['one'], one: ['two'] },
});

describe('a flow in a flow', () => {
  it('is given its inputs by its predecessors, and gives the record of its results', async () => {
    const outer = flow({
      inputs: { topic: t.string },
      tasks: {
        article: inner,
        size: task({
          run: ({ article }: { article: { one: string; two: number } }) => article.two,
        }),
      },
      paths: { topic: ['article'], article: ['size'] },
    });
    const results = await outer.start({ topic: 'rain' });

    expect(results).to.deep.equal({ article: { one: 'one of rain', two: 11 }, size: 11 });
    expectTypeOf(results.article).toEqualTypeOf<{ readonly one: string; readonly two: number }>();
  });

  it('tells what happens within, under its own name', () => {
    const { lines, inner: within } = storyOf((scheduler) =>
      flow({
        inputs: { topic: t.string },
        tasks: { article: inner },
        paths: { topic: ['article'] },
      }).run({ topic: 'x' }, { scheduler }),
    );

    expect(lines.map((line) => line.slice(0, 17))).to.deep.equal([
      '0 article started',
      '0 article =[objec',
      '0 run-completed',
    ]);
    expect(within).to.deep.equal([
      '0 article/one started',
      '0 article/one =one of x',
      '0 article/hidden started',
      '0 article/hidden =h',
      '0 article/two started',
      '0 article/two =8',
    ]);
  });

  it('fails when its run does, and keeps what there was', async () => {
    const failing = flow({
      tasks: {
        good: task({ run: () => 'g' }),
        bad: task({ run: () => throwError(() => new Error('no')) }),
      },
      onFailure: 'isolate',
    });
    const settled = await flow({ tasks: { failing } }).settle();

    expect(settled.failing).to.have.nested.property('left').that.is.instanceOf(TaskFailed);
    expect(settled.failing).to.have.nested.property('left.cause').that.is.instanceOf(FlowFailed);
    expect(settled.failing)
      .to.have.nested.property('left.cause.results')
      .that.deep.equals({ good: 'g' });
    expect(settled.failing).to.have.nested.property(
      'left.message',
      'Task "failing" failed: Task "bad" failed: no\n  Kept in error.results: "good".',
    );
  });

  it('stops when it is superseded', () => {
    const { lines, inner: within } = storyOf((scheduler, { cold }) => {
      const parts = { inputs: { topic: t.string }, paths: { topic: ['deep'] } } as const;
      const deep = task({
        run: ({ topic }: { topic: string }) => timer(5, scheduler).pipe(map(() => topic)),
      });
      const lower = flow({ ...parts, tasks: { deep } });
      const upper = flow({ ...parts, tasks: { deep: lower } });
      return flow({ ...parts, tasks: { deep: upper } }).live(
        { topic: cold('a--b|') },
        { scheduler },
      );
    });

    expect(within.filter((line) => line.includes('deep/deep/deep'))).to.deep.equal([
      '0 deep/deep/deep started',
      '3 deep/deep/deep cancelled',
      '3 deep/deep/deep started',
      '8 deep/deep/deep =b',
    ]);
    expect(lines.filter((line) => line.includes('cancelled'))).to.deep.equal(['3 deep cancelled']);
  });

  it('shares the slots of the flow it is in, and never waits for itself', () => {
    const { lines, inner: within } = storyOf((scheduler) => {
      const work = task({ run: () => timer(2, scheduler) });
      const pair = flow({ tasks: { a: work, b: work } });
      return flow({ tasks: { one: pair, two: pair, c: work }, concurrency: 1 }).run(
        {},
        { scheduler },
      );
    });

    expect(within.filter((line) => line.endsWith('started'))).to.deep.equal([
      '0 one/a started',
      '2 one/b started',
      '4 two/a started',
      '8 two/b started',
    ]);
    expect(lines).to.include('6 c started');
    expect(lines.at(-1)).to.equal('10 run-completed');
  });

  it('has a limit of its own, too', () => {
    const { lines } = storyOf((scheduler) => {
      const work = task({ run: () => timer(2, scheduler) });
      const pair = flow({ tasks: { a: work, b: work }, concurrency: 1 });
      return flow({ tasks: { one: pair, two: pair } }).run({}, { scheduler });
    });

    expect(lines.at(-1)).to.equal('4 run-completed');
  });

  it('is done for each item of a list of its inputs', async () => {
    const results = await flow({
      tasks: { list: task({ run: () => [{ topic: 'a' }, { topic: 'bc' }] }), each: forEach(inner) },
      paths: { list: ['each'] },
    }).start();

    expect(results.each.map(({ two }) => two)).to.deep.equal([8, 9]);
  });

  it('is refused when nobody gives one of its inputs', () => {
    const topic = task({ run: () => 7 as number });
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: { inner } })).to.throw(
      'Task "inner" needs its input "topic" from a predecessor of that name, and gets nothing.',
    );
    // @ts-expect-error -- a number is no text
    flow({ tasks: { topic, inner }, paths: { topic: ['inner'] } });
  });

  it('is refused when tasks are nested deeper than the stack may bear', async () => {
    const nested = (depth: number): AnyTask => {
      let made: AnyTask = task({ run: () => timer(1).pipe(map(() => 1)) });
      for (let n = 1; n < depth; n++) made = flow({ tasks: { x: made } });
      return made;
    };
    const deepest = flow({ tasks: { x: nested(64) } });

    expect(() => flow({ tasks: { x: nested(65) } })).to.throw('nested more than 64 deep');
    expect(JSON.stringify(await deepest.start())).to.contain('{"x":1}');
  });

  it('fails by an input that its codec refuses', async () => {
    const settled = await flow({
      inputs: { topic: t.any },
      tasks: { inner },
      paths: { topic: ['inner'] },
    }).settle({ topic: 7 });

    expect(settled.inner).to.have.nested.property('left.cause._tag', 'InvalidInput');
  });

  it('shows what is in it in its graph', () => {
    const { graph } = flow({
      tasks: { topic: task({ run: () => 'x' }), inner },
      paths: { topic: ['inner'] },
    });

    expect(graph.tasks[1]).to.deep.include({
      name: 'inner',
      inside: { kind: 'flow', graph: inner.graph },
    });
  });
});
