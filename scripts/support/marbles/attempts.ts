/**
 * Diagrams of attempts and failures.
 *
 * @module
 */

import { flow, task, type OnFailure } from 'rivulet';
import { marbleAgent } from 'rivulet/testing';
import { map, type Observable } from 'rxjs';
import { box, lane, type Diagram } from './diagram.js';
import { byAll, byFlow } from './prove.js';

const grown = { a: 'Once', b: 'Once a', c: 'Long', d: 'Long ago' };

const breaking = () =>
  flow({
    tasks: {
      draft: task('Write', marbleAgent(['--a--b--#', '---c---(d|)'], grown), {
        retry: { delay: 10 },
      }),
      loud: task({
        partials: true,
        operator: (input: Observable<{ draft: string }>) =>
          input.pipe(map(({ draft }) => draft.toUpperCase())),
      }),
      review: task('Judge this: {{draft}}', marbleAgent('--(r|)', { r: 'Good.' })),
    },
    paths: { draft: ['loud', 'review'] },
  });

const silent = () =>
  flow({
    tasks: {
      draft: task('Write', marbleAgent(['-------------(c|)', '--c--(d|)'], grown), {
        timeout: { firstToken: 6 },
        retry: { delay: 8 },
      }),
    },
  });

const news = (onFailure: OnFailure) => () =>
  flow({
    tasks: {
      weather: task({ run: () => marbleAgent('----#').ask('') }),
      poem: task('A poem', marbleAgent('--a--b--(p|)', { a: 'O', b: 'O rai', p: 'O rain' })),
      report: task('Report', marbleAgent('--(r|)')),
    },
    paths: { weather: ['report'] },
    onFailure,
  });

export const attempts: readonly Diagram[] = [
  {
    name: 'retry',
    title: 'A new attempt starts from nothing',
    says: 'What an attempt had said before it broke off is void, for its readers, too. Whoever needs it whole waits.',
    rows: [
      lane('draft', '--a--b--#----^--c---(d|)', { note: 'breaks off once', tone: 'blue' }),
      lane('loud', '--A--B--!-------(^C)(D|)', { note: 'reads along', tone: 'teal', from: 2 }),
      lane('review', '----------------------(r|)', {
        note: 'needs it whole',
        tone: 'violet',
        from: 20,
      }),
    ],
    values: { ...grown, A: 'ONCE', B: 'ONCE A', C: 'LONG', D: 'LONG AGO', r: 'Good.' },
    prove: byFlow(breaking),
  },
  {
    name: 'timeout',
    title: 'Nobody waits for ever',
    says: 'With timeout: { firstToken: 6 } a request that stays silent is closed, and the next one is made after a wait.',
    rows: [lane('draft', '------#---^-c--(d|)', { note: 'silent at first', tone: 'blue' })],
    values: { c: grown.c, d: grown.d },
    prove: byFlow(silent),
  },
  {
    name: 'failure',
    title: 'When something fails',
    says: "By default a failure stops the run. With onFailure: 'isolate' only what depends on it is skipped.",
    rows: [
      box("onFailure: 'stop'"),
      lane('stop/weather', '----#', { tone: 'blue' }),
      lane('stop/poem', '--a-!', { tone: 'violet' }),
      lane('stop/report', '----!', { note: 'needs weather', tone: 'teal', from: Infinity }),
      box("onFailure: 'isolate'"),
      lane('isolate/weather', '----#', { tone: 'blue' }),
      lane('isolate/poem', '--a--b--(p|)', { tone: 'violet' }),
      lane('isolate/report', '----/', { note: 'needs weather', tone: 'teal', from: Infinity }),
    ],
    values: { a: 'O', b: 'O rai', p: 'O rain' },
    prove: byAll(
      byFlow(news('stop'), { prefix: 'stop/' }),
      byFlow(news('isolate'), { prefix: 'isolate/' }),
    ),
  },
];
