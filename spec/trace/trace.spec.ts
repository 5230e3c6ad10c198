import { expect } from 'chai';
import * as t from 'io-ts';
import {
  delay,
  map,
  merge,
  mergeMap,
  of,
  takeUntil,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import { models } from '../../lib/agents/models.js';
import { ProviderFailed } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { hedge, race } from '../../lib/flow/race.js';
import { route } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { RunsMixed, trace, tracing } from '../../lib/trace/index.js';
import { told } from '../support/events.js';
import { marbles } from '../support/marbles.js';
import { storyOf } from '../support/story.js';
import { recorder } from './recorder.js';

/** A provider that says a letter each millisecond. */
const vendor = (name: string) => ({ ...scripted({ delay: 1, script: letters }), name });
const letters = {
  Identify: ['a', 'b'],
  describe: ['c', 'd', 'e'],
  Code: ['f'],
};

const text = (name: string, model?: string) =>
  agent({ type: 'text', provider: vendor(name), mission: 'work', ...(model && { model }) });

/** The blog of the README, smaller. */
const blog = flow({
  inputs: { topic: t.string },
  tasks: {
    requirements: task('Identify requirements for {{topic}}', text('gemini')),
    description: task('Now describe it', text('openai', 'gpt-5-mini')),
    logo: task('Draw', agent({ type: 'image', provider: vendor('stability'), mission: 'draw' })),
    code: task('Code it', text('openai', 'gpt-5-mini')),
  },
  paths: {
    topic: ['requirements'],
    requirements: ['description', 'code'],
    description: ['logo', 'code'],
  },
});

/** A task of code that takes some milliseconds. */
const taking = <A>(scheduler: SchedulerLike, ms: number, value: A) =>
  task({ run: () => of(value).pipe(delay(ms, scheduler)) });

const fails = () =>
  task({
    run: (): string => {
      throw new TypeError('no');
    },
  });

describe('trace', () => {
  it('lets all events through', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const { tracer } = recorder();
      const events = { a: told.waiting('a'), b: told.started('a'), c: told.succeeded('a', 'x') };
      const run = hot('   -a-b-c-|', events);
      const listens = '   ^------!';
      const expected = '  -a-b-c-|';

      expectObservable(run.pipe(trace(tracer))).toBe(expected, events);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('makes a span of the run, of each task, and of each attempt, and links what follows each other', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) =>
      blog.run({ topic: 'tea' }, { scheduler }).pipe(trace(tracer, { name: 'blog' })),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow blog 0-6 completed',
      '  task requirements 0-2 succeeded',
      `    chat ${models.gemini.text} 0-2 succeeded`,
      '  task description 2-5 succeeded ← task requirements',
      '    chat gpt-5-mini 2-5 succeeded',
      '  task code 5-6 succeeded ← task requirements, task description',
      '    chat gpt-5-mini 5-6 succeeded',
      '  task logo 5-6 succeeded ← task description',
      `    generate_content ${models.stability.image} 5-6 succeeded`,
    ]);
  });

  it('shows an attempt that failed, and the one after it', () => {
    const { tracer, tree, span } = recorder();
    const writer = marbleAgent(['-a-#', '--(b|)']);
    storyOf((scheduler) =>
      flow({ tasks: { draft: task('Write', writer) } })
        .run({}, { scheduler, random: () => 0.01 })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-10 completed',
      '  task draft 0-10 succeeded',
      '    chat 0-3 failed ConnectionLost',
      '    chat 8-10 succeeded',
    ]);
    expect(span('chat').attributes).to.include({ 'rivulet.attempt': 1, 'rivulet.retry.delay': 5 });
  });

  it('shows a fallback, and why it was asked', () => {
    const { tracer, tree } = recorder();
    const lost = new ProviderFailed('marbles', 400, 'No.');
    storyOf((scheduler) =>
      flow({
        tasks: {
          draft: task('Code', marbleAgent('-#', undefined, lost), {
            retry: { attempts: 1 },
            fallback: text('openai', 'gpt-5-mini'),
          }),
        },
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-2 completed',
      '  task draft 0-2 succeeded',
      '    chat 0-1 failed ProviderFailed',
      '    chat gpt-5-mini 1-2 succeeded',
    ]);
  });

  it('shows how long a task waits for a slot', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) =>
      flow({
        tasks: { one: taking(scheduler, 5, 1), two: taking(scheduler, 5, 2) },
        concurrency: 1,
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-10 completed',
      '  task one 0-5 succeeded',
      '    attempt 0-5 succeeded',
      '  task two 0-10 succeeded',
      '    attempt 5-10 succeeded',
    ]);
  });

  it('shows a failure, what was done besides, and what was not done', () => {
    const { tracer, tree, span } = recorder();
    storyOf((scheduler) =>
      flow({
        tasks: { bad: fails(), after: taking(scheduler, 1, 1), other: taking(scheduler, 2, 2) },
        paths: { bad: ['after'] },
        onFailure: 'isolate',
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-2 failed TypeError',
      '  task bad 0-0 failed TypeError',
      '    attempt 0-0 failed TypeError',
      '  task other 0-2 succeeded',
      '    attempt 0-2 succeeded',
    ]);
    expect(
      span('invoke_workflow').events.map(({ name, attributes }) => ({ name, ...attributes })),
    ).to.deep.equal([
      {
        name: 'rivulet.task.skipped',
        'rivulet.task': 'after',
        'rivulet.wave': 1,
        'rivulet.because.task': 'bad',
        'rivulet.because.reason': 'failed',
      },
    ]);
  });

  it('notes a task that fails before it runs', () => {
    const { tracer, tree, span } = recorder();
    storyOf((scheduler) =>
      flow({
        tasks: { bad: fails(), any: task({ run: () => 1, join: 'any' }) },
        paths: { bad: ['any'] },
        onFailure: 'isolate',
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.have.length(3);
    expect(
      span('invoke_workflow').events.map(({ name, attributes }) => [name, attributes]),
    ).to.deep.equal([
      [
        'rivulet.task.failed',
        { 'rivulet.task': 'any', 'rivulet.wave': 1, 'error.type': 'NobodyCame' },
      ],
    ]);
  });

  it('shows where a route has led, and links only what came', () => {
    const { tracer, tree, span } = recorder();
    const named = (name: string) => task({ run: () => name });
    storyOf((scheduler) =>
      flow({
        tasks: {
          triage: named('a'),
          left: named('left'),
          right: named('right'),
          end: task({ run: () => 'end', join: 'any' }),
        },
        paths: { left: ['end'], right: ['end'] },
        routes: { triage: route(() => 'a' as const, { a: 'left', b: ['right', 'end'] }) },
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree().filter((line) => line.includes('task'))).to.deep.equal([
      '  task end 0-0 succeeded ← task left',
      '  task left 0-0 succeeded ← task triage',
      '  task triage 0-0 succeeded',
    ]);
    expect(span('task triage').attributes['rivulet.route']).to.deep.equal(['a']);
    expect(span('invoke_workflow').events.map(({ attributes }) => attributes)).to.deep.equal([
      {
        'rivulet.task': 'right',
        'rivulet.wave': 1,
        'rivulet.because.task': 'triage',
        'rivulet.because.reason': 'not-taken',
      },
    ]);
  });

  it('shows rounds of a loop, steps, items, and a flow within a flow', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) => {
      const slow = task({ run: (n: number) => of(n + 1).pipe(delay(1, scheduler)) });
      const small = flow({
        inputs: { list: t.array(t.number) },
        tasks: { size: task({ run: ({ list }: { list: readonly number[] }) => list.length }) },
        paths: { list: ['size'] },
      });
      return flow({
        tasks: {
          start: task({ run: () => 0 }),
          grown: loop(slow, { max: 2 }),
          steps: sequence(
            task({ run: ({ grown }: { grown: number }) => [grown, grown] }),
            forEach(slow),
          ),
          list: task({ run: ({ steps }: { steps: readonly number[] }) => [...steps] }),
          small,
        },
        paths: { start: ['grown'], grown: ['steps'], steps: ['list'], list: ['small'] },
      })
        .run({}, { scheduler })
        .pipe(trace(tracer));
    });

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-3 completed',
      '  task grown 0-2 succeeded ← task start',
      '    attempt 0-2 succeeded',
      '      round 0-1 completed',
      '        task 1 0-1 succeeded',
      '          attempt 0-1 succeeded',
      '      round 1-2 completed',
      '        task 1 1-2 succeeded',
      '          attempt 1-2 succeeded',
      '  task start 0-0 succeeded',
      '    attempt 0-0 succeeded',
      '  task steps 2-3 succeeded ← task grown',
      '    attempt 2-3 succeeded',
      '      sequence 2-3 completed',
      '        task 1 2-2 succeeded',
      '          attempt 2-2 succeeded',
      '        task 2 2-3 succeeded ← task 1',
      '          attempt 2-3 succeeded',
      '            each 2-3 completed',
      '              item 2-3 succeeded',
      '                attempt 2-3 succeeded',
      '              item 2-3 succeeded',
      '                attempt 2-3 succeeded',
      '  task list 3-3 succeeded ← task steps',
      '    attempt 3-3 succeeded',
      '  task small 3-3 succeeded ← task list',
      '    attempt 3-3 succeeded',
      '      invoke_workflow small 3-3 completed',
      '        task size 3-3 succeeded',
      '          attempt 3-3 succeeded',
    ]);
  });

  it('tells those apart that compete', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) =>
      flow({
        tasks: {
          first: race([taking(scheduler, 3, 'slow'), fails(), taking(scheduler, 1, 'fast')]),
          second: hedge(taking(scheduler, 9, 'slow'), taking(scheduler, 1, 'fast'), 2),
        },
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree().filter((line) => line.includes('contender'))).to.deep.equal([
      '      contender 0-0 failed TypeError',
      '      contender 0-1 cancelled',
      '      contender 0-1 completed',
      '      contender 0-3 cancelled',
      '      contender 2-3 completed',
    ]);
    expect(tree().filter((line) => /^ {8}task/u.test(line))).to.deep.equal([
      '        task 2 0-0 failed TypeError',
      '        task 1 0-1 cancelled',
      '        task 3 0-1 succeeded',
      '        task 1 0-3 cancelled',
      '        task 2 2-3 succeeded',
    ]);
  });

  it('shows what was stopped because an input changed, and what did not have to be done again', () => {
    const { tracer, tree, span } = recorder();
    storyOf((scheduler, { cold }) => {
      const slowly = <A>(value: A): Observable<A> => of(value).pipe(delay(3, scheduler));
      return flow({
        inputs: { topic: t.string },
        tasks: {
          length: task({ run: ({ topic }: { topic: string }) => topic.length }),
          draft: task({ run: ({ topic }: { topic: string }) => slowly(topic) }),
          page: task({ run: ({ length }: { length: number }) => slowly(length) }),
        },
        paths: { topic: ['length', 'draft'], length: ['page'] },
      })
        .live({ topic: cold('a-----b-(c|)') }, { scheduler })
        .pipe(trace(tracer));
    });

    expect(tree().filter((line) => /task (?:draft|page)/u.test(line))).to.deep.equal([
      '  task draft 0-3 succeeded',
      '  task page 0-3 succeeded ← task length',
      '  task draft 6-8 cancelled',
      '  task draft 8-11 succeeded',
    ]);
    expect(span('task draft').attributes['rivulet.wave']).to.equal(1);
    expect(
      span('invoke_workflow').events.map(({ name, attributes }) => [
        name,
        attributes?.['rivulet.task'],
        attributes?.['rivulet.wave'],
      ]),
    ).to.deep.equal([
      ['rivulet.task.unchanged', 'page', 2],
      ['rivulet.task.unchanged', 'page', 3],
    ]);
  });

  it('links a task that reads along to what it reads', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) =>
      flow({
        tasks: {
          draft: task('Write', marbleAgent('-a-(b|)')),
          loud: task({
            partials: true,
            operator: (input: Observable<{ draft: string }>) =>
              input.pipe(map(({ draft }) => draft.toUpperCase())),
          }),
        },
        paths: { draft: ['loud'] },
      })
        .run({}, { scheduler })
        .pipe(trace(tracer)),
    );

    expect(tree()).to.include('  task loud 1-3 succeeded ← task draft');
  });

  it('ends everything when its subscriber leaves', () => {
    const { tracer, tree, spans } = recorder();
    storyOf((scheduler) =>
      flow({ tasks: { one: taking(scheduler, 9, 1) } })
        .run({}, { scheduler })
        .pipe(trace(tracer), takeUntil(timer(4, scheduler))),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-4 cancelled',
      '  task one 0-4 cancelled',
      '    attempt 0-4 cancelled',
    ]);
    expect(spans().map(({ status }) => status.code)).to.deep.equal([0, 0, 0]);
  });

  it('ends everything when the run is aborted, without an error', () => {
    const { tracer, tree, spans } = recorder();
    storyOf((scheduler) => {
      const controller = new AbortController();
      scheduler.schedule(() => controller.abort(), 4);
      return blog
        .run({ topic: 'tea' }, { scheduler, signal: controller.signal })
        .pipe(trace(tracer));
    });

    expect(tree().at(0)).to.equal('invoke_workflow 0-4 cancelled');
    expect(tree().at(-1)).to.equal('    chat gpt-5-mini 2-4 cancelled');
    expect(spans().map(({ status }) => status.code)).to.deep.equal(spans().map(() => 0));
  });

  it('makes nothing of a run that does not begin', () => {
    const { tracer, spans } = recorder();
    const { error } = storyOf((scheduler) =>
      // @ts-expect-error A topic is a text.
      blog.run({ topic: 1 }, { scheduler }).pipe(trace(tracer)),
    );

    expect(error).to.be.an('error');
    expect(spans()).to.deep.equal([]);
  });

  it('keeps runs of one flow apart that are at it together', () => {
    const { tracer, tree, spans } = recorder();
    storyOf((scheduler) => {
      const traced = blog.run({ topic: 'tea' }, { scheduler }).pipe(trace(tracer));
      return merge(traced, timer(3, scheduler).pipe(mergeMap(() => traced)));
    });
    const runs = spans().filter(({ name }) => name === 'invoke_workflow');

    expect(tree().filter((line) => /^\S|task description \d/u.test(line))).to.deep.equal([
      'invoke_workflow 0-6 completed',
      '  task description 2-5 succeeded ← task requirements',
      'invoke_workflow 3-9 completed',
      '  task description 5-8 succeeded ← task requirements',
    ]);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).to.equal(2);
    expect(new Set(runs.map(({ attributes }) => attributes['rivulet.run.id'])).size).to.equal(2);
  });

  it('ends with an error when two runs mix in one stream, and ends its spans', () => {
    const { tracer, tree } = recorder();
    const { error } = storyOf((scheduler) => {
      const run = blog.run({ topic: 'tea' }, { scheduler, runId: 'one' });
      return merge(run, timer(3, scheduler).pipe(mergeMap(() => run))).pipe(trace(tracer));
    });

    expect(error).to.be.instanceOf(RunsMixed);
    expect(tree().at(0)).to.equal('invoke_workflow 0-2 cancelled');
  });
});

