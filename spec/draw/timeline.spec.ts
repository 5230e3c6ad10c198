import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { InvalidOptions, TaskFailed } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { RateLimited } from '../../lib/core/providerErrors.js';
import { drawTimeline } from '../../lib/draw/index.js';
import { axisOf, lasting, type Happening } from '../../lib/draw/timelineAxis.js';
import { widthOf } from '../../lib/draw/text.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { race } from '../../lib/flow/race.js';
import { route } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent, record } from '../../lib/testing/index.js';
import { failureOf, flowFailure, graphOf, told } from '../support/events.js';
import { every, parsed } from './drawn.js';

const limited = new RateLimited('openai', 3, { status: 429 });

const news = flow({
  tasks: {
    facts: task('?', marbleAgent('---a---#', undefined, limited), { retry: { attempts: 1 } }),
    draft: task('?', marbleAgent('--abcdef----(g|)')),
    check: task({ run: ({ facts }: { facts: string }) => facts.length }),
    none: task({ run: () => [], optional: true }),
    slow: task('?', marbleAgent('---a----------------b')),
  },
  paths: { facts: ['check'] },
  onFailure: 'isolate',
});
const events = record(news, {}, { until: 30 });

const post = flow({
  tasks: {
    triage: task('?', marbleAgent('---a--(b|)')),
    refunds: task('?', marbleAgent('--(a|)')),
    answer: task('?', marbleAgent('--(a|)')),
    audit: task('?', marbleAgent('---(a|)')),
    file: task('?', marbleAgent('--(a|)')),
    last: sequence(task('?', marbleAgent('-(a|)')), task('?', marbleAgent('-(a|)'))),
  },
  paths: { refunds: ['file'], answer: ['last'] },
  routes: {
    triage: route(() => ['other', 'audit'], {
      refund: 'refunds',
      other: 'answer',
      audit: 'audit',
    }),
  },
});

const said = marbleAgent('-a-(b|)');
const book = flow({
  tasks: {
    titles: task({ run: () => ['Rain', 'Snow'] }),
    chapters: forEach(task('{{it}}', said), { concurrency: 1 }),
    short: loop(task('{{it}}', said), { max: 2 }),
    pick: race([task('?', said), task('?', marbleAgent('-----(c|)'))]),
    sub: post,
  },
  paths: { titles: ['chapters'], chapters: ['short'] },
});

/** Events at their times. */
const at = (...timed: readonly (readonly [number, FlowEvent])[]): readonly FlowEvent[] =>
  timed.map(([time, event]) => ({ ...event, time }));

const parts = (name: string, from: number, count: number, gap: number): readonly FlowEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    ...told.partial(name, 'x'.repeat(n)),
    time: from + n * gap,
  }));

const moment = { wave: 1, attempt: 1, time: 0 } as const;

const routed = (name: string, ways: readonly string[]): FlowEvent => ({
  type: 'routed',
  task: name,
  ...moment,
  ways,
});

const inner = (name: string, event: FlowEvent): FlowEvent => ({
  type: 'inner',
  task: name,
  ...moment,
  time: event.time,
  event,
});

