/**
 * What a task costs that does nothing, in LangGraph.js. It has a process of its own, since loading it makes every
 * promise of the process slower, and few rounds, since each takes a second.
 *
 * @module
 */

import { langGraph } from './peers/langGraph.js';
import { promises } from './peers/promises.js';
import { flowOf } from './support/flows.js';
import { layered } from './support/graphs.js';
import { measure, ratioOf, timeIn, type Contender } from './support/rounds.js';
import { report, timeText } from './support/row.js';

const limit = 'promises by hand';
const size = 1_000;
const graph = layered(size, 1);
const work = () => Promise.resolve(1);
const made = flowOf(graph, () => work);
const contenders: readonly Contender[] = [
  { name: 'LangGraph.js', run: await langGraph(graph, work) },
  { name: 'rivulet', run: () => made.start() },
];
const times = await measure([...contenders, { name: limit, run: promises(graph, work) }], {
  rounds: 5,
});

report(
  contenders.map(({ name }) => ({
    what: `${name}, ${size.toLocaleString('en')} tasks that give promises, per task, beside LangGraph.js`,
    measured: timeText(timeIn(times, name) / size),
    limit: `${limit}, ${timeText(timeIn(times, limit) / size)}`,
    value: ratioOf(times, name, limit),
    unit: 'x',
  })),
);
