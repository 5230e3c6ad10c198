/**
 * Diagrams of routes, and of tasks that are made of tasks.
 *
 * @module
 */

import { byContent, flow, forEach, hedge, loop, race, route, task } from 'rivulet';
import { marbleAgent } from 'rivulet/testing';
import { map, type Observable } from 'rxjs';
import { box, lane, type Diagram } from './diagram.js';
import { byFlow } from './prove.js';

const post = () =>
  flow({
    tasks: {
      triage: task('What is it about?', marbleAgent('--(a|)', { a: 'money' })),
      refund: task('Pay it back', marbleAgent('--b--(c|)', { b: 'We', c: 'We pay' })),
      answer: task('Answer kindly', marbleAgent('---(c|)')),
      reply: task('Write it out', marbleAgent('---(d|)', { d: 'Dear Sir' }), { join: 'any' }),
    },
    paths: { refund: ['reply'], answer: ['reply'] },
    routes: {
      triage: route(byContent({ money: ['money'] }, 'other'), {
        money: 'refund',
        other: 'answer',
      }),
    },
  });

const shortened = () =>
  flow({
    tasks: {
      draft: task('Write', marbleAgent('--(a|)', { a: 'a very long text' })),
      short: loop(
        task(
          'Shorten: {{it}}',
          marbleAgent(['--b--(c|)', '--d--(e|)'], {
            b: 'a long',
            c: 'a long text',
            d: 'a',
            e: 'a text',
          }),
        ),
        { max: 5, until: (text) => text.length < 8 },
      ),
    },
    paths: { draft: ['short'] },
  });

const book = () =>
  flow({
    tasks: {
      titles: task({
        run: (): Observable<readonly string[]> =>
          marbleAgent('--(t|)', { t: 'Rain, Snow, Sun' })
            .ask('')
            .pipe(map((text) => text.split(', '))),
      }),
      chapters: forEach(
        task(
          '{{it}}',
          marbleAgent(['-------(a|)', '---(b|)', '-----(c|)'], {
            a: 'Wet.',
            b: 'Cold.',
            c: 'Hot.',
          }),
        ),
        { concurrency: 2 },
      ),
    },
    paths: { titles: ['chapters'] },
  });

export const ways: readonly Diagram[] = [
  {
    name: 'route',
    title: 'A route, and a skip',
    says: 'triage said “money”, so answer is skipped. A skip travels on like a value: reply joins by any, and knows that nobody else will come.',
    rows: [
      lane('triage', '--(a|)', { note: 'has a route', tone: 'blue' }),
      box("route(byContent({ money: ['money'] }, 'other'), { money: 'refund', other: 'answer' })"),
      lane('refund', '----b--(c|)', { note: 'money', tone: 'teal', from: 2 }),
      lane('answer', '--/', { note: 'other', tone: 'violet', from: Infinity }),
      lane('reply', '----------(d|)', { note: "join: 'any'", tone: 'amber', from: 7 }),
    ],
    values: { a: 'money', b: 'We', c: 'We pay', d: 'Dear Sir' },
    prove: byFlow(post),
  },
  {
    name: 'loop',
    title: 'Again, until it is good',
    says: 'loop gives a task what it gave before, until that is good. All of it streams; only the last answer is the output.',
    rows: [
      lane('draft', '--(a|)', { tone: 'blue' }),
      box("loop(task('Shorten: {{it}}', editor), { max: 5, until: (text) => text.length < 8 })"),
      lane('short', '----b--c-d--(e|)', { note: 'twice', tone: 'teal', from: 2 }),
    ],
    values: { a: 'a very long text', b: 'a long', c: 'a long text', d: 'a', e: 'a text' },
    tones: { d: 'amber', e: 'amber' },
    prove: byFlow(shortened),
  },
  {
    name: 'forEach',
    title: 'For each of a list, two at a time',
    says: 'The third item begins when a place is free. The list grows in the order of its items, not of who is done first.',
    rows: [
      lane('titles', '--(t|)', { note: 'a list of three', tone: 'slate' }),
      box("forEach(task('{{it}}', writer), { concurrency: 2 })"),
      lane('chapters/1', '---------(a|)', { note: 'Rain', tone: 'blue', from: 2 }),
      lane('chapters/2', '-----(b|)', { note: 'Snow', tone: 'teal', from: 2 }),
      lane('chapters/3', '----------(c|)', { note: 'Sun', tone: 'violet', from: 5 }),
      lane('chapters', '---------p(q|)', { note: 'the output', tone: 'amber', from: 2 }),
    ],
    values: {
      t: ['Rain', 'Snow', 'Sun'],
      a: 'Wet.',
      b: 'Cold.',
      c: 'Hot.',
      p: ['Wet.', 'Cold.'],
      q: ['Wet.', 'Cold.', 'Hot.'],
    },
    prove: byFlow(book),
  },
  {
    name: 'race',
    title: 'The first that answers',
    says: 'race asks all at once, hedge the second one only when the first is slow. The first success is taken, the others are cancelled.',
    rows: [
      box('race([quick, slow])'),
      lane('race/1', '----a-(b|)', { note: 'quick', tone: 'blue' }),
      lane('race/2', '---c--!', { note: 'slow', tone: 'violet' }),
      lane('race', '------(b|)', { note: 'the output', tone: 'teal' }),
      box('hedge(slow, quick, 5)'),
      lane('hedge/1', '---c-------!', { note: 'slow', tone: 'violet' }),
      lane('hedge/2', '---------a-(b|)', { note: 'quick', tone: 'blue', from: 5 }),
      lane('hedge', '-----------(b|)', { note: 'the output', tone: 'teal' }),
    ],
    values: { a: 'It', b: 'It rains', c: 'Ra' },
    prove: byFlow(() => {
      const values = { a: 'It', b: 'It rains', c: 'Ra', d: 'Rain' };
      const quick = task('Write', marbleAgent('----a-(b|)', values));
      const slow = task('Write', marbleAgent('---c-----------(d|)', values));
      return flow({ tasks: { race: race([quick, slow]), hedge: hedge(slow, quick, 5) } });
    }),
  },
];
