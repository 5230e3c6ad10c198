/**
 * How long it takes to give boxes and paths their places, and how many paths cross then, beside dagre.
 *
 * @module
 */

import { layout } from '../lib/draw/layout.js';
import type { Link } from '../lib/draw/shape.js';
import { shapeOf } from '../lib/draw/shape.js';
import { dagre } from './peers/dagre.js';
import { crossings } from './support/crossings.js';
import { layered } from './support/graphs.js';
import { measure, ratioOf, timeIn } from './support/rounds.js';
import { report, timeText, type Row } from './support/row.js';

interface Goals {
  /** How many times as long as dagre it may take. */
  readonly time?: number;
  /** How many milliseconds it may take. */
  readonly most?: number;
  /** How many times as many paths may cross. */
  readonly crossings?: number;
}

const laid = async (size: number, goals: Goals): Promise<readonly Row[]> => {
  const links = layered(size, 1).flatMap((parents, to) =>
    parents.map((from): Link => ({ from, to })),
  );
  const boxes = Array.from({ length: size }, () => ({ width: 200, height: 48 }));
  // dagre leads downwards, so this does too.
  const shape = { ...shapeOf(size, links), direction: 'down' as const };
  const own = () => layout(boxes, links, shape);
  const other = await dagre(boxes, links);
  const limit = 'dagre';
  const times = await measure(
    [
      { name: 'rivulet', run: own },
      { name: limit, run: other },
    ],
    size < 1_000 ? { rounds: 7 } : { rounds: 1, sample: 1 },
  );
  const [mine, theirs] = [
    crossings((await own()).courses.map(({ points }) => points)),
    crossings(other()),
  ];
  const tasks = `${size.toLocaleString('en')} tasks in layers`;
  return [
    {
      what: `layout of ${tasks}`,
      measured: timeText(timeIn(times, 'rivulet')),
      limit: `${limit}, ${timeText(timeIn(times, limit))}`,
      value: ratioOf(times, 'rivulet', limit),
      unit: 'x',
      ...(goals.time !== undefined && { goal: goals.time }),
    },
    ...(goals.most === undefined
      ? []
      : [
          {
            what: 'the same as a time',
            measured: timeText(timeIn(times, 'rivulet')),
            limit: 'nothing',
            value: timeIn(times, 'rivulet'),
            unit: 'ms' as const,
            goal: goals.most,
          },
        ]),
    {
      what: `crossings of ${tasks}`,
      measured: `${String(mine)} crossings`,
      limit: `${limit}, ${String(theirs)}`,
      value: mine / theirs,
      unit: 'x',
      ...(goals.crossings !== undefined && { goal: goals.crossings }),
    },
  ];
};

report([
  ...(await laid(5, {})),
  ...(await laid(30, {})),
  ...(await laid(100, { time: 1, crossings: 0.9 })),
  ...(await laid(300, { time: 0.5, crossings: 0.9 })),
  ...(await laid(1_000, { most: 1_000 })),
]);
