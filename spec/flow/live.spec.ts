import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import {
  concat,
  delay,
  firstValueFrom,
  map,
  NEVER,
  of,
  Subject,
  take,
  throwError,
  timer,
  toArray,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { FlowFailed } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { flow } from '../../lib/flow/flow.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { graphs, nameOf, pathsOf, type Drawn } from '../support/graphs.js';
import { storyOf } from '../support/story.js';

const after = (scheduler: SchedulerLike, ms: number, value: string): Observable<string> =>
  of(value).pipe(delay(ms, scheduler));

/** A draft of the topic, a cover in a style, and a page of both: three milliseconds each. */
const magazine = (scheduler: SchedulerLike) =>
  flow({
    inputs: { topic: t.string, style: t.string },
    tasks: {
      draft: task({ run: ({ topic }: { topic: string }) => after(scheduler, 3, `d${topic}`) }),
      cover: task({ run: ({ style }: { style: string }) => after(scheduler, 3, `c${style}`) }),
      page: task({
        run: (given: { draft: string; cover: string }) =>
          after(scheduler, 3, `p(${given.draft},${given.cover})`),
      }),
    },
    paths: { topic: ['draft'], style: ['cover'], draft: ['page'], cover: ['page'] },
  });

describe('a flow whose inputs change', () => {
  it('runs anew what a changed input touches, and nothing else', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live({ topic: cold('a---------b|'), style: cold('x|') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '0 cover started',
      '3 draft =da',
      '3 cover =cx',
      '3 page started',
      '6 page =p(da,cx)',
      '10 draft started',
      '13 draft =db',
      '13 page started',
      '16 page =p(db,cx)',
      '16 run-completed',
    ]);
  });

  it('stops at once what a change makes void, however deep it lies', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live({ topic: cold('a---b|'), style: cold('x|') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '0 cover started',
      '3 draft =da',
      '3 cover =cx',
      '3 page started',
      '4 page cancelled',
      '4 draft started',
      '7 draft =db',
      '7 page started',
      '10 page =p(db,cx)',
      '10 run-completed',
    ]);
  });

  it('takes an equal value for no new version', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live({ topic: cold('a---a----a|'), style: cold('x|') }, { scheduler }),
    );

    expect(lines.filter((line) => line.includes('started'))).to.have.length(3);
  });

  it('hands an old result on when what a task is given turns out to be the same', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { topic: t.string },
        tasks: {
          length: task({ run: ({ topic }: { topic: string }) => topic.length }),
          paint: task({
            run: ({ length }: { length: number }) => after(scheduler, 3, '*'.repeat(length)),
          }),
        },
        paths: { topic: ['length'], length: ['paint'] },
      }).live({ topic: cold('a----b----c|', { a: 'ab', b: 'cd', c: 'efg' }) }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 length started',
      '0 length =2',
      '0 paint started',
      '3 paint =**',
      '5 length started',
      '5 length =2',
      '5 paint =** (unchanged)',
      '10 length started',
      '10 length =3',
      '10 paint started',
      '13 paint =***',
      '13 run-completed',
    ]);
  });

  it('hears of inputs that change together once', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live(
        { topic: cold('a--------b|'), style: cold('x--------y|') },
        { scheduler },
      ),
    );

    expect(lines.slice(6)).to.deep.equal([
      '9 draft started',
      '9 cover started',
      '12 draft =db',
      '12 cover =cy',
      '12 page started',
      '15 page =p(db,cy)',
      '15 run-completed',
    ]);
  });

  it('ends when all inputs have completed and all tasks have settled', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live(
        { topic: cold('a|'), style: cold('x-------------|') },
        { scheduler },
      ),
    );

    expect(lines.at(-1)).to.equal('14 run-completed');
  });

  it('skips what needs an input that completes without a value', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live({ topic: cold('a|'), style: cold('--|') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '2 cover skipped',
      '3 draft =da',
      '3 page skipped',
      '3 run-completed',
    ]);
  });

  it('fails when an input does, with its error', () => {
    const { lines, error } = storyOf((scheduler, { cold }) =>
      magazine(scheduler).live({ topic: cold('a|'), style: cold('x#') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 draft started',
      '0 cover started',
      '1 draft cancelled',
      '1 cover cancelled',
      '1 page cancelled',
      '1 run-failed',
    ]);
    expect(error instanceof FlowFailed && error.causes).to.have.nested.property(
      'style._tag',
      'InputFailed',
    );
  });

  it('fails when a value is not what its codec says', () => {
    const { error } = storyOf((scheduler) =>
      magazine(scheduler).live(
        // What comes from outside is not what the compiler believes.
        { topic: of('a', 7 as unknown as string), style: of('x') },
        { scheduler },
      ),
    );

    expect(String(error)).to.contain(
      'Input "topic" is not what its codec says: expected string, got 7.',
    );
    expect(String(error)).not.to.contain('Nothing was started');
  });

  it('refuses inputs that are missing or unknown, before anything is started', () => {
    const loose = (inputs: object): string =>
      String(
        storyOf((scheduler) =>
          magazine(scheduler).live(
            inputs as { topic: Observable<string>; style: Observable<string> },
          ),
        ).error,
      );

    expect(loose({ topic: NEVER })).to.equal(
      'InvalidInput: Input "style" is missing: give it as { style: style$ }. Nothing was started.',
    );
    expect(loose({ topic: NEVER, stile: NEVER })).to.equal(
      'InvalidInput: Input "stile" is not declared. Did you mean "style"? Nothing was started.',
    );
  });

  it('takes promises and async iterables too', async () => {
    const pages = async function* (): AsyncGenerator<string> {
      yield await Promise.resolve('x');
    };
    const events = await firstValueFrom(
      flow({
        inputs: { topic: t.string, style: t.string },
        tasks: {
          both: task({
            run: (given: { topic: string; style: string }) => given.topic + given.style,
          }),
        },
        paths: { topic: ['both'], style: ['both'] },
      })
        .live({ topic: Promise.resolve('a'), style: pages() })
        .pipe(toArray()),
    );

    expect(events.find(({ type }) => type === 'succeeded')).to.include({ value: 'ax' });
  });

  it('leaves its inputs when it is left', () => {
    const topic = new Subject<string>();
    const style = new Subject<string>();
    for (const policy of ['switch', 'concat', 'exhaust'] as const) {
      storyOf((scheduler) => {
        const subscription = magazine(scheduler)
          .live({ topic, style }, { scheduler, policy })
          .subscribe();
        topic.next('a');
        subscription.unsubscribe();
        return of();
      });
    }

    expect([topic.observed, style.observed]).to.deep.equal([false, false]);
  });

  it('holds a failure for its version when it isolates; the next runs the task again', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { n: t.string },
        tasks: {
          odd: task({
            run: ({ n }: { n: string }) => (n === 'a' ? throwError(() => new Error('no')) : of(n)),
          }),
          next: task({ run: ({ odd }: { odd: string }) => odd }),
        },
        paths: { n: ['odd'], odd: ['next'] },
        onFailure: 'isolate',
      }).live({ n: cold('a--b|') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 odd started',
      '0 odd failed',
      '0 next skipped',
      '3 odd started',
      '3 odd =b',
      '3 next started',
      '3 next =b',
      '4 run-completed',
    ]);
  });

  it('ends at the first failure when it stops', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { n: t.string },
        tasks: { odd: task({ run: () => throwError(() => new Error('no')) }) },
        paths: { n: ['odd'] },
      }).live({ n: cold('a--b|') }, { scheduler }),
    );

    expect(lines).to.deep.equal(['0 odd started', '0 odd failed', '0 run-failed']);
  });
});

