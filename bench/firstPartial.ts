/**
 * How much later a task begins to speak than the one that it listens to, four levels down.
 *
 * @module
 */

import { flow, task } from 'rivulet';
import { concatMap, delay, from, map, of, type Observable } from 'rxjs';
import { median } from './support/rounds.js';
import { numberOf, report } from './support/row.js';

const levels = ['spring', 'brook', 'stream', 'river', 'delta'] as const;

// It says something every 5 ms, and everybody below says it again.
const spring = task({
  run: () => from(['a', 'b', 'c', 'd']).pipe(concatMap((text) => of(text).pipe(delay(5)))),
});
const below = task({
  partials: true,
  operator: (inputs: Observable<object>) =>
    inputs.pipe(map((input) => Object.values(input).join())),
});
const made = flow({
  tasks: { spring, brook: below, stream: below, river: below, delta: below },
  paths: { spring: ['brook'], brook: ['stream'], stream: ['river'], river: ['delta'] },
});

/** When each of them was first heard. */
const firsts = (): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    const heard = new Map<string, number>();
    made.run().subscribe({
      next: (event) => {
        if (event.type !== 'partial' || heard.has(event.task)) return;
        heard.set(event.task, performance.now());
      },
      error: reject,
      complete: () => resolve(levels.map((level) => heard.get(level) ?? NaN)),
    });
  });

const step: number[] = [];
const way: number[] = [];
for (let round = 0; round < 30; round++) {
  const times = await firsts();
  const [first = NaN, last = NaN, before = NaN] = [times[0], times[4], times[3]];
  step.push(last - before);
  way.push(last - first);
}

report([
  {
    what: 'rivulet, first partial of a task four levels down',
    measured: `${numberOf(median(step))} ms, worst of 30 ${numberOf(Math.max(...step))} ms`,
    limit: 'the first partial of the task before it',
    value: median(step),
    unit: 'ms',
    goal: 2,
  },
  {
    what: 'rivulet, first partial of a task four levels down',
    measured: `${numberOf(median(way))} ms, worst of 30 ${numberOf(Math.max(...way))} ms`,
    limit: 'the first partial of the first task',
    value: median(way),
    unit: 'ms',
  },
]);
