/**
 * Diagrams of what a task says while it works, and of what can be made of it.
 *
 * @module
 */

import { deltas, eachSentence, flow, guard, results, select, sentences, task } from 'rivulet';
import { marbleAgent } from 'rivulet/testing';
import { map, type Observable } from 'rxjs';
import { box, lane, type Diagram } from './diagram.js';
import { byAll, byFlow, byPipe } from './prove.js';

const rain = { a: 'It', b: 'It rai', c: 'It rains' };

const story = () => flow({ tasks: { story: task('Write', marbleAgent('--a--b--(c|)', rain)) } });

const reads = () =>
  flow({
    tasks: {
      story: task('Write', marbleAgent('--a--b--(c|)', rain)),
      loud: task({
        partials: true,
        operator: (input: Observable<{ story: string }>) =>
          input.pipe(map((given) => given.story.toUpperCase())),
      }),
      title: task('A title for {{story}}', marbleAgent('--s--(t|)', { s: 'Ra', t: 'Rain' })),
    },
    paths: { story: ['loud', 'title'] },
  });

export const streams: readonly Diagram[] = [
  {
    name: 'stream',
    title: 'What a task says, and what you hear of it',
    says: 'A run tells events. Operators take out of them what you need: snapshots, what was added, or the results.',
    rows: [
      lane('story', '--a--b--(c|)', { note: 'a task of an agent', tone: 'blue' }),
      box("story.run().pipe(select('story'))"),
      lane('select', '--a--b--(c|)', { note: 'all of it so far', tone: 'blue' }),
      box("story.run().pipe(deltas('story'))"),
      lane('deltas', '--x--y--(z|)', { note: 'what was added', tone: 'teal' }),
      box('story.run().pipe(results())'),
      lane('results', '--------(r|)', { note: 'one record, at the end', tone: 'violet' }),
    ],
    values: {
      ...rain,
      x: { _tag: 'Append', text: 'It' },
      y: { _tag: 'Append', text: ' rai' },
      z: { _tag: 'Append', text: 'ns' },
      r: { story: 'It rains' },
    },
    prove: byAll(
      byFlow(story),
      byPipe((_, scheduler) => ({
        select: story().run({}, { scheduler }).pipe(select('story')),
        deltas: story().run({}, { scheduler }).pipe(deltas('story')),
        results: story().run({}, { scheduler }).pipe(results()),
      })),
    ),
  },
  {
    name: 'partials',
    title: 'Working along, or waiting for the end',
    says: 'A task with partials: true is fed each snapshot of what it reads. All others begin when it is finished.',
    rows: [
      lane('story', '--a--b--(c|)', { note: 'grows', tone: 'blue' }),
      box('task({ partials: true, operator: map(({ story }) => story.toUpperCase()) })'),
      lane('loud', '--A--B--(C|)', { note: 'reads along', tone: 'teal', from: 2 }),
      box("task('A title for {{story}}', writer)"),
      lane('title', '----------s--(t|)', {
        note: 'reads what is finished',
        tone: 'violet',
        from: 8,
      }),
    ],
    values: { ...rain, A: 'IT', B: 'IT RAI', C: 'IT RAINS', s: 'Ra', t: 'Rain' },
    prove: byFlow(reads),
  },
  {
    name: 'chunks',
    title: 'A growing text, cut into sentences',
    says: 'sentences() lets the text through up to its last whole sentence; eachSentence() tells each sentence once.',
    rows: [
      lane('text', '-a--b--c--d---|', { note: 'snapshots', tone: 'blue' }),
      box('sentences()'),
      lane('sentences', '----B-----C---(d|)', { note: 'the text so far', tone: 'blue' }),
      box('eachSentence()'),
      lane('eachSentence', '----B-----Y---(Z|)', { note: 'one by one', tone: 'teal' }),
    ],
    values: {
      a: 'Hi',
      b: 'Hi. I',
      c: 'Hi. I am',
      d: 'Hi. I am. Yo',
      B: 'Hi.',
      C: 'Hi. I am.',
      Y: 'I am.',
      Z: 'Yo',
    },
    prove: byPipe((played) => ({
      sentences: played('text').pipe(sentences()),
      eachSentence: played('text').pipe(eachSentence()),
    })),
  },
  {
    name: 'guard',
    title: 'Stop when it is wrong, or when it is enough',
    says: 'A guard looks at a growing output. It fails what has become wrong, and ends what is enough; either way the request is closed.',
    rows: [
      lane('text', '-a--b--c--d--|', { note: 'what the model says', tone: 'blue' }),
      box("guard((text) => !text.includes('sorry'))"),
      lane('wrong', '-a--b--#', { note: 'c is wrong', tone: 'rose' }),
      box("guard((text) => text.length < 12 || 'enough')"),
      lane('enough', '-a--b--(c|)', { note: 'c is long enough', tone: 'teal' }),
    ],
    values: { a: 'I', b: 'I am', c: 'I am so sorry', d: 'I am so sorry, but' },
    prove: byPipe((played) => ({
      wrong: played('text').pipe(guard((text) => !text.includes('sorry'))),
      enough: played('text').pipe(guard((text) => text.length < 12 || 'enough')),
    })),
  },
];
