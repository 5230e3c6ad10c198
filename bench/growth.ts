/**
 * Whether a task costs the same in a large graph as in a small one, to run and to declare.
 *
 * @module
 */

import { flowOf } from './support/flows.js';
import { chain, layered, type Parents } from './support/graphs.js';
import { measure, ratioOf, timeIn, type Contender } from './support/rounds.js';
import { report, timeText, type Row } from './support/row.js';

interface Shape {
  readonly name: string;
  readonly graph: Parents;
}

// Layers of one width, so that only the number of tasks grows.
const layers = (size: number): Shape => ({
  name: `${size.toLocaleString('en')} tasks in layers`,
  graph: layered(size, 1, 50),
});

const small = layers(1_000);
const large = [
  layers(10_000),
  layers(100_000),
  { name: 'a chain of 50,000 tasks', graph: chain(50_000) },
];

/** Times per task of all shapes, held against the small one. */
const grown = async (
  doing: string,
  contender: (shape: Shape) => Contender,
): Promise<readonly Row[]> => {
  const times = await measure([small, ...large].map(contender), { rounds: 7, sample: 100 });
  return large.map(({ name, graph }) => ({
    what: `rivulet, ${doing} ${name}, per task`,
    measured: timeText(timeIn(times, name) / graph.length),
    limit: `itself, ${small.name}, ${timeText(timeIn(times, small.name) / small.graph.length)}`,
    value: (ratioOf(times, name, small.name) * small.graph.length) / graph.length,
    unit: 'x',
    goal: 4,
  }));
};

report([
  ...(await grown('running', ({ name, graph }) => {
    const made = flowOf(graph, () => () => 1);
    return { name, run: () => made.start() };
  })),
  ...(await grown('running with promises', ({ name, graph }) => {
    const made = flowOf(graph, () => () => Promise.resolve(1));
    return { name, run: () => made.start() };
  })),
  ...(await grown('declaring', ({ name, graph }) => ({
    name,
    run: () => flowOf(graph, () => () => 1),
  }))),
]);
