/**
 * Diagrams of who lets things in, holds them back, and stops them.
 *
 * @module
 */

import * as t from 'io-ts';
import { agent, flow, task, type Policy, type Provider } from 'rivulet';
import { marbleAgent } from 'rivulet/testing';
import { concat, map, merge, of, timer, type Observable, type SchedulerLike } from 'rxjs';
import { box, lane, type Diagram } from './diagram.js';
import { byAll, byFlow, byPipe } from './prove.js';

const left = () =>
  flow({
    tasks: {
      plot: task('A plot', marbleAgent('--a--(b|)', { a: 'A', b: 'A brook' })),
      cover: task('A cover', marbleAgent('---c--------(d|)', { c: 'blu', d: 'blue' })),
      title: task('A title', marbleAgent('--e-----(f|)', { e: 'The', f: 'The brook' })),
      page: task('A page', marbleAgent('--(p|)')),
    },
    paths: { plot: ['title', 'page'], cover: ['page'], title: ['page'] },
  });

/** `a`, `b`, and `c` at 0, 4 and 10: the lane of the word in the diagram. */
const typed = (scheduler: SchedulerLike): Observable<string> =>
  concat(
    of('a'),
    merge(timer(4, scheduler).pipe(map(() => 'b')), timer(10, scheduler).pipe(map(() => 'c'))),
  );

const asked = (policy: Policy) => (scheduler: SchedulerLike) => {
  const glossary = flow({
    inputs: { word: t.string },
    tasks: {
      meaning: task({
        run: ({ word }: { word: string }) =>
          timer(6, scheduler).pipe(map(() => word.toUpperCase())),
      }),
    },
    paths: { word: ['meaning'] },
  });
  return {
    run: (_: unknown, options: Parameters<typeof glossary.live>[1]) =>
      glossary.live({ word: typed(scheduler) }, { ...options, policy }),
  };
};

/** It thinks for five milliseconds, whatever it is asked. */
const slow: Provider<'text'> = {
  name: 'slow',
  account: () => 'one',
  agents: {
    text:
      () =>
      ({ text }, { scheduler }) =>
        timer(5, scheduler).pipe(map(() => ({ value: text.slice(0, 1).toLowerCase() }))),
  },
};

const three = () => {
  const writer = agent({
    type: 'text',
    provider: slow,
    mission: 'write',
    limits: { concurrency: 2 },
  });
  return flow({
    tasks: { plot: task('A', writer), title: task('B', writer), cover: task('C', writer) },
  });
};

export const control: readonly Diagram[] = [
  {
    name: 'cancel',
    title: 'Leaving stops everything',
    says: 'Every request in flight is closed. What had not begun never will, and who has left hears nothing more.',
    rows: [
      lane('plot', '--a--(b|)', { note: 'was done before', tone: 'blue' }),
      lane('cover', '---c-----!', { note: 'its request is closed', tone: 'violet' }),
      lane('title', '-------e-!', { note: 'its request is closed', tone: 'teal', from: 5 }),
      lane('page', '---------!', { note: 'is never asked', tone: 'amber', from: Infinity }),
    ],
    values: { a: 'A', b: 'A brook', c: 'blu', e: 'The' },
    marks: [{ time: 9, label: 'unsubscribe()' }],
    prove: byFlow(left, { until: 9 }),
  },
  {
    name: 'policies',
    title: 'A new input while work is in flight',
    says: "The task takes 6. 'switch' leaves what it was at, 'concat' lets the new one wait, 'exhaust' drops it.",
    rows: [
      lane('word', 'a---b-----(c|)', { note: 'an input', tone: 'slate' }),
      box("glossary.live({ word }, { policy: 'switch' })"),
      lane('switch/meaning', '----(!^)--(!^)--(C|)', { note: 'the default', tone: 'blue' }),
      box("glossary.live({ word }, { policy: 'concat' })"),
      lane('concat/meaning', '------(A|^)-(B|^)-(C|)', {
        note: 'one after the other',
        tone: 'teal',
      }),
      box("glossary.live({ word }, { policy: 'exhaust' })"),
      lane('exhaust/meaning', '------(A|)^-----(C|)', { note: 'b is dropped', tone: 'violet' }),
    ],
    values: { a: 'a', b: 'b', c: 'c', A: 'A', B: 'B', C: 'C' },
    tones: { a: 'blue', A: 'blue', b: 'amber', B: 'amber', c: 'rose', C: 'rose' },
    prove: byAll(
      byPipe((_, scheduler) => ({ word: typed(scheduler) })),
      byFlow(asked('switch'), { prefix: 'switch/' }),
      byFlow(asked('concat'), { prefix: 'concat/' }),
      byFlow(asked('exhaust'), { prefix: 'exhaust/' }),
    ),
  },
  {
    name: 'gate',
    title: 'Two requests at once, for one key',
    says: 'With limits: { concurrency: 2 } the third request waits at the gate until one of the others is done.',
    rows: [
      lane('plot', '-----(a|)', { tone: 'blue' }),
      lane('title', '-----(b|)', { tone: 'teal' }),
      lane('cover', '----------(c|)', { note: 'waits at the gate', tone: 'violet', from: 5 }),
    ],
    values: { a: 'a', b: 'b', c: 'c' },
    prove: byFlow(three),
  },
];