/** Where a text stands from the left, by all that moves it. */
const placeOf = (text: Element): number => {
  let x = Number(text.getAttribute('x') ?? 0);
  for (let at: Element | null = text; at !== null; at = at.parentElement) {
    x += Number(/translate\(([\d.-]+)/u.exec(at.getAttribute('transform') ?? '')?.[1] ?? 0);
  }
  return x;
};

const textsOf = (svg: Element): readonly string[] =>
  Array.from(svg.querySelectorAll('text'), ({ textContent }) => textContent);

const titlesOf = (svg: Element): readonly string[] =>
  Array.from(svg.querySelectorAll('g > title'), ({ textContent }) => textContent);

describe('drawTimeline', () => {
  it('has a lane for each task, in declaration order, with what became of it', async () => {
    const svg = parsed(await drawTimeline(events, { title: 'News' }));
    const texts = textsOf(svg);

    expect(every(svg, 'data-task')).to.deep.equal(['facts', 'draft', 'check', 'none', 'slow']);
    expect(texts.slice(0, 2)).to.deep.equal(['News', 'run test · 5 tasks · 30 ms · cancelled']);
    expect(texts).to.include.members(['failed', 'RateLimited 429', 'done', '12 ms']);
    expect(texts).to.include.members(['skipped', 'facts failed', 'cancelled', 'after 30 ms']);
  });

  it('says what happened to those who point at it, and to those who cannot see it', async () => {
    const svg = parsed(await drawTimeline(events));

    expect(titlesOf(svg)).to.include.members([
      'facts began at 0 s, gave 1 part and failed at 7 ms: RateLimited 429.',
      'check was skipped at 7 ms: facts failed.',
      'waiting 7 ms',
      'running 12 ms',
      '3 ms: a part, 1 character',
      '12 ms: the output, 1 character',
      '7 ms: failed: RateLimited 429',
    ]);
    expect(svg.querySelector('desc')?.textContent).to.match(
      /^run test · 5 tasks · 30 ms · cancelled\. facts began .* slow began at 0 s, gave 2 parts and was cancelled at 30 ms\.$/u,
    );
  });

  it('puts parts that are close together into one marble with their number', async () => {
    const long = [
      ...at([0, told.runStarted(graphOf(['a']))], [0, told.started('a')]),
      ...parts('a', 100, 200, 2),
      ...parts('a', 700, 1, 1),
      ...at([1000, told.succeeded('a', 'x')]),
    ];
    const svg = parsed(await drawTimeline(long));

    expect(textsOf(svg)).to.include('200');
    expect(titlesOf(svg)).to.include('200 parts until 498 ms: 199 characters');
    expect(titlesOf(svg)).to.include('700 ms: a part, 0 characters');
    expect(textsOf(svg)).to.include.members(['part of an output', 'so many parts of an output']);
  });

  it('marks attempts, why they are made and what each waits for', async () => {
    const run = at(
      [0, told.runStarted(graphOf(['a']))],
      [0, told.started('a')],
      [1000, told.retrying('a', limited, 1200)],
      [2200, told.started('a', { attempt: 2 })],
      [2300, told.retrying('a', new TypeError('no'), 700)],
      [3000, told.started('a', { attempt: 3 })],
      [4000, told.failed('a', new TaskFailed('a', 3, [new RangeError('no')]))],
      [4000, told.runFailed(flowFailure({ a: 1 }))],
    );
    const texts = textsOf(parsed(await drawTimeline(run)));

    expect(texts).to.include.members(['RateLimited 429 · 1.2 s', 'TypeError · 700 ms']);
    expect(texts).to.include.members(['attempt 2', 'attempt 3', 'RangeError · attempt 3']);
    expect(texts).to.include.members([
      'waits for the next attempt',
      'an attempt failed',
      'begins anew',
    ]);
  });

  it('leaves words out where there is no room for them', async () => {
    const run = at(
      [0, told.runStarted(graphOf(['a']))],
      [0, told.started('a')],
      [1000, told.retrying('a', limited, 100)],
      [1100, told.started('a', { attempt: 2 })],
      [1110, told.retrying('a', limited, 100)],
      [1210, told.started('a', { attempt: 3 })],
      [9000, told.succeeded('a', 'x')],
    );
    const texts = textsOf(parsed(await drawTimeline(run)));

    expect(texts.filter((text) => text.startsWith('RateLimited'))).to.have.length(1);
    expect(texts).to.include('attempt 3').and.not.to.include('attempt 2');
  });

  it('marks waves', async () => {
    const run = at(
      [0, told.runStarted(graphOf(['a']))],
      [0, told.started('a')],
      [1000, told.succeeded('a', 'x')],
      [3000, told.waiting('a', { wave: 2 })],
      [3000, told.started('a', { wave: 2 })],
      [4000, told.succeeded('a', 'y')],
    );
    expect(textsOf(parsed(await drawTimeline(run)))).to.include.members(['wave 2', 'done', '4 s']);
  });

  it('shortens times in which nothing happens, and says how long they were', async () => {
    const run = [
      ...at([0, told.runStarted(graphOf(['a']))], [0, told.started('a')]),
      ...parts('a', 100, 10, 100),
      ...parts('a', 31_000, 10, 100),
      ...at([32_000, told.succeeded('a', 'x')]),
    ];
    const texts = textsOf(parsed(await drawTimeline(run)));

    expect(texts).to.include('// 30 s //').and.to.include('0.5 s').and.to.include('31.5 s');
    expect(texts).to.include('time in which nothing happens, shortened');
  });

  it('explains what occurs, and nothing else', async () => {
    const texts = textsOf(parsed(await drawTimeline(events)));

    expect(texts).to.include.members(['waits for its predecessors', 'runs', 'output', 'skipped']);
    for (const word of [
      'waits for a slot',
      'begins anew',
      'time in which nothing happens, shortened',
    ])
      expect(texts).to.not.include(word);
  });

  it('shows a run that is still under way, and one of which nothing is known', async () => {
    const texts = textsOf(parsed(await drawTimeline(events.filter(({ time }) => time < 5))));

    expect(texts).to.include.members([
      'run test · 5 tasks · 4 ms · 4 tasks not settled',
      'running',
      'waiting',
    ]);
    expect(textsOf(parsed(await drawTimeline([])))).to.include('0 tasks · 0 s');
    const tail = parsed(await drawTimeline(events.slice(-3)));
    expect(every(tail, 'data-task')).to.not.be.empty;
  });

  it('tells nothing of what was asked and answered', async () => {
    const secret = 'SECRET';
    const secrets = flow({
      tasks: {
        a: task(secret, marbleAgent('-a-(b|)', { a: secret, b: `${secret}!` })),
        b: task(secret, marbleAgent('-a-#', { a: secret }, new Error(secret))),
      },
      onFailure: 'isolate',
    });
    expect(await drawTimeline(record(secrets))).to.not.include(secret);
  });

  it('says where a route led, behind the output, and what it did not lead to', async () => {
    const svg = parsed(await drawTimeline(record(post)));
    const texts = textsOf(svg);

    expect(texts.filter((text) => text === 'other, audit')).to.have.length(1);
    expect(texts.filter((text) => text === 'not taken by triage')).to.have.length(2);
    expect(texts).to.include('key that the route gave');
    expect(titlesOf(svg)).to.include.members([
      '6 ms: goes on by other or audit',
      'triage began at 0 s, gave 1 part, was done at 6 ms and went on by other or audit.',
      'refunds was skipped at 6 ms: not taken by triage.',
    ]);
    expect(textsOf(parsed(await drawTimeline(events)))).to.not.include('key that the route gave');
  });

  it('has room for the keys also where a lane ends with the run', async () => {
    const run = at(
      [0, told.runStarted(graphOf(['a', 'b']))],
      [0, told.started('a')],
      [9, routed('a', ['a key that is much longer than what is beside the lanes'])],
      [9, told.succeeded('a', 'x')],
    );
    const texts = Array.from(parsed(await drawTimeline(run)).querySelectorAll('text'));
    const [keys, outcome] = ['a key that', 'done'].map((begin) =>
      texts.find(({ textContent }) => textContent.startsWith(begin)),
    );
    if (keys === undefined || outcome === undefined) throw new Error('They are not there.');

    const half = widthOf(keys.textContent, 11, 'regular') / 2;
    expect(placeOf(keys) + half)
      .to.be.above(900)
      .and.below(placeOf(outcome));
  });

  it('leaves the keys out where the lane goes on at once', async () => {
    const twice = (pause: number): Promise<string> =>
      drawTimeline(
        at(
          [0, told.runStarted(graphOf(['a']))],
          [0, told.started('a')],
          [1000, routed('a', ['first'])],
          [1000, told.succeeded('a', 'x')],
          [1000 + pause, told.waiting('a', { wave: 2 })],
          [3000, told.started('a', { wave: 2 })],
          [4000, routed('a', ['second'])],
          [4000, told.succeeded('a', 'x')],
        ),
      );
    expect(textsOf(parsed(await twice(0))))
      .to.include('second')
      .and.not.include('first');
    expect(textsOf(parsed(await twice(50))))
      .to.include('second')
      .and.not.include('first');
    expect(textsOf(parsed(await twice(250))).filter((text) => text.endsWith('…'))).to.be.empty;
    expect(textsOf(parsed(await twice(1000)))).to.include.members(['first', 'second']);
  });

  it('shows what happens within a task by its parts, and in lanes of its own where that is asked for', async () => {
    const run = record(book);
    const plain = parsed(await drawTimeline(run));
    expect(every(plain, 'data-task')).to.deep.equal(['titles', 'chapters', 'short', 'pick', 'sub']);
    expect(textsOf(plain)).to.include.members(['for each · 1 at once', 'loop · up to 2']);
    expect(titlesOf(plain)).to.include.members([
      'chapters began at 0 s, gave 1 part and was done at 6 ms.',
      'short began at 6 ms, gave 3 parts and was done at 12 ms.',
      'pick began at 0 s and was done at 3 ms.',
    ]);

    const svg = parsed(await drawTimeline(run, { inner: true }));
    expect(every(svg, 'data-task')).to.deep.equal([
      'titles',
      ...['chapters', 'chapters/1', 'chapters/2'],
      ...['short', 'short/1'],
      ...['pick', 'pick/1', 'pick/2'],
      ...['sub', 'sub/triage', 'sub/refunds', 'sub/answer', 'sub/audit', 'sub/file', 'sub/last'],
      ...['sub/last/1', 'sub/last/2'],
    ]);
    expect(textsOf(svg)).to.include.members(['wave 2', 'other, audit', 'cancelled']);
    expect(textsOf(svg)[1]).to.match(/ · 5 tasks · /u);
    expect(titlesOf(svg)).to.include.members([
      'chapters/2 began at 3 ms, gave 1 part and was done at 6 ms.',
      'pick/2 began at 0 s and was cancelled at 3 ms.',
      'sub/refunds was skipped at 6 ms: not taken by triage.',
    ]);
  });

  it('shortens times in which only tasks within others do something, unless they are shown', async () => {
    const run = [
      ...at(
        [0, told.runStarted(graphOf(['a', 'b']))],
        [0, told.started('a')],
        [0, told.started('b')],
      ),
      ...parts('a', 100, 10, 100),
      ...parts('1', 1200, 30, 1000).map((event) => inner('b', event)),
      ...parts('a', 31_000, 10, 100),
      ...at([32_000, told.succeeded('a', 'x')]),
    ];
    const isFolded = async (isInner: boolean): Promise<boolean> =>
      textsOf(parsed(await drawTimeline(run, { inner: isInner }))).some((text) =>
        text.startsWith('//'),
      );

    expect(await isFolded(false)).to.equal(true);
    expect(await isFolded(true)).to.equal(false);
  });

  it('gives the same bytes each time', async () => {
    expect(await drawTimeline(events)).to.equal(
      await drawTimeline(record(news, {}, { until: 30 })),
    );
  });

  it('is well-formed whatever names are, and what they say is only said', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      `a & b 'c' "d"`,
      '\u0000\uD800\uFFFE',
      '日本語 👩‍👩‍👧‍👦',
      '__proto__',
    ];
    const graph = graphOf(hostile);
    const run = [
      told.runStarted(graph),
      ...hostile.map((name) => told.skipped(name, { task: name, reason: 'failed' })),
      ...hostile.flatMap((name) => [
        routed(name, hostile),
        told.succeeded(name, 'x'),
        inner(name, told.skipped(name, { task: name, reason: 'not-taken' })),
      ]),
      told.failed('<b>', failureOf('<b>', Object.assign(new Error(), { name: '<i>' }))),
    ];
    const svg = parsed(await drawTimeline(run, { title: '<h1>', inner: true }));
    const names = new Set(Array.from(svg.querySelectorAll('*'), ({ localName }) => localName));

    for (const name of names)
      expect(name).to.be.oneOf(['title', 'desc', 'rect', 'g', 'path', 'text', 'circle']);
    expect(
      every(svg, 'id').length + every(svg, 'style').length + every(svg, 'href').length,
    ).to.equal(0);
    expect(every(svg, 'data-task').slice(0, 3)).to.deep.equal([
      hostile[0],
      `${hostile[0] ?? ''}/${hostile[0] ?? ''}`,
      hostile[1],
    ]);
  });

  it('is written to a file, as its name says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rivulet-timeline-'));
    try {
      const svg = await drawTimeline(events, { file: join(folder, 'run.svg') });
      expect(await readFile(join(folder, 'run.svg'), 'utf8')).to.equal(svg);
      await drawTimeline(events, { file: join(folder, 'run.png') });
      const bytes = await readFile(join(folder, 'run.png'));
      expect(bytes.subarray(1, 4).toString('latin1')).to.equal('PNG');
      const error: unknown = await drawTimeline(events, { file: 'run.gif' }).catch(
        (why: unknown) => why,
      );
      expect(error).to.be.instanceOf(InvalidOptions);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the axis of a timeline', () => {
  const happening = (...times: readonly number[]): readonly Happening[] =>
    times.map((time) => ({ time, isPart: true }));
  const steps = (from: number, count: number, gap: number): readonly number[] =>
    Array.from({ length: count }, (_, n) => from + n * gap);

  it('goes from left to right and never back, whatever happens when', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e7 }), { maxLength: 60 }), (some) => {
        const times = [...some].sort((one, other) => one - other);
        const axis = axisOf(happening(...times), 800);
        const places = times.map(axis.at);

        expect(places).to.deep.equal([...places].sort((one, other) => one - other));
        for (const place of places) expect(place).to.be.within(0, axis.width + 0.001);
        const labels = [
          ...axis.ticks.map(({ x, label }) => ({ x, label })),
          ...axis.folds.map(({ x, label }) => ({ x: (x[0] + x[1]) / 2, label: `// ${label} //` })),
        ].sort((one, other) => one.x - other.x);
        labels.reduce((free, { x, label }) => {
          const half = widthOf(label, 11, 'regular') / 2;
          expect(x - half).to.be.at.least(free - 12);
          return x + half;
        }, -Infinity);
      }),
    ));

  it('folds what is long and rare among what is short and frequent', () => {
    const foldsOf = (...times: readonly number[]): readonly string[] =>
      axisOf(happening(...times), 800).folds.map(({ label }) => label);

    expect(foldsOf(...steps(0, 20, 50), ...steps(31_000, 20, 50))).to.deep.equal(['30.1 s']);
    expect(
      foldsOf(...steps(0, 20, 50), ...steps(31_000, 20, 50), ...steps(91_000, 9, 50)),
    ).to.deep.equal(['30.1 s', '59.1 s']);
    expect(foldsOf(0, 10_000, 20_000)).to.deep.equal([]);
    expect(foldsOf(...steps(0, 40, 500), ...steps(1, 40, 500))).to.deep.equal([]);
    expect(foldsOf()).to.deep.equal([]);
    const silent = steps(0, 30, 10).map((time) => ({ time, isPart: false }));
    expect(axisOf([...silent, { time: 99_000, isPart: false }], 800).folds).to.deep.equal([]);
  });

  it('has round times', () => {
    const labelsOf = (end: number): readonly string[] =>
      axisOf(happening(...steps(0, 101, end / 100)), 800).ticks.map(({ label }) => label);

    expect(labelsOf(7)).to.deep.equal([
      '0',
      '1 ms',
      '2 ms',
      '3 ms',
      '4 ms',
      '5 ms',
      '6 ms',
      '7 ms',
    ]);
    expect(labelsOf(1_500)).to.deep.equal([
      '0',
      '0.2 s',
      '0.4 s',
      '0.6 s',
      '0.8 s',
      '1.0 s',
      '1.2 s',
      '1.4 s',
    ]);
    expect(labelsOf(40_000)).to.deep.equal([
      '0',
      '5 s',
      '10 s',
      '15 s',
      '20 s',
      '25 s',
      '30 s',
      '35 s',
      '40 s',
    ]);
    expect(labelsOf(600_000)).to.deep.equal([
      '0',
      '1 min',
      '2 min',
      '3 min',
      '4 min',
      '5 min',
      '6 min',
      '7 min',
      '8 min',
      '9 min',
      '10 min',
    ]);
    expect(labelsOf(0)).to.deep.equal(['0']);
  });

  it('tells how long something took in few words', () => {
    expect(
      [0, 0.25, 1, 999, 1000, 1234, 59_949, 59_950, 90_000, 3_600_000, 5_400_000].map(lasting),
    ).to.deep.equal([
      '0 s',
      '0.25 ms',
      '1 ms',
      '999 ms',
      '1 s',
      '1.2 s',
      '59.9 s',
      '1 min',
      '1 min 30 s',
      '1 h',
      '1 h 30 min',
    ]);
  });
});
