/**
 * What a run keeps: while it is held, when it has been released, and when it has ended.
 *
 * @module
 */

import { flow, task } from 'rivulet';
import { NEVER } from 'rxjs';
import { flowOf } from './support/flows.js';
import { layered, nameOf, pathsOf } from './support/graphs.js';
import { median } from './support/rounds.js';
import { numberOf, report } from './support/row.js';

const size = 10_000;

/** Bytes in use when all that can go has gone. */
const bytes = async (): Promise<number> => {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc?.();
  }
  return process.memoryUsage().heapUsed;
};

/** A run in which everything has finished but one task, which never does. */
const graph = layered(size, 1);
const made = flow({
  tasks: {
    ...Object.fromEntries(graph.map((_, place) => [nameOf(place), task({ run: () => place })])),
    open: task({ run: () => NEVER }),
  },
  paths: pathsOf(graph),
});

const holding = async (): Promise<readonly [held: number, released: number]> => {
  const before = await bytes();
  let finished = 0;
  const run = made.run().subscribe((event) => {
    if (event.type === 'succeeded') finished++;
  });
  const held = (await bytes()) - before;
  if (finished !== size) throw new Error(`${String(finished)} of ${String(size)} have finished.`);
  run.unsubscribe();
  return [held / size, ((await bytes()) - before) / size];
};

/** What each of many runs leaves behind. */
const leaking = async (): Promise<number> => {
  const thousand = flowOf(layered(1_000, 1), (place) => () => Promise.resolve(place));
  const many = 200;
  const run = async (): Promise<void> => {
    for (let count = 0; count < many; count++) await thousand.start();
  };
  await run();
  const before = await bytes();
  await run();
  return ((await bytes()) - before) / many;
};

await holding();
const rounds: (readonly [held: number, released: number])[] = [];
for (let round = 0; round < 7; round++) rounds.push(await holding());
const held = median(rounds.map(([each]) => each));
const released = median(rounds.map(([, each]) => each));
const left: number[] = [];
for (let round = 0; round < 3; round++) left.push(await leaking());

report([
  {
    what: `a finished task while its run is held, of ${size.toLocaleString('en')}`,
    measured: `${numberOf(held)} B`,
    limit: 'nothing',
    value: held,
    unit: 'B',
    goal: 400,
  },
  {
    what: 'the same when the run has been released',
    measured: `${numberOf(released)} B`,
    limit: 'nothing',
    value: released,
    unit: 'B',
    goal: 20,
  },
  {
    what: 'what a run of 1,000 tasks leaves behind, mean of 200',
    measured: `${numberOf(median(left))} B`,
    limit: 'nothing',
    value: median(left) / 1_024,
    unit: 'KB',
    goal: 1,
  },
]);
