import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import fc from 'fast-check';
import * as t from 'io-ts';
import { runInNewContext } from 'node:vm';
import { concat, map, of, timer, type Observable } from 'rxjs';
import { ask } from '../../lib/flow/ask.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { race } from '../../lib/flow/race.js';
import { route } from '../../lib/flow/route.js';
import type { RunOptions } from '../../lib/flow/runOptions.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { LanesDiffer } from '../../lib/testing/errors.js';
import { expectFlow } from '../../lib/testing/expectFlow.js';
import type { Lane, Lanes } from '../../lib/testing/lane.js';
import { marbleAgent } from '../../lib/testing/marbleAgent.js';
import { record, type Runnable } from '../../lib/testing/record.js';
import { sourceOf } from '../../lib/testing/sourceOf.js';
import { toMarbles } from '../../lib/testing/toMarbles.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { graphs, nameOf, pathsOf, type Drawn } from '../support/graphs.js';
import { graphOf, told } from '../support/events.js';

/** Random flows of marble agents, some of which work on unfinished outputs, wait long or never end. */
const flows = fc
  .record({
    graph: graphs(),
    extras: fc.array(
      fc.record({
        partials: fc.boolean(),
        wait: fc.constantFrom('', '', ' 2m ', ' 15ms ', 'never'),
      }),
      { minLength: 10, maxLength: 10 },
    ),
    onFailure: fc.constantFrom('stop', 'isolate'),
    concurrency: fc.constantFrom(1, 2, Infinity),
  })
  .map(({ graph, extras, onFailure, concurrency }) => {
    const tasks = graph.map((drawn, index): readonly [string, AnyTask] => {
      const { partials = false, wait = '' } = extras[index] ?? {};
      const { join, optional } = drawn;
      const agent = marbleAgent(marblesOf(drawn, wait));
      return [
        nameOf(index),
        partials
          ? task('?', agent, { optional, partials })
          : task(() => '?', agent, { optional, join }),
      ];
    });
    return flow({
      tasks: Object.fromEntries(tasks),
      paths: pathsOf(graph),
      onFailure,
      concurrency,
    });
  });

const marblesOf = ({ delay, partials, fate }: Drawn, wait: string): string => {
  const said = 'abc'.slice(0, fate === 'empty' ? 0 : partials);
  const end = wait === 'never' ? '' : fate === 'gives' ? '(d|)' : fate === 'fails' ? '#' : '|';
  return `${'-'.repeat(delay)}${said}${wait === 'never' ? '' : wait}${end}`;
};

const eventsOf = (run: Runnable<undefined, { readonly type: string }>): readonly FlowEvent[] =>
  // What flows emit.
  record(run) as readonly FlowEvent[];

