/**
 * What a task costs that does nothing: a warm run of a graph, divided by its tasks.
 *
 * @module
 */

import { pGraph } from './peers/pGraph.js';
import { promises } from './peers/promises.js';
import { streams } from './peers/streams.js';
import { flowOf } from './support/flows.js';
import { layered } from './support/graphs.js';
import { measure, ratioOf, timeIn, type Contender } from './support/rounds.js';
import { report, timeText, type Row } from './support/row.js';

const limit = 'promises by hand';

const overhead = async (size: number, gives: 'values' | 'promises'): Promise<readonly Row[]> => {
  const graph = layered(size, 1);
  const work = gives === 'values' ? () => 1 : () => Promise.resolve(1);
  const made = flowOf(graph, () => work);
  const contenders: readonly Contender[] = [
    { name: 'rivulet', run: () => made.start() },
    { name: 'combineLatest by hand', run: streams(graph, work) },
    { name: 'p-graph', run: await pGraph(graph, work) },
  ];
  const times = await measure([...contenders, { name: limit, run: promises(graph, work) }], {
    rounds: 15,
  });
  return contenders.map(({ name }) => ({
    what: `${name}, ${size.toLocaleString('en')} tasks that give ${gives}, per task`,
    measured: timeText(timeIn(times, name) / size),
    limit: `${limit}, ${timeText(timeIn(times, limit) / size)}`,
    value: ratioOf(times, name, limit),
    unit: 'x',
    ...(name === 'rivulet' && { goal: 3 }),
  }));
};

report([
  ...(await overhead(1_000, 'values')),
  ...(await overhead(1_000, 'promises')),
  ...(await overhead(10_000, 'values')),
  ...(await overhead(10_000, 'promises')),
]);
