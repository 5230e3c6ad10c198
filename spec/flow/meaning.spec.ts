import { expect } from 'chai';
import fc from 'fast-check';
import {
  concat,
  EMPTY,
  ignoreElements,
  map,
  of,
  take,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { FlowEvent } from '../../lib/core/event.js';
import { flow } from '../../lib/flow/flow.js';
import { task, type AnyTask } from '../../lib/flow/task.js';
import { graphs, nameOf, pathsOf, type Drawn } from '../support/graphs.js';
import { isSpared, reference, type End } from '../support/reference.js';

describe('any flow', () => {
  it('ends with every task in the state that its graph means, whatever the timing', () =>
    fc.assert(
      fc.property(graphs(), fc.constantFrom(1, 2, Infinity), (graph, concurrency) => {
        const { events, calls } = runOf(graph, 'isolate', concurrency);
        const ends = reference(graph);

        expect(endsIn(graph, events)).to.deep.equal(ends);
        expect(events.at(-1)?.type).to.equal(
          ends.some(({ state }, index) => state === 'failed' && !isSpared(graph, index))
            ? 'run-failed'
            : 'run-completed',
        );
        for (const name of graph.keys()) expect(calls[nameOf(name)] ?? 0).to.be.at.most(1);
      }),
      { numRuns: 300 },
    ));

  it('stops at a failure that somebody needs, with every task settled or cancelled', () =>
    fc.assert(
      fc.property(graphs(), (graph) => {
        const { events, error } = runOf(graph, 'stop', Infinity);
        const ends = reference(graph);
        const fails = ends.some(
          ({ state }, index) => state === 'failed' && !isSpared(graph, index),
        );

        expect(events.at(-1)?.type).to.equal(fails ? 'run-failed' : 'run-completed');
        expect(error !== undefined).to.equal(fails);
        if (!fails) expect(endsIn(graph, events)).to.deep.equal(ends);
      }),
      { numRuns: 200 },
    ));

  it('tells the events of each task in order, and ends each in exactly one state', () =>
    fc.assert(
      fc.property(graphs(), fc.constantFrom('stop', 'isolate'), (graph, onFailure) => {
        const { events } = runOf(graph, onFailure, 2);
        graph.forEach((_, index) => {
          const told = events.flatMap((event) =>
            'task' in event && event.task === nameOf(index) ? [letters[event.type]] : [],
          );
          expect(told.join('')).to.match(/^w(q?(sp*[=!]|s?p*[kc!])|[kc!])$/u);
        });
        expect(events[0]?.type).to.equal('run-started');
        expect(events.filter(({ type }) => /^run-(c|f)/u.test(type))).to.have.length(1);
      }),
      { numRuns: 200 },
    ));

  it('adds its deltas up to its values', () =>
    fc.assert(
      fc.property(graphs(), (graph) => {
        const { events } = runOf(graph, 'isolate', Infinity);
        const texts: Record<string, string> = {};
        for (const event of events) {
          if (event.type !== 'partial' && event.type !== 'succeeded') continue;
          const text =
            event.delta === undefined ? event.value : (texts[event.task] ?? '') + event.delta;
          expect(text).to.equal(event.value);
          texts[event.task] = String(text);
        }
      }),
      { numRuns: 100 },
    ));

  it('never runs more tasks at once than it may', () =>
    fc.assert(
      fc.property(graphs(), fc.integer({ min: 1, max: 3 }), (graph, concurrency) => {
        const { events } = runOf(graph, 'isolate', concurrency);
        let running = 0;
        const started = new Set<string>();
        for (const event of events) {
          if (!('task' in event)) continue;
          if (event.type === 'started') {
            started.add(event.task);
            running++;
          }
          if (
            /^(succeeded|failed|skipped|cancelled)$/u.test(event.type) &&
            started.delete(event.task)
          )
            running--;
          expect(running).to.be.at.most(concurrency);
        }
      }),
      { numRuns: 100 },
    ));
});

const letters: Readonly<Record<FlowEvent['type'], string>> = {
  waiting: 'w',
  queued: 'q',
  started: 's',
  partial: 'p',
  retrying: 'r',
  routed: 'd',
  inner: 'i',
  tool: 't',
  succeeded: '=',
  failed: '!',
  skipped: 'k',
  cancelled: 'c',
  'run-started': '',
  'run-completed': '',
  'run-failed': '',
  'run-cancelled': '',
};

interface Ran {
  readonly events: readonly FlowEvent[];
  readonly calls: Readonly<Record<string, number>>;
  readonly error: unknown;
}

const runOf = (
  graph: readonly Drawn[],
  onFailure: 'stop' | 'isolate',
  concurrency: number,
): Ran => {
  const events: FlowEvent[] = [];
  const calls: Record<string, number> = {};
  let error: unknown;
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(() => {
    const tasks = graph.map((drawn, index): readonly [string, AnyTask] => {
      const name = nameOf(index);
      const run = (given: Record<string, unknown>): Observable<string> => {
        calls[name] = (calls[name] ?? 0) + 1;
        return saying(scheduler, drawn, `${name}(${Object.values(given).flatMap(textIn).join()})`);
      };
      return [name, task({ run, join: drawn.join, optional: drawn.optional })];
    });
    flow({ tasks: Object.fromEntries(tasks), paths: pathsOf(graph), onFailure, concurrency })
      .run({}, { scheduler })
      .subscribe({
        next: (event) => events.push(event),
        error: (cause: unknown) => (error = cause),
      });
  });
  return { events, calls, error };
};

const textIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null && '_tag' in value && 'right' in value
      ? [String(value.right)]
      : [];

// Timers are the test scheduler's own: RxJS's virtual `setInterval` trips over a timer that is cleared in the
// frame in which it is due.
const saying = (
  scheduler: SchedulerLike,
  { delay, partials, fate }: Drawn,
  value: string,
): Observable<string> => {
  const last =
    fate === 'fails' ? throwError(() => new Error('no')) : fate === 'empty' ? EMPTY : of(value);
  if (delay === 0 && partials === 0) return last;
  const growing = timer(delay, 1, scheduler).pipe(
    take(Math.max(1, partials)),
    map((n) => value.slice(0, n + 1)),
  );
  return concat(
    fate === 'empty' || partials === 0 ? growing.pipe(ignoreElements()) : growing,
    last,
  );
};

const endsIn = (graph: readonly Drawn[], events: readonly FlowEvent[]): readonly End[] =>
  graph.map((_, index): End => {
    for (const event of events) {
      if (!('task' in event) || event.task !== nameOf(index)) continue;
      if (event.type === 'succeeded') return { state: 'gave', value: String(event.value) };
      if (event.type === 'skipped') return { state: 'skipped', because: event.because.task };
      if (event.type === 'failed') return { state: 'failed' };
    }
    throw new Error(`${nameOf(index)} has not settled`);
  });
