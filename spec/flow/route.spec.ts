import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { EMPTY, of, timer, map, type SchedulerLike } from 'rxjs';
import {
  DuplicateEdge,
  FlowFailed,
  RouteFailed,
  TaskFailed,
  UnknownTask,
} from '../../lib/core/errors.js';
import { Image } from '../../lib/core/media.js';
import type { Said } from '../../lib/core/said.js';
import { byContent } from '../../lib/flow/byContent.js';
import { flow } from '../../lib/flow/flow.js';
import { route } from '../../lib/flow/route.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';

type Decided = string | readonly string[] | PromiseLike<string>;

/** `letter` leads to `refunds`, to `answer` and `audit`, or nowhere; `reply` needs one of the first two. */
const post = (
  decide: (letter: string, said: Said) => Decided,
  tasks: Record<string, AnyTask> = {},
) =>
  flow({
    inputs: { letter: t.string },
    tasks: {
      triage: task({ run: ({ letter }: { letter: string }) => letter }),
      refunds: task({ run: ({ triage }: { triage: string }) => `refund ${triage}` }),
      answer: task({ run: ({ triage }: { triage: string }) => `answer ${triage}` }),
      audit: task({ run: ({ triage }: { triage: string }) => `audit ${triage}` }),
      reply: task({
        join: 'any',
        run: (given: { refunds?: string; answer?: string }) => Object.keys(given).join(),
      }),
      ...tasks,
    },
    paths: { letter: ['triage'], refunds: ['reply'], answer: ['reply'] },
    routes: {
      triage: route(
        decide as (letter: string, said: Said) => 'refund',
        {
          refund: 'refunds',
          other: ['answer', 'audit'],
          none: [],
        } as const,
      ),
    },
  });

const linesOf = (decide: (letter: string, said: Said) => Decided): readonly string[] =>
  storyOf((scheduler) => post(decide).run({ letter: 'x' }, { scheduler })).lines;

