/** Three ways to cancel a run: unsubscribing, aborting a signal, and an operator such as `switchMap`. */

import * as t from 'io-ts';
import { agent, flow, results, select, task, type FlowEvent } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { concatMap, delay, firstValueFrom, from, lastValueFrom, of, switchMap, tap } from 'rxjs';

// The answers are scripted: no model is asked.
const weather = (text: string): string => /fog|hail|rain|snow|wind/u.exec(text)?.[0] ?? 'sun';
const provider = scripted({
  script: ({ text }) =>
    text.startsWith('A title')
      ? `Waiting for the ${weather(text)}`
      : `Two people wait for the ${weather(text)} to end, and when it does they miss it.`,
  delay: 15,
});
const writer = agent({ type: 'text', provider, mission: 'write' });

const story = flow({
  inputs: { topic: t.string },
  tasks: {
    plot: task('A plot about {{topic}}', writer),
    title: task('A title', writer),
  },
  paths: { topic: ['plot'], plot: ['title'] },
});

// Is told everything, also after the subscriber has left.
const observe = (event: FlowEvent): void => {
  if (event.type === 'cancelled') console.log(`  ${event.task} is cancelled`);
};

console.log('Unsubscribing: the first words are enough.');
const first = story.run({ topic: 'rain' }, { observe }).pipe(select('plot'));
console.log(`  ${await firstValueFrom(first)}`);

console.log('A signal: after 100 ms there is no time left.');
const signal = AbortSignal.timeout(100);
await story
  .start({ topic: 'snow' }, { signal, observe })
  .catch((reason: unknown) => console.log(`  ${String(reason)}`));

console.log('switchMap: a newer topic cancels the run of the one before.');
const topics = from(['fog', 'hail', 'wind']).pipe(
  concatMap((topic) => of(topic).pipe(delay(topic === 'fog' ? 0 : 60))),
);
const { title } = await lastValueFrom(
  topics.pipe(
    switchMap((topic) =>
      story
        .run({ topic })
        .pipe(
          results(),
          tap({ unsubscribe: () => console.log(`  the run about ${topic} is cancelled`) }),
        ),
    ),
  ),
);
console.log(`  ${title ?? ''}`);
