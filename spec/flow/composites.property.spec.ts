import { expect } from 'chai';
import fc from 'fast-check';
import { FlowFailed } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { complaintsOf } from '../support/audit.js';
import { isFailed, meaningOf, type End } from '../support/meaning.js';
import {
  inputsAt,
  lastInputs,
  ranInRealTime,
  ranOf,
  type Leaving,
  type Ran,
} from '../support/running.js';
import { shown, versionsIn } from '../support/said.js';
import { shapes, type Shape } from '../support/shapes.js';
import { mayLose, nameOf } from '../support/wires.js';

const effort = { numRuns: 200 };

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

describe('any flow of tasks within tasks', function () {
  this.timeout(120_000);

  it('ends each task in the state that its shape means, with what it means', () =>
    fc.assert(
      fc.property(shapes(12, 3), (shape) => {
        const ran = ranOf(isolating(shape));

        expectOrder(ran);
        expectEnds(isolating(shape), ran.events);
        expect(ran.counts.most).to.be.at.most(shape.concurrency);
      }),
      effort,
    ));

  it('ends the same for any timing, and however many may run at once', () =>
    fc.assert(
      fc.property(
        shapes(12, 2),
        fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 7 }),
        fc.constantFrom(1, 2, 3, Infinity),
        (shape, delays, concurrency) => {
          const ran = ranOf({ ...isolating(shape), concurrency }, { delays });

          expectOrder(ran);
          expectEnds(isolating(shape), ran.events);
        },
      ),
      effort,
    ));

  it('stops at a failure that somebody needs, and leaves nothing at work', () =>
    fc.assert(
      fc.property(shapes(12, 3), (shape) => {
        const stopping: Shape = { ...shape, onFailure: 'stop' };
        const ran = ranOf(stopping);
        const fails = isFailed(stopping, meaningOf(stopping));

        expectOrder(ran);
        expect(ran.error instanceof FlowFailed).to.equal(fails);
        expect(ran.events.at(-1)?.type).to.equal(fails ? 'run-failed' : 'run-completed');
        if (!fails) expectEnds(stopping, ran.events);
      }),
      effort,
    ));

  it('leaves nothing at work when it is left, whenever that is', () =>
    fc.assert(
      fc.property(
        shapes(8, 3),
        leavings,
        fc.option(changes, { nil: undefined }),
        (shape, leaving, times) => {
          const ran = ranOf(shape, { leaving, times });

          expectOrder(ran);
          if (ran.atLeaving !== undefined) expect(ran.counts).to.deep.equal(ran.atLeaving);
          // Who leaves hears nothing more; who lets it be cancelled hears of that.
          const heard = leaving.by === 'signal' ? ran.events.length : ran.heard.length;
          expect(ran.heard).to.deep.equal(ran.events.slice(0, heard));
        },
      ),
      effort,
    ));

  it('ends with what its last inputs mean, and tells nothing stale, however they change', () =>
    fc.assert(
      fc.property(
        shapes(8, 2),
        changes,
        fc.constantFrom('switch' as const, 'concat' as const, 'exhaust' as const),
        (shape, times, policy) => {
          const ran = ranOf(isolating(shape), { times, policy });

          expectOrder(ran);
          // The last versions may be among those that are dropped.
          if (policy !== 'exhaust') expectEnds(isolating(shape), ran.events, lastInputs(times));
          if (policy === 'switch') expectFresh(ran.events, times);
        },
      ),
      effort,
    ));

  it('ends the same in real time, when all is said, decided and remembered by promises', () =>
    fc.assert(
      fc.asyncProperty(
        shapes(8, 2),
        fc.option(changes, { nil: undefined }),
        fc.option(leavings, { nil: undefined }),
        async (shape, times, leaving) => {
          const ran = await ranInRealTime(isolating(shape), { times, leaving });

          expectOrder(ran);
          if (ran.atLeaving === undefined) {
            expectEnds(isolating(shape), ran.events, lastInputs(times ?? []));
          }
        },
      ),
      { ...effort, numRuns: effort.numRuns / 2 },
    ));
});

const isolating = (shape: Shape): Shape => ({ ...shape, onFailure: 'isolate' });

/** Every task that was told of has ended, in one state, and whatever was begun has been torn down once. */
const expectOrder = ({
  events,
  counts,
  limits,
}: Pick<Ran, 'events' | 'counts' | 'limits'>): void => {
  expect(complaintsOf(events, limits)).to.deep.equal([]);
  expect(counts.ended).to.equal(counts.begun);
};

/** Every task has ended as the shape means it. */
const expectEnds = (
  shape: Shape,
  events: readonly FlowEvent[],
  inputs: Readonly<Record<string, string>> = {},
): void => {
  const ends = meaningOf(shape, inputs);
  const told = new Map<string, string>();
  for (const event of events) {
    if (!('task' in event)) continue;
    if (event.type === 'succeeded') told.set(event.task, shown(event.value));
    if (event.type === 'skipped') told.set(event.task, shown(event.because));
    if (event.type === 'failed' || event.type === 'cancelled') told.set(event.task, event.type);
  }
  const expected = ends.map(endOf);
  const got = ends.map((_, index) => {
    const end = told.get(nameOf(index));
    // Who lost against another, and is wanted by nobody else, may have been cancelled before it ended.
    return end === 'cancelled' && mayLose(shape, index) ? expected[index] : end;
  });
  expect(got).to.deep.equal(expected);
  expect(events.at(-1)?.type).to.equal(isFailed(shape, ends) ? 'run-failed' : 'run-completed');
};

const endOf = (end: End): string => {
  switch (end.state) {
    case 'gave':
      return shown(end.value);
    case 'skipped':
      return shown(end.because);
    case 'failed':
      return end.state;
  }
};

/** What is told is made of the versions of the inputs that there are then. */
const expectFresh = (events: readonly FlowEvent[], times: readonly (readonly number[])[]): void => {
  for (const event of events) {
    // What is told in the very millisecond of a change may stand before it or after it.
    if (times.flat().includes(event.time)) continue;
    const current = Object.values(inputsAt(times, event.time));
    expect(current).to.include.members([...versionsIn(valueIn(event))]);
  }
};

const valueIn = (event: FlowEvent): unknown => {
  switch (event.type) {
    case 'inner':
      return valueIn(event.event);
    case 'partial':
    case 'succeeded':
      return event.value;
    default:
      return undefined;
  }
};