describe('tracing', () => {
  it('hears a run to its end, also when the subscriber leaves', () => {
    const { tracer, tree } = recorder();
    storyOf((scheduler) =>
      blog
        .run({ topic: 'tea' }, { scheduler, observe: tracing(tracer, { name: 'blog' }) })
        .pipe(takeUntil(timer(3, scheduler))),
    );

    expect(tree()).to.deep.equal([
      'invoke_workflow blog 0-3 cancelled',
      '  task requirements 0-2 succeeded',
      `    chat ${models.gemini.text} 0-2 succeeded`,
      '  task description 2-3 cancelled ← task requirements',
      '    chat gpt-5-mini 2-3 cancelled',
    ]);
  });

  it('hears runs that are started', async () => {
    const { tracer, tree } = recorder();
    await blog.start({ topic: 'tea' }, { observe: tracing(tracer) });

    expect(tree().map((line) => line.replace(/\d+-\d+ /u, ''))).to.include.members([
      'invoke_workflow completed',
      `    generate_content ${models.stability.image} succeeded`,
    ]);
  });

  it('hears one run after the other', () => {
    const { tracer, spans } = recorder();
    const observe = tracing(tracer);
    for (const topic of ['tea', 'milk']) {
      storyOf((scheduler) => blog.run({ topic }, { scheduler, observe }));
    }

    expect(spans()).to.have.length(18);
  });

  it('throws once when two runs mix, and tells nothing more', () => {
    const { tracer, tree } = recorder();
    const observe = tracing(tracer);
    const graph = blog.graph;
    const start = (runId: string) => ({ type: 'run-started', runId, time: 5, graph }) as const;
    observe(start('one'));

    expect(() => observe(start('two'))).to.throw(
      RunsMixed,
      'Run "two" began while another one was being traced by the same observer or operator',
    );
    observe(start('three'));
    observe(told.started('requirements'));
    observe(told.runCompleted);
    expect(tree()).to.deep.equal(['invoke_workflow 5-5 cancelled']);
  });
});
