/**
 * Diagrams of how the outputs of several tasks come together.
 *
 * @module
 */

import * as t from 'io-ts';
import { flow, task, type RunOptions } from 'rivulet';
import { marbleAgent } from 'rivulet/testing';
import {
  combineLatest,
  concat,
  delay,
  map,
  of,
  share,
  switchMap,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { box, lane, type Diagram } from './diagram.js';
import { byAll, byFlow, byPipe } from './prove.js';

const words = { a: 'one', b: 'one two', c: 'one two three' };

const counted = (text: string): number => text.split(' ').length;

const diamond = () =>
  flow({
    tasks: {
      story: task('Write', marbleAgent('--a----b----(c|)', words)),
      loud: task({
        partials: true,
        operator: (input: Observable<{ story: string }>) =>
          input.pipe(map((given) => given.story.toUpperCase())),
      }),
      words: task({
        partials: true,
        operator: (input: Observable<{ story: string }>) =>
          input.pipe(map((given) => counted(given.story))),
      }),
      label: task({
        partials: true,
        operator: (input: Observable<{ loud: string; words: number }>) =>
          input.pipe(map((given) => `${given.loud} (${String(given.words)})`)),
      }),
    },
    paths: { story: ['loud', 'words'], loud: ['label'], words: ['label'] },
  });

const after = (scheduler: SchedulerLike, ms: number, value: string): Observable<string> =>
  of(value).pipe(delay(ms, scheduler));

/** Two that need the topic, one slower than the other, and one that needs both. */
const magazine = (scheduler: SchedulerLike) =>
  flow({
    inputs: { topic: t.string },
    tasks: {
      text: task({ run: ({ topic }: { topic: string }) => after(scheduler, 2, topic) }),
      cover: task({ run: ({ topic }: { topic: string }) => after(scheduler, 5, topic) }),
      page: task({
        run: (given: { text: string; cover: string }) => `${given.text} + ${given.cover}`,
      }),
    },
    paths: { topic: ['text', 'cover'], text: ['page'], cover: ['page'] },
  });

export const joins: readonly Diagram[] = [
  {
    name: 'glitch',
    title: 'A diamond: one story, read on two ways',
    says: 'combineLatest tells two things for each token, and one of them never was. A task hears of each token once.',
    rows: [
      lane('story', '--a----b----(c|)', { note: 'grows', tone: 'blue' }),
      lane('loud', '--A----B----(C|)', { note: 'in capitals', tone: 'teal', from: 2 }),
      lane('words', '--1----2----(3|)', { note: 'how many', tone: 'violet', from: 2 }),
      box('combineLatest([loud, words])'),
      lane('combineLatest', '--p----(xq)-(yr|)', { note: 'x and y never were', tone: 'slate' }),
      box("paths: { loud: ['label'], words: ['label'] }"),
      lane('label', '--p----q----(r|)', { note: 'what goes together', tone: 'slate', from: 2 }),
    ],
    values: {
      ...words,
      A: 'ONE',
      B: 'ONE TWO',
      C: 'ONE TWO THREE',
      1: 1,
      2: 2,
      3: 3,
      p: 'ONE (1)',
      q: 'ONE TWO (2)',
      r: 'ONE TWO THREE (3)',
      x: 'ONE TWO (1)',
      y: 'ONE TWO THREE (2)',
    },
    tones: {
      x: 'rose',
      y: 'rose',
      p: ['teal', 'violet'],
      q: ['teal', 'violet'],
      r: ['teal', 'violet'],
    },
    prove: byAll(
      byFlow(diamond),
      byPipe((played) => {
        const story = played('story').pipe(share());
        const loud = story.pipe(map((text) => text.toUpperCase()));
        return {
          combineLatest: combineLatest([loud, story.pipe(map(counted))]).pipe(
            map(([text, count]) => `${text} (${String(count)})`),
          ),
        };
      }),
    ),
  },
  {
    name: 'join',
    title: 'An input that changes, and two that need it',
    says: 'What was made of the old topic is void at once. The page waits until both speak of the new one.',
    rows: [
      lane('topic', 'a---------b|', { note: 'an input', tone: 'blue' }),
      lane('text', '--(a|)----^-(b|)', { note: 'takes 2', tone: 'teal' }),
      lane('cover', '-----(a|)-^----(b|)', { note: 'takes 5', tone: 'violet' }),
      box('combineLatest([text, cover])'),
      lane('combineLatest', '-----p------x--(q|)', { note: 'x never was', tone: 'slate' }),
      box('page.live({ topic })'),
      lane('page', '-----(p|)------(^q|)', { note: 'one topic, one page', tone: 'slate', from: 5 }),
    ],
    values: {
      a: 'brooks',
      b: 'rivers',
      p: 'brooks + brooks',
      q: 'rivers + rivers',
      x: 'rivers + brooks',
    },
    tones: { a: 'blue', b: 'amber', p: 'blue', q: 'amber', x: ['amber', 'blue'] },
    prove: byAll(
      byPipe((played, scheduler) => {
        const topic = played('topic').pipe(share());
        const made = (ms: number): Observable<string> =>
          topic.pipe(switchMap((value) => after(scheduler, ms, value)));
        return {
          combineLatest: combineLatest([made(2), made(5)]).pipe(
            map(([text, cover]) => `${text} + ${cover}`),
          ),
        };
      }),
      byFlow((scheduler) => ({
        run: (_: unknown, options: RunOptions) =>
          magazine(scheduler).live(
            { topic: concat(of('brooks'), timer(10, scheduler).pipe(map(() => 'rivers'))) },
            options,
          ),
      })),
    ),
  },
  {
    name: 'start',
    title: 'Everybody begins as soon as they can',
    says: 'There are no rounds: title begins when its own predecessor is done, whatever the others do.',
    rows: [
      lane('plot', '---a--(b|)', { note: 'needs nothing', tone: 'blue' }),
      lane('cover', '---------------(c|)', { note: 'needs nothing', tone: 'violet' }),
      lane('title', '---------(t|)', { note: 'needs plot', tone: 'teal', from: 6 }),
      lane('page', '------------------(p|)', { note: 'needs all', tone: 'amber', from: 15 }),
    ],
    values: { a: 'A brook', b: 'A brook grows', c: 'a cover', t: 'The brook', p: 'a page' },
    prove: byFlow(() =>
      flow({
        tasks: {
          plot: task('A plot', marbleAgent('---a--(b|)', { a: 'A brook', b: 'A brook grows' })),
          cover: task('A cover', marbleAgent('---------------(c|)', { c: 'a cover' })),
          title: task('A title', marbleAgent('---(t|)', { t: 'The brook' })),
          page: task('A page', marbleAgent('---(p|)', { p: 'a page' })),
        },
        paths: { plot: ['title', 'page'], cover: ['page'], title: ['page'] },
      }),
    ),
  },
];