describe('a version that comes while work is in flight', () => {
  const started = (policy: 'concat' | 'exhaust' | 'switch'): readonly string[] =>
    storyOf((scheduler, { cold }) =>
      magazine(scheduler).live(
        { topic: cold('a-b-c-----------------d|'), style: cold('x|') },
        { scheduler, policy },
      ),
    ).lines.filter(
      (line) => line.includes('page =') || line.includes('cancelled') || line.includes('run'),
    );

  it('is let in at once', () => {
    expect(started('switch')).to.deep.equal([
      '2 draft cancelled',
      '4 draft cancelled',
      '10 page =p(dc,cx)',
      '28 page =p(dd,cx)',
      '28 run-completed',
    ]);
  });

  it('waits until every task has settled, in order', () => {
    expect(started('concat')).to.deep.equal([
      '6 page =p(da,cx)',
      '12 page =p(db,cx)',
      '18 page =p(dc,cx)',
      '28 page =p(dd,cx)',
      '28 run-completed',
    ]);
  });

  it('is dropped', () => {
    expect(started('exhaust')).to.deep.equal([
      '6 page =p(da,cx)',
      '28 page =p(dd,cx)',
      '28 run-completed',
    ]);
  });

  it('overflows when too many wait', () => {
    const { error } = storyOf((scheduler) =>
      magazine(scheduler).live(
        { topic: timer(0, 1, scheduler).pipe(map((n) => String(n))), style: of('x') },
        { scheduler, policy: 'concat' },
      ),
    );

    expect(String(error)).to.contain('More than 1000 versions of the inputs wait for their turn.');
  });

  it('is treated the same by the operator', () => {
    const given = (policy?: 'concat' | 'exhaust' | 'switch'): readonly string[] => {
      const values: string[] = [];
      const scheduler = new TestScheduler(() => undefined);
      scheduler.run(({ cold }) => {
        cold('a-b-----------c|', {
          a: { topic: 'a', style: 'x' },
          b: { topic: 'b', style: 'x' },
          c: { topic: 'c', style: 'x' },
        })
          .pipe(magazine(scheduler).operator({ scheduler, ...(policy && { policy }) }))
          .subscribe(({ page }) => values.push(page));
      });
      return values;
    };

    expect(given()).to.deep.equal(['p(db,cx)', 'p(dc,cx)']);
    expect(given('concat')).to.deep.equal(['p(da,cx)', 'p(db,cx)', 'p(dc,cx)']);
    expect(given('exhaust')).to.deep.equal(['p(da,cx)', 'p(dc,cx)']);
  });
});