describe('a route', () => {
  it('leads to one of its tasks, and the others are skipped', () => {
    expect(linesOf(() => 'refund')).to.deep.equal([
      '0 triage started',
      '0 triage → refund',
      '0 triage =x',
      '0 answer skipped',
      '0 audit skipped',
      '0 refunds started',
      '0 refunds =refund x',
      '0 reply started',
      '0 reply =refunds',
      '0 run-completed',
    ]);
  });

  it('leads to several by one key, by several keys, and nowhere', async () => {
    expect(await post(() => 'other').start({ letter: 'x' })).to.deep.equal({
      triage: 'x',
      answer: 'answer x',
      audit: 'audit x',
      reply: 'answer',
    });
    expect(await post(() => ['other', 'refund', 'other']).start({ letter: 'x' })).to.deep.equal({
      triage: 'x',
      refunds: 'refund x',
      answer: 'answer x',
      audit: 'audit x',
      reply: 'refunds,answer',
    });
    expect(await post(() => 'none').start({ letter: 'x' })).to.deep.equal({ triage: 'x' });
  });

  it('waits for a decision that is promised', async () => {
    const results = await post(() => Promise.resolve('refund')).start({ letter: 'x' });

    expect(results).to.have.property('reply', 'refunds');
  });

  it('is asked once for an output, with what kind of value it is', () => {
    const asked: (readonly [unknown, Said])[] = [];
    const picture: Image = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(1) };
    const values = ['text', picture, { any: 'data' }, [1]];
    for (const value of values) {
      storyOf((scheduler) =>
        flow({
          tasks: {
            give: task({ run: () => of(value, value) }),
            one: task({ run: () => 1 }),
            two: task({ run: () => 2 }),
          },
          routes: {
            give: route(
              (output: unknown, said) => {
                asked.push([output, said]);
                return ['one', 'two'] as const;
              },
              { one: 'one', two: 'two' },
            ),
          },
        }).run({}, { scheduler }),
      );
    }

    expect(asked).to.deep.equal([
      ['text', { modality: 'text', calls: [] }],
      [picture, { modality: 'image', calls: [] }],
      [{ any: 'data' }, { modality: 'data', calls: [] }],
      [[1], { modality: 'data', calls: [] }],
    ]);
  });

  it('tells why a task was skipped, and what that skipped in turn', async () => {
    const settled = await post(() => 'none').settle({ letter: 'x' });

    expect(settled.audit).to.have.nested.property(
      'left.message',
      'Task "audit" was skipped, because "triage" went another way.',
    );
    expect(settled.reply).to.have.nested.property('left.because.reason', 'not-taken');
  });

  it('holds back what grows until it is decided, also for tasks that work on partials', () => {
    const read: string[] = [];
    const { lines } = storyOf((scheduler, { cold }) => {
      const story = cold('a-b-(c|)');
      return flow({
        tasks: {
          story: task({ run: () => story }),
          loud: task({
            partials: true,
            operator: map(({ story }: { story: string }) => {
              read.push(story);
              return story.toUpperCase();
            }),
          }),
          other: task({ run: () => 'o' }),
        },
        routes: {
          story: route((text: string) => (text === 'c' ? 'loud' : 'other'), {
            loud: 'loud',
            other: 'other',
          }),
        },
      }).run({}, { scheduler });
    });

    expect(read).to.deep.equal(['c']);
    expect(lines).to.include.members(['2 story ~b', '4 loud =C', '4 other skipped']);
  });

  it('decides anew when what it decided on has changed', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      post((letter) => (letter === 'a' ? 'refund' : 'other')).live(
        { letter: cold('a--b---b--|') },
        { scheduler },
      ),
    );

    expect(lines.filter((line) => /→|refunds|reply/u.test(line))).to.deep.equal([
      '0 triage → refund',
      '0 refunds started',
      '0 refunds =refund a',
      '0 reply started',
      '0 reply =refunds',
      '3 triage → other',
      '3 refunds skipped',
      '3 reply started',
      '3 reply =answer',
    ]);
  });

  it('goes the old way again, unasked, when the input of its task turns out to be the same', () => {
    let asked = 0;
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { text: t.string },
        tasks: {
          size: task({ run: ({ text }: { text: string }) => text.length }),
          kind: task({ run: ({ size }: { size: number }) => size }),
          short: task({ run: () => 's' }),
          long: task({ run: () => 'l' }),
        },
        paths: { text: ['size'], size: ['kind'] },
        routes: {
          kind: route((size: number) => (asked++, size > 3 ? 'long' : 'short'), {
            short: 'short',
            long: 'long',
          }),
        },
      }).live({ text: cold('a--b|', { a: 'ab', b: 'cd' }) }, { scheduler }),
    );

    expect(asked).to.equal(1);
    expect(lines).to.include.members(['3 kind → short', '3 kind =2 (unchanged)', '3 long skipped']);
  });

  it('is left when the run is left while it is asked', () => {
    const scheduler = storyOf((virtual) => {
      const subscription = post(() => new Promise<string>(() => undefined))
        .run({ letter: 'x' }, { scheduler: virtual })
        .subscribe();
      subscription.unsubscribe();
      return of();
    });

    expect(scheduler.lines).to.deep.equal([]);
  });

  it('fails its task in the time that this has, when it never decides', () => {
    const never = new Promise<string>(() => undefined);
    const { error } = storyOf((scheduler) =>
      post(() => never, {
        triage: task({ run: () => 'x', timeout: { total: 60_000 } }),
      }).run({ letter: 'x' }, { scheduler }),
    );

    expect(String(error)).to.contain('"triage" did not finish within 60000 ms');
  });
});

