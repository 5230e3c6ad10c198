/**
 * Random flows as data: of tasks of all kinds, within each other, with routes and joins of all kinds.
 *
 * @module
 */

import fc from 'fast-check';
import type { Join } from '../../lib/core/graph.js';
import type { OnFailure } from '../../lib/flow/plan.js';
import { isOwn, joinOf } from './wires.js';

/** A flow. */
export interface Shape {
  readonly tasks: readonly Placed[];
  readonly onFailure: OnFailure;
  readonly concurrency: number;
}

/** A task in its place. Its name is made of that. */
export interface Placed {
  /** The places of its predecessors, all before its own, ascending. */
  readonly parents: readonly number[];
  readonly work: Work;
  readonly route: Routing | undefined;
}

/** Which of its successors get what a task gives. */
export interface Routing {
  /** Where each key leads, as places among the successors. */
  readonly ways: readonly (readonly number[])[];
  /** What is decided: one key by the output, or several, or nothing that there is. */
  readonly takes: 'one' | 'several' | 'unknown' | 'throws';
}

/** What a task does. */
export type Work = Code | Asking | Sequence | Loop | Each | Race | Nested;

/** How and when something ends that does its work itself. */
interface Own {
  /** Milliseconds until it says something; 0 is at once, and -1 without an Observable. */
  readonly delay: number;
  readonly fate: 'gives' | 'fails' | 'empty' | 'fickle' | 'flaky';
  readonly join: Join;
  readonly optional: boolean;
}

/** Code. */
export interface Code extends Own {
  readonly _tag: 'Code';
  /** How many unfinished snapshots come before the output, a millisecond apart. */
  readonly partials: number;
  /** A text, a list, a record of what it is given, or always the same. */
  readonly gives: 'text' | 'list' | 'record' | 'same';
  /** Whether it works on unfinished outputs. */
  readonly reads: boolean;
}

/** A person is asked. */
export interface Asking extends Own {
  readonly _tag: 'Ask';
}

interface Sequence {
  readonly _tag: 'Sequence';
  readonly steps: readonly Work[];
}

interface Loop {
  readonly _tag: 'Loop';
  readonly round: Work;
  readonly max: number;
  readonly until: boolean;
  readonly history: boolean;
}

interface Each {
  readonly _tag: 'Each';
  readonly item: Work;
  readonly concurrency: number;
  readonly onFailure: OnFailure;
}

interface Race {
  readonly _tag: 'Race';
  /** All of them give the same, so that it does not matter who wins. */
  readonly contenders: readonly Work[];
  /** 0 is a race of all, more a hedge of two. */
  readonly after: number;
}

interface Nested {
  readonly _tag: 'Flow';
  readonly shape: Shape;
}

/** Code that says something at once. */
const plain = (gives: Code['gives']): Code => ({
  _tag: 'Code',
  delay: 0,
  partials: 0,
  fate: 'gives',
  gives,
  reads: false,
  join: 'all',
  optional: false,
});

/** Random flows of so many tasks at the most, within each other so deep at the most. */
export const shapes = (max: number, depth: number): fc.Arbitrary<Shape> =>
  fc.record({
    tasks: fc
      .array(drawn(depth), { minLength: 1, maxLength: max, size: 'max' })
      .map((some) => some.map(placed)),
    onFailure: fc.constantFrom<OnFailure>('isolate', 'stop'),
    concurrency: fc.constantFrom(Infinity, 1, 2),
  });

const drawn = (depth: number): fc.Arbitrary<Placed> =>
  fc.record({
    parents: fc.array(fc.nat({ max: 99 }), { maxLength: 3 }),
    work: fc.oneof(
      { weight: 3, arbitrary: code(joins) },
      { weight: 1, arbitrary: asking(joins) },
      ...(depth > 0 ? [{ weight: 3, arbitrary: composites(depth, joins) }] : []),
    ),
    route: fc.option(routings, { nil: undefined, freq: 3 }),
  });

const placed = ({ parents, work, route }: Placed, index: number): Placed => {
  const before = index === 0 ? [] : [...new Set(parents.map((parent) => parent % index))];
  return {
    parents: before.sort((one, other) => one - other),
    work: before.length === 1 ? work : gathered(work),
    route,
  };
};

/** A loop and forEach are given one value: what several gave has to be made one. */
const gathered = (work: Work): Work =>
  work._tag === 'Loop' || work._tag === 'Each'
    ? { _tag: 'Sequence', steps: [plain(work._tag === 'Each' ? 'list' : 'text'), work] }
    : work;