describe('any flow, however its inputs change', () => {
  /** Which inputs change when, in milliseconds. */
  const changes = fc.array(fc.record({ input: fc.nat({ max: 1 }), time: fc.nat({ max: 40 }) }), {
    maxLength: 6,
  });

  it('ends with what its last inputs mean, tells nothing stale, and runs nothing for nothing', () =>
    fc.assert(
      fc.property(graphs(), changes, fc.constantFrom(1, Infinity), (graph, when, concurrency) => {
        const { events } = runOf(graph, when, concurrency);
        const versions = [0, 1].map(
          (input) =>
            new Set(
              when.filter((each) => each.input === input && each.time > 0).map(({ time }) => time),
            ).size,
        );
        const expected = meaningOf(graph, versions);
        const latest = new Map<string, string>();
        const started: Record<string, number> = {};
        for (const event of events) {
          if (!('task' in event)) continue;
          if (event.type === 'waiting') latest.delete(event.task);
          if (event.type === 'started') started[event.task] = (started[event.task] ?? 0) + 1;
          if (event.type !== 'partial' && event.type !== 'succeeded') continue;
          const current = [0, 1].map(
            (input) =>
              new Set(
                when
                  .filter(
                    (each) => each.input === input && each.time > 0 && each.time <= event.time,
                  )
                  .map(({ time }) => time),
              ).size,
          );
          // What is told in the very millisecond of a change may stand before it or after it.
          if (!when.some(({ time }) => time === event.time)) {
            expect(String(event.value), 'stale').to.satisfy((value: string) =>
              isCurrent(value, current),
            );
          }
          if (event.type === 'succeeded') latest.set(event.task, String(event.value));
        }

        expect(Object.fromEntries(latest)).to.deep.equal(expected);
        graph.forEach((_, index) => {
          const needed =
            1 + inputsOf(graph, index).reduce((sum, input) => sum + (versions[input] ?? 0), 0);
          // Each version of what a task is given costs a call, and each failure one more; who reads along begins anew
          // with every attempt that it read.
          const attempts = graph[index]?.optional === true ? 2 ** graph.length : 2;
          expect(started[nameOf(index)] ?? 0).to.be.at.most(needed * attempts);
        });
      }),
      { numRuns: 300 },
    ));
});