describe('a route that cannot be gone', () => {
  const failureOf = async (decide: () => Decided): Promise<RouteFailed> => {
    const error: unknown = await post(decide)
      .start({ letter: 'x' })
      .catch((thrown: unknown) => thrown);
    const cause = error instanceof FlowFailed ? error.cause : undefined;
    if (!(cause instanceof RouteFailed)) throw new Error(String(error));
    return cause;
  };

  it('fails its task by a key that it does not have, by none, and by an error', async () => {
    expect((await failureOf(() => 'refnd')).message).to.equal(
      'The route of task "triage" gave "refnd", which is none of its keys. Did it mean "refund"? It has: "refund", "other", "none".',
    );
    expect((await failureOf(() => [])).message).to.contain(
      'gave no key. A way may lead nowhere: { none: [] }.',
    );
    expect((await failureOf(() => EMPTY as unknown as string)).message).to.contain('gave no key.');
    expect((await failureOf(() => undefined as unknown as string)).message).to.contain(
      'gave a value of type undefined, which is none of its keys.',
    );
    const thrown = await failureOf(() => {
      throw new Error('no idea');
    });
    expect(thrown.message).to.contain('The route of task "triage" failed: no idea');
    expect(thrown.cause).to.be.instanceOf(Error);
    expect(await failureOf(() => Promise.reject(new Error('later')))).to.have.nested.property(
      'cause.message',
      'later',
    );
  });

  it('keeps the output, and does not ask for it again', () => {
    let calls = 0;
    const { events } = storyOf((scheduler) =>
      post(() => 'nowhere', {
        triage: task({ run: () => `paid ${String(++calls)}`, retry: { attempts: 3 } }),
      }).run({ letter: 'x' }, { scheduler }),
    );
    const failed = events.find(({ type }) => type === 'failed');

    expect(calls).to.equal(1);
    expect(failed?.type === 'failed' && failed.error).to.be.instanceOf(TaskFailed);
    expect(failed).to.have.nested.property('error.partial', 'paid 1');
  });
});

describe('a join behind a route', () => {
  const behind = (join: 'all' | 'any' | 'first' | 'settled', way: 'left' | 'right' | 'none') =>
    storyOf((scheduler) =>
      flow({
        tasks: {
          fork: task({ run: () => 'f' }),
          left: task({ run: () => after(scheduler, 2, 'l') }),
          right: task({ run: () => after(scheduler, 1, 'r') }),
          end: task({
            join,
            run: (given: object) =>
              Object.entries(given)
                .map(([name, value]) => `${name}:${textOf(value)}`)
                .join(),
          }),
        },
        paths: { left: ['end'], right: ['end'] },
        routes: { fork: route(() => way, { left: 'left', right: 'right', none: [] }) },
      }).run({}, { scheduler }),
    ).lines.filter((line) => line.includes(' end '));

  it("by 'all' is skipped", () => {
    expect(behind('all', 'left')).to.deep.equal(['2 end skipped']);
    expect(behind('all', 'none')).to.deep.equal(['0 end skipped']);
  });

  it("by 'any' runs with the branch that was taken, and is skipped when none was", () => {
    expect(behind('any', 'left')).to.deep.equal(['2 end started', '2 end =left:l']);
    expect(behind('any', 'right')).to.deep.equal(['1 end started', '1 end =right:r']);
    expect(behind('any', 'none')).to.deep.equal(['0 end skipped']);
  });

  it("by 'first' does, too", () => {
    expect(behind('first', 'left')).to.deep.equal(['2 end started', '2 end =left:l']);
    expect(behind('first', 'none')).to.deep.equal(['0 end skipped']);
  });

  it("by 'settled' always runs, and is told who was skipped", () => {
    expect(behind('settled', 'left')).to.deep.equal([
      '2 end started',
      '2 end =left:l,right:TaskSkipped',
    ]);
    expect(behind('settled', 'none')).to.deep.equal([
      '0 end started',
      '0 end =left:TaskSkipped,right:TaskSkipped',
    ]);
  });
});

