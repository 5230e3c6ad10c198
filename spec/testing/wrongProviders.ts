/**
 * Providers that are wrong, and what is said of them.
 *
 * @module
 */

import { RequestRejected, type Answer } from 'rivulet';
import {
  concat,
  from,
  map,
  mergeMap,
  NEVER,
  Observable,
  shareReplay,
  take,
  throwError,
} from 'rxjs';
import type { Wrong } from './acme.js';

/** Who is wrong, which check finds it, what that says, and how it is done. */
export type Way = readonly [who: string, title: string, complaint: RegExp, wrong: Wrong];

/** Whether it is the last answer. */
const last = (answer: Answer<string>): boolean => answer.finish !== undefined;

/** Changes each answer. */
const changed =
  (change: (answer: Answer<string>) => Answer<unknown>) => (answers: Observable<Answer<string>>) =>
    // A wrong answer is of no type.
    answers.pipe(map((answer) => change(answer) as Answer<string>));

/** Goes on when nobody listens any more. */
const untiring: Wrong['ask'] = (ask) =>
  new Observable((subscriber) => {
    ask().subscribe({
      next: (answer) => subscriber.next(answer),
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
  });

/** Has one text for all who listen. */
const sharing = () => {
  let text = '';
  return changed((answer) => ({ ...answer, value: (text += answer.delta ?? '') }));
};

/** Calls these tools, whatever it is asked. */
const calling =
  (calls: NonNullable<Answer<string>['calls']>) =>
  (answer: Answer<string>): Answer<string> =>
    answer.finish === undefined ? answer : { ...answer, calls };

/** The ways to be wrong. */
export const ways: readonly Way[] = [
  [
    'by one that gives a number for a text',
    'answers with what its type gives',
    /gives a text as the value of each answer, and this one gave 1\./u,
    { answer: changed((answer) => ({ ...answer, value: 1 })) },
  ],
  [
    'by one that never completes',
    'answers with what its type gives',
    /had not ended after 250 ms/u,
    { answer: (answers) => concat(answers, NEVER) },
  ],
  [
    'by one that completes without an answer',
    'answers with what its type gives',
    /completed without an answer/u,
    { answer: (answers) => answers.pipe(take(0)) },
  ],
  [
    'by one that gives no Observable',
    'answers with what its type gives',
    /gives no Observable/u,
    {
      provider: (provider) => ({
        ...provider,
        agents: { text: () => () => Promise.resolve() as never },
      }),
    },
  ],
  [
    'by one that throws where it is called',
    'answers with what its type gives',
    /throws\. It has to give an Observable that fails/u,
    {
      ask: () => {
        throw new Error('Oops.');
      },
    },
  ],
  [
    'by one that gives pieces as its values',
    'grows by what its deltas say',
    /'Hel' and then 'lo' do not make 'lo'/u,
    { answer: changed((answer) => ({ ...answer, value: answer.delta ?? '' })) },
  ],
  [
    'by one that says with every answer how it ended',
    'says with the last answer how it ended',
    /says its finish before the last one/u,
    { answer: changed((answer) => ({ ...answer, finish: 'stop' })) },
  ],
  [
    'by one that does not know how many tokens there were',
    'says with the last answer how it ended',
    /usage\.input is NaN/u,
    {
      answer: changed((answer) => (last(answer) ? { ...answer, usage: { input: NaN } } : answer)),
    },
  ],
  [
    'by one that counts the tokens of the cache apart',
    'says with the last answer how it ended',
    /usage\.cached is 9 and usage\.input 7/u,
    {
      answer: changed((answer) =>
        last(answer) ? { ...answer, usage: { input: 7, cached: 9 } } : answer,
      ),
    },
  ],
  [
    'by one that has one text for all who listen',
    'answers each who listens from the beginning',
    /a delta is not what the text has grown by/u,
    {
      answer: sharing(),
    },
  ],
  [
    'by one that asks while it is prepared',
    'is prepared without a request',
    /prepare makes a request/u,
    {
      provider: (provider) => ({
        ...provider,
        prepare: (settings) => {
          provider.agents
            .text(settings)({ text: '', images: [], audio: [] }, { scheduler: undefined as never })
            .subscribe();
        },
      }),
    },
  ],
  [
    'by one that cannot be prepared',
    'is prepared without a request',
    /prepare fails with these settings: Error: no package/u,
    {
      provider: (provider) => ({
        ...provider,
        prepare: () => Promise.reject(new Error('no package')),
      }),
    },
  ],
  [
    'by one that has a new account each time',
    'has one account for one key',
    /for the same settings/u,
    { provider: (provider) => ({ ...provider, account: () => String(Math.random()) }) },
  ],
  [
    'by one that keeps the key where it is seen',
    'shows its key to nobody',
    /the provider shows the key/u,
    {
      options: { settings: { key: 'sk-0123456789' } },
      provider: (provider) => ({ ...provider, options: { key: 'sk-0123456789' } }),
    },
  ],
  [
    'by one that asks before anybody listens',
    'asks once for each who listens, and not before',
    /one listener made 2 requests/u,
    {
      ask: (ask) => {
        const answers = ask();
        return answers;
      },
    },
  ],
  [
    'by one that tries again by itself',
    'asks once for each who listens, and not before',
    /one listener made 2 requests/u,
    { ask: (ask) => from([1, 2]).pipe(mergeMap(ask), take(3)) },
  ],
  [
    'by one that shares an answer',
    'asks once for each who listens, and not before',
    /two listeners of one Observable made 1 requests/u,
    {
      ask: (ask) =>
        from([1]).pipe(mergeMap(ask), shareReplay({ bufferSize: Infinity, refCount: false })),
    },
  ],
  [
    'by one that counts no requests',
    'asks once for each who listens, and not before',
    /no request was counted/u,
    { options: { requests: () => 0 } },
  ],
  ...(
    [
      'ends its request when it is left at once',
      'ends its request when it is left before it is done',
      'ends its request when it is left in the middle of an answer',
    ] as const
  ).map(
    (title) =>
      [
        'by one that goes on when nobody listens',
        title,
        /still open 250 ms after nobody listened any more/u,
        { ask: untiring },
      ] as const,
  ),
  [
    'by one whose open requests are not told',
    'ends its request when it is left before it is done',
    /no open request was seen/u,
    { options: { endless: { settings: { model: 'endless' }, open: () => 0 } } },
  ],
  [
    'by one that ends where it should not',
    'ends its request when it is left in the middle of an answer',
    /no open request was seen/u,
    { answer: (answers) => answers.pipe(take(1)) },
  ],
  [
    'by one that makes an answer of its failure',
    'fails with an error that says whether to try again',
    /and completed/u,
    { options: { failing: {} } },
  ],
  [
    'by one that fails with a text',
    'fails with an error that says whether to try again',
    /which is no Error/u,
    { answer: () => new Observable((subscriber) => subscriber.error('Oops.')) },
  ],
  [
    'by one that does not say whether to try again',
    'fails with an error that says whether to try again',
    /does not say whether to try again/u,
    { answer: () => throwError(() => new Error('Oops.')) },
  ],
  [
    'by one whose error repeats the key',
    'fails with an error that says whether to try again',
    /its error RequestRejected shows the key/u,
    {
      options: { settings: { key: 'sk-0123456789' } },
      answer: () =>
        throwError(() => new RequestRejected('acme', 401, 'Bad key sk-0123456789.', '')),
    },
  ],
  [
    'by one that does not heed the form',
    'gives JSON of the form that it is asked for',
    /answered 'Hello'/u,
    { answer: changed(() => ({ value: 'Hello' })) },
  ],
  [
    'by one that calls nothing',
    'calls tools, and goes on when it is told what came of it',
    /and called none/u,
    { answer: changed(({ value, delta }) => ({ value, ...(delta !== undefined && { delta }) })) },
  ],
  [
    'by one that calls what it was not told of',
    'calls tools, and goes on when it is told what came of it',
    /it calls 'clock', and was told of weather/u,
    { answer: changed(calling([{ tool: 'clock', input: {} }])) },
  ],
  [
    'by one that does not read what it calls with',
    'calls tools, and goes on when it is told what came of it',
    /has to be what that JSON says/u,
    { answer: changed(calling([{ tool: 'weather', input: '{"city":"Rome"}' }])) },
  ],
  [
    'by one that calls all calls the same',
    'calls tools, and goes on when it is told what came of it',
    /Each call has one of its own/u,
    {
      answer: changed(
        calling([
          { tool: 'weather', input: {}, id: 'c1' },
          { tool: 'weather', input: {}, id: 'c1' },
        ]),
      ),
    },
  ],
  [
    'by one that does not send what came of its calls',
    'calls tools, and goes on when it is told what came of it',
    /it calls again/u,
    { answer: changed(calling([{ tool: 'weather', input: {} }])) },
  ],
];