/** The inputs that a task stands on: roots by their place, the others by their predecessors. */
const inputsOf = (graph: readonly Drawn[], index: number): readonly number[] => {
  const parents = graph[index]?.parents ?? [];
  return parents.length === 0
    ? [index % 3].filter((input) => input < 2)
    : [...new Set(parents.flatMap((parent) => inputsOf(graph, parent)))];
};

/** What each task gives in the end, when all give something. */
const meaningOf = (
  graph: readonly Drawn[],
  versions: readonly number[],
): Record<string, string> => {
  const values: string[] = [];
  graph.forEach(({ parents }, index) => {
    const own = inputsOf(graph, index).map(
      (input) => `i${String(input)}v${String(versions[input])}`,
    );
    const given =
      parents.length === 0
        ? own
        : [...parents].sort((one, other) => one - other).map((parent) => values[parent] ?? '');
    values.push(`${nameOf(index)}(${given.join()})`);
  });
  return Object.fromEntries(values.map((value, index) => [nameOf(index), value]));
};

const isCurrent = (value: string, versions: readonly number[]): boolean =>
  [...value.matchAll(/i(\d)v(\d+)/gu)].every(
    ([, input, version]) => versions[Number(input)] === Number(version),
  );

const runOf = (
  graph: readonly Drawn[],
  when: readonly { readonly input: number; readonly time: number }[],
  concurrency: number,
): { readonly events: readonly FlowEvent[] } =>
  storyOf((scheduler) => {
    const inputOf = (input: number): Observable<string> => {
      const times = [
        ...new Set(
          when.filter((each) => each.input === input && each.time > 0).map(({ time }) => time),
        ),
      ].sort((one, other) => one - other);
      return concat(
        of(`i${String(input)}v0`),
        ...times.map((time, index) =>
          timer(new Date(time), scheduler).pipe(
            map(() => `i${String(input)}v${String(index + 1)}`),
          ),
        ),
      );
    };
    // Some work on what is unfinished, and some fail at their first attempt at each version.
    const tasks = graph.map((drawn, index): readonly [string, AnyTask] => {
      const name = nameOf(index);
      const say = (given: Record<string, string>): string =>
        `${name}(${Object.values(given).join()})`;
      if (drawn.optional && drawn.parents.length > 0) {
        const operator = (input: Observable<Record<string, string>>): Observable<string> =>
          input.pipe(map(say));
        return [name, task({ partials: true, operator })];
      }
      const failed = new Set<string>();
      const run = (given: Record<string, string>): Observable<string> => {
        const value = say(given);
        const growing = timer(drawn.delay, 1, scheduler).pipe(
          take(drawn.partials + 1),
          map((n) => (n === drawn.partials ? value : `${value} so far`)),
        );
        if (drawn.fate === 'fails' && !failed.has(value)) {
          failed.add(value);
          return concat(
            growing.pipe(take(drawn.partials)),
            throwError(() => new Error('not yet')),
          );
        }
        return drawn.delay === 0 && drawn.partials === 0 ? of(value) : growing;
      };
      return [name, task({ run, retry: { attempts: 2, delay: drawn.delay } })];
    });
    const roots = graph.flatMap(({ parents }, index) => (parents.length === 0 ? [index] : []));
    return flow({
      inputs: { i0: t.string, i1: t.string },
      tasks: Object.fromEntries(tasks),
      paths: {
        i0: roots.filter((index) => index % 3 === 0).map(nameOf),
        i1: roots.filter((index) => index % 3 === 1).map(nameOf),
        ...pathsOf(graph),
      },
      concurrency,
    }).live({ i0: inputOf(0), i1: inputOf(1) }, { scheduler, random: () => 0.5 });
  });
