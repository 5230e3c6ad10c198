/**
 * The pictures of the documents: those of runs are made of marbles, in virtual time.
 *
 * @module
 */

import * as t from 'io-ts';
import {
  agent,
  ask,
  flow,
  forEach,
  hedge,
  loop,
  race,
  route,
  sequence,
  task,
  type FlowEvent,
  type RunOptions,
} from 'rivulet';
import { draw, drawTimeline } from 'rivulet/draw';
import { marbleAgent, record } from 'rivulet/testing';
import { concat, map, of, timer, type Observable } from 'rxjs';
import { blog } from '../../examples/blog.js';

/** A picture of the documents. */
export interface Picture {
  readonly file: string;
  /** Draws it, into a file where one is given. */
  readonly draw: (file?: string) => Promise<string>;
}

const page = flow({
  inputs: { topic: t.string, style: t.string },
  tasks: {
    facts: task('Facts about {{topic}}', marbleAgent(['----a--b--c--(d|)', '----a--b--c--(d|)'])),
    cover: task('A cover in the style of {{style}}', marbleAgent('------a----(b|)')),
    text: task('Write it up', marbleAgent(['---a--b', '---a--b--c--d--(e|)'])),
  },
  paths: { topic: ['facts'], style: ['cover'], facts: ['text'], cover: ['text'] },
});

/** The topic changes when the text has begun. */
const changing = (_: unknown, options: RunOptions): Observable<FlowEvent> =>
  page.live(
    {
      topic: concat(of('brooks'), timer(22, options.scheduler).pipe(map(() => 'rivulets'))),
      style: of('woodcut'),
    },
    options,
  );

const retried = flow({
  tasks: {
    draft: task('Write', marbleAgent(['--a--b--c--#', '---a--b--c--d--(e|)']), {
      retry: { delay: 40 },
    }),
    loud: task({
      partials: true,
      operator: (input: Observable<{ draft: string }>) =>
        input.pipe(map(({ draft }) => draft.toUpperCase())),
    }),
    review: task('Judge this: {{draft}}', marbleAgent('---a--(b|)')),
  },
  paths: { draft: ['loud', 'review'] },
});

const writer = agent({ type: 'text', provider: 'openai', mission: 'write' });
const second = agent({ type: 'text', provider: 'gemini', mission: 'write' });
const painter = agent({ type: 'image', provider: 'stability', mission: 'paint' });
const other = agent({ type: 'image', provider: 'openai', mission: 'paint' });

const words = ['refund', 'threat', 'court'] as const;

const letters = flow({
  inputs: { letter: t.string },
  tasks: {
    triage: task('What is this about?\n{{letter}}', second),
    refund: task('Is it owed to them?', writer),
    answer: task('Answer it', writer),
    audit: task({ run: ({ triage }: { triage: string }) => triage.length }),
    lawyer: ask({ question: 'What do we say to this?\n{{triage}}' }),
    reply: task('Write it out', writer, { join: 'any' }),
  },
  paths: { letter: ['triage'], refund: ['reply'], answer: ['reply'], lawyer: ['reply'] },
  routes: {
    triage: route((about: string) => words.find((word) => about.includes(word)) ?? 'other', {
      refund: 'refund',
      other: ['answer', 'audit'],
      threat: 'lawyer',
      court: 'lawyer',
    }),
  },
});

const book = flow({
  inputs: { topic: t.string },
  tasks: {
    outline: task('The chapters of a book on {{topic}}, one a line', writer),
    titles: task({ run: ({ outline }: { outline: string }) => outline.split('\n') }),
    chapters: forEach(task('Write the chapter “{{it}}”', writer), { concurrency: 2 }),
    preface: sequence(
      task('A preface to a book on {{topic}}', writer),
      task('Translate it: {{it}}', second),
    ),
    blurb: loop(task('Shorten it: {{it}}', writer), { max: 3 }),
    cover: race([task('A cover for {{topic}}', painter), task('A cover for {{topic}}', other)]),
    quote: hedge(task('A quote on {{topic}}', second), task('A quote on {{topic}}', writer), 2000),
    approved: ask({ question: 'Shall this be printed?', output: t.boolean }),
  },
  paths: {
    topic: ['outline', 'preface', 'cover', 'quote'],
    outline: ['titles'],
    titles: ['chapters'],
    preface: ['blurb'],
    chapters: ['approved'],
    blurb: ['approved'],
    cover: ['approved'],
    quote: ['approved'],
  },
});

const sorted = flow({
  tasks: {
    triage: task('What is it about?', marbleAgent('---a--(b|)')),
    refund: task('Is it owed to them?', marbleAgent('--(a|)')),
    answers: sequence(
      task('Answer it', marbleAgent('----a--b--(c|)')),
      task('Shorten it: {{it}}', marbleAgent('--a--(b|)')),
    ),
    seals: race([
      task('Seal it', marbleAgent('-----------------')),
      task('Seal it', marbleAgent('---------(a|)')),
    ]),
  },
  routes: {
    triage: route(() => 'other', { refund: 'refund', other: ['answers', 'seals'] }),
  },
});

export const pictures: readonly Picture[] = [
  {
    file: 'docs/images/blog.svg',
    draw: (file) => draw(blog(false), { title: 'Blog', ...(file !== undefined && { file }) }),
  },
  {
    file: 'docs/images/routes.svg',
    draw: (file) => draw(letters, { title: 'Letters', ...(file !== undefined && { file }) }),
  },
  {
    file: 'docs/images/composites.svg',
    draw: (file) => draw(book, { title: 'A book', ...(file !== undefined && { file }) }),
  },
  {
    file: 'docs/images/inner.svg',
    draw: (file) =>
      drawTimeline(record(sorted), {
        title: 'A letter on its way',
        inner: true,
        ...(file !== undefined && { file }),
      }),
  },
  {
    file: 'docs/images/live.svg',
    draw: (file) =>
      drawTimeline(record({ run: changing }), {
        title: 'A topic that changes',
        ...(file !== undefined && { file }),
      }),
  },
  {
    file: 'docs/images/retry.svg',
    draw: (file) =>
      drawTimeline(record(retried), {
        title: 'A draft that breaks off',
        ...(file !== undefined && { file }),
      }),
  },
];