describe('toMarbles', () => {
  it('tells a run by the marbles that it is made of', () => {
    const rain = { a: 'It', b: 'It rains' };
    const story = flow({
      tasks: {
        plot: task('?', marbleAgent('--a-(b|)', rain)),
        fails: task('?', marbleAgent('5m #'), { retry: { attempts: 1 } }),
        after: task({ run: () => 1 }),
      },
      paths: { fails: ['after'] },
      onFailure: 'isolate',
    });
    const lanes = toMarbles(record(story));

    expect(lanes).to.deep.equal({ plot: ['--a-(b|)', rain], fails: '5m #', after: '5m /' });
    expectTypeOf(lanes).toEqualTypeOf<Readonly<Record<'plot' | 'fails' | 'after', Lane>>>();
    expectFlow(story).toBe(lanes);
  });

  it('tells of live runs where a task begins anew, also one that was cancelled in the queue', () => {
    const live = flow({
      inputs: { topic: t.string },
      tasks: {
        first: task('{{topic}}', marbleAgent(['--a', '--(b|)'])),
        second: task('{{topic}}', marbleAgent('--(c|)')),
        size: task({ run: ({ topic }: { topic: string }) => topic.length }),
      },
      paths: { topic: ['first', 'second', 'size'] },
      concurrency: 1,
    });
    const run = (_: unknown, options: RunOptions): Observable<FlowEvent> =>
      live.live(
        { topic: concat(of('ab'), timer(5, options.scheduler).pipe(map(() => 'cd'))) },
        options,
      );

    expect(toMarbles(record({ run }))).to.deep.equal({
      first: ['--a--(!^) @7ms (b|)', { a: 'a', b: 'b' }],
      second: ['-----!-^-(a|)', { a: 'c' }],
      size: ['-----!---(^a|)', { a: 2 }],
    });
  });

  it('tells of an old result that is handed on as of one that begins anew', () => {
    const live = flow({
      inputs: { topic: t.string },
      tasks: {
        size: task({ run: ({ topic }: { topic: string }) => topic.length }),
        stars: task({ run: ({ size }: { size: number }) => '*'.repeat(size) }),
      },
      paths: { topic: ['size'], size: ['stars'] },
    });
    const run = (_: unknown, options: RunOptions): Observable<FlowEvent> =>
      live.live(
        { topic: concat(of('ab'), timer(9, options.scheduler).pipe(map(() => 'cd'))) },
        options,
      );
    const lanes = toMarbles(record({ run }));

    expect(lanes).to.deep.include({ stars: ['(a|)-----(^a|)', { a: '**' }] });
    expectFlow({ run }).toBe(lanes);
  });

  it('tells of what a route does not lead to as of what is skipped', () => {
    const post = flow({
      tasks: {
        triage: task('?', marbleAgent('--a-(b|)')),
        refunds: task('?', marbleAgent('--(c|)')),
        answer: task('?', marbleAgent('---(d|)')),
        reply: task('?', marbleAgent('-(e|)'), { join: 'any' }),
      },
      paths: { refunds: ['reply'], answer: ['reply'] },
      routes: {
        triage: route(() => 'other', { refund: 'refunds', other: 'answer' }),
      },
    });
    const lanes = toMarbles(record(post));

    expect(lanes).to.deep.equal({
      triage: ['--a-(b|)', { a: 'a', b: 'b' }],
      refunds: '----/',
      answer: ['-------(a|)', { a: 'd' }],
      reply: ['--------(a|)', { a: 'e' }],
    });
    expectFlow(post).toBe(lanes);
  });

  it('has one lane for a task that is made of tasks, whatever happens within', () => {
    const said = marbleAgent('-a-(b|)', { a: 'Ra', b: 'Rain' });
    const book = flow({
      tasks: {
        titles: task({ run: () => ['Rain', 'Snow'] }),
        chapters: forEach(task('{{it}}', said), { concurrency: 1 }),
        short: loop(task('{{it}}', said), { max: 2 }),
        poem: sequence(task('?', said), task('{{it}}', said)),
        pick: race([task('?', said), task('?', marbleAgent('-----(c|)'))]),
        approved: ask({ question: '{{pick}}', output: t.boolean }),
      },
      paths: { titles: ['chapters'], poem: ['short'], pick: ['approved'] },
    });
    const lanes = toMarbles(record(book, {}, { answers: { approved: true } }));

    expect(lanes).to.deep.equal({
      titles: ['(a|)', { a: ['Rain', 'Snow'] }],
      chapters: ['---a--(b|)', { a: ['Rain'], b: ['Rain', 'Rain'] }],
      short: ['-------a-ba-(b|)', { a: 'Ra', b: 'Rain' }],
      poem: ['----a-(b|)', { a: 'Ra', b: 'Rain' }],
      pick: ['---(a|)', { a: 'Rain' }],
      approved: ['---(a|)', { a: true }],
    });
    expectFlow(book, {}, { answers: { approved: true } }).toBe(lanes);
  });

  it('gives what expectFlow expects of the same flow, whatever it is', () =>
    fc.assert(
      fc.property(flows, fc.constantFrom(1, 1, 3, 10), (random, frame) => {
        const lanes = toMarbles(eventsOf(random), { frame });

        expectFlow(random, undefined, { frame }).toBe(lanes);
      }),
      { numRuns: 200 },
    ));

  it('gives what expectFlow does not expect of a flow that says something else', () =>
    fc.assert(
      fc.property(flows, fc.nat(), (random, place) => {
        const lanes: Lanes = toMarbles(eventsOf(random));
        const entries = Object.entries(lanes);
        const [name = '', lane = ''] = entries[place % entries.length] ?? [];
        const changed: Lane = typeof lane === 'string' ? `- ${lane}^` : [`- ${lane[0]}^`, lane[1]];

        expect(() => expectFlow(random).toBe({ ...lanes, [name]: changed })).to.throw(LanesDiffer);
      }),
      { numRuns: 100 },
    ));

  it('is written as it is read', () =>
    fc.assert(
      fc.property(flows, (random) => {
        const lanes: Lanes = toMarbles(eventsOf(random));
        const read = structuredClone(runInNewContext(`(${sourceOf(lanes)})`)) as Lanes;

        expect(read).to.deep.equal(lanes);
      }),
      { numRuns: 100 },
    ));

  it('counts from when the run began, and rounds times', () => {
    const events: readonly FlowEvent[] = [
      { ...told.runStarted(graphOf(['a'])), time: 1_700_000_000_003 },
      { ...told.partial('a', 'x'), time: 1_700_000_000_027.4 },
      { ...told.succeeded('a', 'y'), time: 1_700_000_000_058 },
    ];
    expect(toMarbles(events, { frame: 10 })).to.deep.equal({
      a: ['--a---(b|)', { a: 'x', b: 'y' }],
    });
    expect(toMarbles(events)).to.deep.equal({ a: ['24ms a 30ms (b|)', { a: 'x', b: 'y' }] });
  });

  it('has letters for any number of values', () => {
    const events: readonly FlowEvent[] = [
      told.runStarted(graphOf(['a'])),
      ...Array.from({ length: 300 }, (_, n) => ({ ...told.partial('a', n), time: n })),
    ];
    const lane = toMarbles(events)['a'];

    expect(Array.from(String(lane?.[0]))).to.have.length(300);
    expect(new Set(Object.values(lane?.[1] ?? {})).size).to.equal(300);
  });

  it('is nothing of nothing', () => {
    expect(toMarbles([])).to.deep.equal({});
    expect(sourceOf({})).to.equal('{\n}');
  });
});
