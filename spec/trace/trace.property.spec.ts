import type { HrTime } from '@opentelemetry/api';
import { expect } from 'chai';
import fc from 'fast-check';
import { from, take, VirtualTimeScheduler } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { trace, tracing, type Tracer } from '../../lib/trace/index.js';
import { ranOf, type Leaving } from '../support/running.js';
import { shapes } from '../support/shapes.js';
import { millisecondsOf, recorder, type Recorder } from './recorder.js';

const effort = { numRuns: 100 };

/** When each of two inputs changes. */
const changes = fc.tuple(
  ...[0, 1].map(() =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 })
      .map((times) => times.toSorted((one, other) => one - other)),
  ),
);

const leavings: fc.Arbitrary<Leaving> = fc.record({
  by: fc.constantFrom('unsubscribing', 'signal'),
  at: fc.oneof(
    fc.record({ time: fc.nat({ max: 25 }) }),
    fc.record({ event: fc.integer({ min: 1, max: 80 }) }),
  ),
});

const options = {
  times: fc.option(changes, { nil: undefined }),
  leaving: fc.option(leavings, { nil: undefined }),
};

describe('the spans of any flow', function () {
  this.timeout(120_000);

  it('end once each, within the spans they are in', () =>
    fc.assert(
      fc.property(shapes(6, 2), fc.record(options), (shape, running) => {
        const { events } = ranOf(shape, running);
        const { tracer, ends, recorded } = counting();
        const observe = tracing(tracer);
        for (const event of events) observe(event);

        expectWhole(recorded, ends);
        expect(outcomesOf(recorded, 'attempt')).to.deep.equal(attemptsIn(events));
      }),
      effort,
    ));

  it('end once each when the subscriber leaves at whatever event', () =>
    fc.assert(
      fc.property(shapes(6, 2), fc.record(options), fc.nat(), (shape, running, chosen) => {
        const { heard } = ranOf(shape, running);
        const { tracer, ends, recorded } = counting();
        const scheduler = new VirtualTimeScheduler();
        from(heard)
          .pipe(trace(tracer, { scheduler }), take(1 + (chosen % Math.max(1, heard.length))))
          .subscribe();

        expectWhole(recorded, ends);
      }),
      effort,
    ));
});

/** A tracer that counts how often each of its spans is ended. */
const counting = (): {
  readonly tracer: Tracer;
  readonly ends: readonly number[];
  readonly recorded: Recorder;
} => {
  const recorded = recorder();
  const ends: number[] = [];
  const tracer: Tracer = {
    startSpan: (name, begun, context) => {
      const span = recorded.tracer.startSpan(name, begun, context);
      const index = ends.push(0) - 1;
      const end = span.end.bind(span);
      return Object.assign(span, {
        end: (time: HrTime) => {
          ends[index] = (ends[index] ?? 0) + 1;
          end(time);
        },
      });
    },
  };
  return { tracer, ends, recorded };
};

const expectWhole = ({ spans }: Recorder, ends: readonly number[]): void => {
  expect(ends).to.deep.equal(ends.map(() => 1));
  const all = new Map(spans().map((span) => [span.spanContext().spanId, span]));
  expect(all.size).to.equal(ends.length);
  for (const { name, startTime, endTime, parentSpanContext, attributes } of all.values()) {
    expect(attributes['rivulet.outcome']).to.be.a('string');
    if (name === 'invoke_workflow' && parentSpanContext === undefined) continue;
    const parent = all.get(parentSpanContext?.spanId ?? '');
    if (parent === undefined) throw new Error(`${name} has no parent.`);
    expect(millisecondsOf(startTime)).to.be.at.least(millisecondsOf(parent.startTime));
    expect(millisecondsOf(endTime)).to.be.at.most(millisecondsOf(parent.endTime));
  }
};

/** How many spans of a name there are, by how they ended. */
const outcomesOf = ({ spans }: Recorder, called: string): Readonly<Record<string, number>> =>
  countsOf(
    spans()
      .filter(({ name }) => name === called)
      .map(({ attributes }) => String(attributes['rivulet.outcome'])),
  );

/** How many attempts were told of, by how they ended. */
const attemptsIn = (events: readonly FlowEvent[]): Readonly<Record<string, number>> => {
  const ends: string[] = [];
  const open = new Map<string, number>();
  const hear = (event: FlowEvent, path: string): void => {
    if (!('task' in event)) return;
    const task = `${path}/${event.task}`;
    if (event.type === 'inner') hear(event.event, task);
    else if (event.type === 'started') open.set(task, (open.get(task) ?? 0) + 1);
    else if (endings.has(event.type) && (open.get(task) ?? 0) > 0) {
      open.set(task, (open.get(task) ?? 0) - 1);
      ends.push(event.type === 'retrying' ? 'failed' : event.type);
    }
  };
  for (const event of events) hear(event, '');
  return countsOf(ends);
};

const endings = new Set(['retrying', 'succeeded', 'failed', 'skipped', 'cancelled']);

const countsOf = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(names)]
      .sort()
      .map((name) => [name, names.filter((other) => other === name).length]),
  );
