/**
 * How long runs take whose tasks take differently long: without a limit against the critical path, with a limit
 * against what no order of the tasks could beat. Time is virtual where nothing else is said.
 *
 * @module
 */

import { flow, task } from 'rivulet';
import { asyncScheduler, finalize, timer, VirtualTimeScheduler, type SchedulerLike } from 'rxjs';
import { promises } from './peers/promises.js';
import { nameOf, pathsOf } from './support/graphs.js';
import { criticalPath, total, workOf, type Work } from './support/latencies.js';
import { median } from './support/rounds.js';
import { report, timeText, type Row } from './support/row.js';

interface Taken {
  readonly makespan: number;
  /** How many tasks ran at once, at most. */
  readonly atOnce: number;
}

/** Runs it once. */
const run = (
  { graph, latencies }: Work,
  scheduler: SchedulerLike,
  concurrency?: number,
): Promise<Taken> => {
  let running = 0;
  let atOnce = 0;
  const tasks = latencies.map((latency, place) => {
    const work = () => {
      atOnce = Math.max(atOnce, ++running);
      return timer(latency, scheduler).pipe(finalize(() => running--));
    };
    return [nameOf(place), task({ run: work })] as const;
  });
  const made = flow({ tasks: Object.fromEntries(tasks), paths: pathsOf(graph) });
  const begin = scheduler.now();
  return new Promise((resolve, reject) => {
    made.run({}, { scheduler, concurrency }).subscribe({
      error: reject,
      complete: () => resolve({ makespan: scheduler.now() - begin, atOnce }),
    });
    if (scheduler instanceof VirtualTimeScheduler) scheduler.flush();
  });
};

const limit = 8;

/** Many graphs of one width. */
const inVirtualTime = async (width: number): Promise<readonly Row[]> => {
  const works = Array.from({ length: 100 }, (_, seed) => workOf(200, width, seed));
  const free: Held[] = [];
  const limited: Held[] = [];
  let atOnce = 0;
  for (const work of works) {
    const path = criticalPath(work);
    const freely = await run(work, new VirtualTimeScheduler());
    const limitedly = await run(work, new VirtualTimeScheduler(), limit);
    free.push({ makespan: freely.makespan, least: path });
    limited.push({ makespan: limitedly.makespan, least: Math.max(path, total(work) / limit) });
    atOnce = Math.max(atOnce, limitedly.atOnce);
  }
  const graphs = `200 tasks in layers of ${String(width)}`;
  return [
    rowOf(`no limit, ${graphs}, mean of 100`, 'the critical path', free, mean, 1.03),
    rowOf(`at most 8, ${graphs}, mean of 100`, 'max(critical path, work / 8)', limited, mean, 1.1),
    rowOf(`at most 8, ${graphs}, worst of 100`, 'max(critical path, work / 8)', limited, worst),
    {
      what: `tasks at once, ${graphs}, most of 100`,
      measured: String(atOnce),
      limit: `the limit of ${String(limit)}`,
      value: atOnce / limit,
      unit: 'x',
      goal: 1,
    },
  ];
};

/** One graph, with real timers, beside promises with the same timers. */
const inRealTime = async (): Promise<readonly Row[]> => {
  const work = workOf(100, 10, 1);
  const least = criticalPath(work);
  const ours: Held[] = [];
  const byHand: Held[] = [];
  for (let round = 0; round < 5; round++) {
    ours.push({ makespan: (await run(work, asyncScheduler)).makespan, least });
    const begin = performance.now();
    await promises(work.graph, (_, place) => delay(work.latencies[place] ?? 0))();
    byHand.push({ makespan: performance.now() - begin, least });
  }
  const graph = 'real time, no limit, 100 tasks in layers of 10';
  return [
    rowOf(`rivulet, ${graph}`, 'the critical path', ours, median, 1.03),
    rowOf(`promises by hand, ${graph}`, 'the critical path', byHand, median),
  ];
};

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Held {
  readonly makespan: number;
  /** What it is held against. */
  readonly least: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const worst = (values: readonly number[]): number => Math.max(...values);

const rowOf = (
  what: string,
  against: string,
  runs: readonly Held[],
  of: (values: readonly number[]) => number,
  goal?: number,
): Row => ({
  what,
  measured: timeText(median(runs.map(({ makespan }) => makespan))),
  limit: `${against}, ${timeText(median(runs.map(({ least }) => least)))}`,
  value: of(runs.map(({ makespan, least }) => makespan / least)),
  unit: 'x',
  ...(goal !== undefined && { goal }),
});

report([
  ...(await inVirtualTime(10)),
  ...(await inVirtualTime(16)),
  ...(await inVirtualTime(40)),
  ...(await inRealTime()),
]);