const routings: fc.Arbitrary<Routing> = fc.record({
  ways: fc.array(fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  }),
  takes: fc.constantFrom('one', 'one', 'one', 'several', 'several', 'several', 'unknown', 'throws'),
});

const joins = fc.constantFrom<Join>('all', 'all', 'any', 'first', 'settled');
const all = fc.constant<Join>('all');

const fates = fc.constantFrom<Own['fate']>(
  'gives',
  'gives',
  'gives',
  'gives',
  'fails',
  'empty',
  'fickle',
  'flaky',
);

const code = (join: fc.Arbitrary<Join>): fc.Arbitrary<Work> =>
  fc
    .record({
      _tag: fc.constant('Code' as const),
      delay: fc.constantFrom(0, 0, -1, 1, 2, 5, 10),
      partials: fc.constantFrom(0, 0, 1, 3),
      fate: fates,
      gives: fc.constantFrom('text', 'text', 'list', 'record'),
      reads: fc.constantFrom(false, false, false, true),
      join,
      optional: fc.boolean(),
    })
    .map((made) => (made.reads ? { ...plain('text'), reads: true } : made));

const asking = (join: fc.Arbitrary<Join>): fc.Arbitrary<Work> =>
  fc.record({
    _tag: fc.constant('Ask' as const),
    delay: fc.constantFrom(0, 0, 1, 4, 20),
    fate: fates,
    join,
    optional: fc.boolean(),
  });

/** What is given one value. */
const inner = (depth: number): fc.Arbitrary<Work> =>
  fc.oneof(
    { weight: 4, arbitrary: code(all) },
    { weight: 1, arbitrary: asking(all) },
    ...(depth > 0
      ? [
          {
            weight: 3,
            // A flow within takes its inputs out of a record.
            arbitrary: composites(depth, all).map((work): Work =>
              work._tag === 'Flow' ? { _tag: 'Sequence', steps: [plain('record'), work] } : work,
            ),
          },
        ]
      : []),
  );

const composites = (depth: number, join: fc.Arbitrary<Join>): fc.Arbitrary<Work> => {
  const deeper = inner(depth - 1);
  return fc.oneof(
    fc.record({
      _tag: fc.constant('Sequence' as const),
      steps: fc
        .tuple(fc.oneof(code(join), asking(join)), fc.array(deeper, { minLength: 1, maxLength: 2 }))
        .map(([first, others]) => [first, ...others]),
    }),
    fc.record({
      _tag: fc.constant('Loop' as const),
      round: deeper,
      max: fc.integer({ min: 1, max: 3 }),
      until: fc.boolean(),
      history: fc.boolean(),
    }),
    fc.record({
      _tag: fc.constant('Each' as const),
      item: deeper,
      concurrency: fc.constantFrom(Infinity, 1, 2),
      onFailure: fc.constantFrom<OnFailure>('stop', 'isolate'),
    }),
    fc
      .record({
        contenders: fc.array(deeper, { minLength: 2, maxLength: 3 }),
        after: fc.constantFrom(0, 0, 2),
      })
      .map(({ contenders, after }): Work => {
        const some = contenders.slice(0, after > 0 ? 2 : 3);
        return {
          _tag: 'Race',
          contenders: some.map((each): Work => ({
            _tag: 'Sequence',
            steps: [...(needsOne(each) ? [plain('list')] : []), each, plain('same')],
          })),
          after,
        };
      }),
    fc.record({
      _tag: fc.constant('Flow' as const),
      shape: shapes(3, depth - 1).map(withSureResults),
    }),
  );
};

const needsOne = ({ _tag }: Work): boolean => _tag === 'Loop' || _tag === 'Each';

/** The results of a flow depend on who was first only where the losers can be left out of them. */
const withSureResults = (shape: Shape): Shape => ({
  ...shape,
  tasks: shape.tasks.map((task) => ({
    ...task,
    work:
      joinOf(task.work) === 'first' &&
      task.parents.some((parent) => !isOwn(shape.tasks[parent]?.work))
        ? joinedBy('any', task.work)
        : task.work,
  })),
});

const joinedBy = (join: Join, work: Work): Work => {
  switch (work._tag) {
    case 'Code':
    case 'Ask':
      return { ...work, join };
    case 'Sequence': {
      const [first, ...others] = work.steps;
      return first === undefined ? work : { ...work, steps: [joinedBy(join, first), ...others] };
    }
    default:
      return work;
  }
};