describe('a flow with routes that cannot be', () => {
  const tasks = { fork: task({ run: () => 'f' }), left: task({ run: () => 'l' }) };
  const loose = (routes: object, paths: object = {}, inputs: object = {}): (() => unknown) => {
    const parts = { tasks, routes, paths, inputs };
    return () => flow(parts as Parameters<typeof flow>[0]);
  };
  const to = (target: string | readonly string[]): object => ({
    fork: route(() => 'a', { a: target }),
  });

  it('is refused', () => {
    expect(loose({ fok: route(() => 'a', { a: 'left' }) })).to.throw(
      UnknownTask,
      'Did you mean "fork"?',
    );
    expect(loose(to('lft'))).to.throw(UnknownTask, '"lft" (in routes.fork.a)');
    expect(loose(to('left'), { fork: ['left'] })).to.throw(
      DuplicateEdge,
      'The path "fork" → "left" is given twice: what a route leads to is not repeated in paths. Remove one of them.',
    );
    expect(loose(to(['left', 'left']))).to.throw(DuplicateEdge);
    expect(loose(to('fork'))).to.throw('fork → fork');
    expect(loose(to('left'), { left: ['fork'] })).to.throw('fork → left → fork');
    expect(loose({ topic: route(() => 'a', { a: 'left' }) }, {}, { topic: t.string })).to.throw(
      'routes.topic: an input has no route',
    );
    expect(loose({ fork: {} })).to.throw('Task "fork": its route is none.');
    // @ts-expect-error -- the compiler says so, too
    expect(() => route(() => 'a', {})).to.throw('a table with at least one key');
  });

  it('is refused when a ready-made decider gives a key that its table lacks', () => {
    const decide = byContent({ refund: ['refund'] }, 'other');
    // @ts-expect-error -- the compiler says so, too
    const lacking = route(decide, { refund: 'left' });

    expect(loose({ fork: lacking })).to.throw(
      'Task "fork": its route gives "other", which its table does not have. It has: "refund".',
    );
  });

  it('may lead to one task by several keys', async () => {
    const routed = flow({
      tasks: {
        fork: task({ run: () => 'f' }),
        left: task({ run: () => 'l' }),
        right: task({ run: () => 'r' }),
      },
      routes: { fork: route((): 'a' | 'b' | 'c' => 'b', { a: 'left', b: ['left'], c: 'right' }) },
    });

    expect(await routed.start()).to.deep.equal({ fork: 'f', left: 'l' });
    expect(routed.graph.edges).to.deep.equal([
      { from: 'fork', to: 'left', ways: ['a', 'b'] },
      { from: 'fork', to: 'right', ways: ['c'] },
    ]);
  });
});

describe('the results of a flow with routes', () => {
  it('may be missing where a task may be skipped, and nowhere else', () => {
    const routed = flow({
      inputs: { text: t.string },
      tasks: {
        initial: task({ output: t.string, run: ({ text }: { text: string }) => text }),
        analyzer: task({
          output: t.number,
          run: ({ initial }: { initial: string }) => initial.length,
        }),
        simplifier: task({ output: t.string, run: () => 's' }),
        expander: task({ output: t.string, run: () => 'e' }),
        extra: task({ output: t.string, run: () => 'x' }),
        formatter: task({ output: t.string, join: 'any', run: () => 'f' }),
        noted: task({ output: t.string, run: ({ extra }: { extra: string }) => extra }),
        maybe: task({ output: t.string, join: 'any', run: () => 'm' }),
      },
      paths: {
        text: ['initial'],
        initial: ['analyzer'],
        simplifier: ['formatter', 'maybe'],
        expander: ['formatter'],
        extra: ['noted'],
      },
      routes: {
        analyzer: route((size: number) => (size > 9 ? 'long' : 'short'), {
          long: ['simplifier', 'extra'],
          short: 'expander',
        }),
      },
    });
    type Results = Awaited<ReturnType<typeof routed.start>>;
    expect(routed.graph.tasks).to.have.length(8);

    expectTypeOf<Results>().toEqualTypeOf<{
      readonly initial: string;
      readonly analyzer: number;
      readonly simplifier: string | undefined;
      readonly expander: string | undefined;
      readonly extra: string | undefined;
      readonly formatter: string;
      readonly noted: string | undefined;
      readonly maybe: string | undefined;
    }>();
  });
});

const after = (scheduler: SchedulerLike, ms: number, value: string) =>
  timer(ms, scheduler).pipe(map(() => value));

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && '_tag' in value
    ? 'right' in value
      ? String(value.right)
      : 'left' in value && value.left instanceof Error
        ? value.left.name
        : ''
    : String(value);
