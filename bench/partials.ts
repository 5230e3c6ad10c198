/**
 * What a token costs on its way through the five tasks of the blog: 10,000 tokens, each in a turn of its own,
 * against a bare loop that says the same ones in the same turns.
 *
 * @module
 */

import { agent, flow, task, type Provider } from 'rivulet';
import { scan } from 'rxjs';
import { pushLoop } from './peers/pushLoop.js';
import { measure, ratioOf, timeIn, type Contender } from './support/rounds.js';
import { report, timeText } from './support/row.js';
import { saying, tokensOf } from './support/turns.js';

// Four of the tasks give texts, the fifth a picture that comes at once.
const tokens = tokensOf(2_500);
const count = 4 * tokens.length;

const provider: Provider<'text'> = {
  name: 'bench',
  agents: {
    text: () => () =>
      saying(tokens).pipe(
        scan((answer, delta) => ({ value: answer.value + delta, delta }), { value: '', delta: '' }),
      ),
  },
};
const writer = agent({ type: 'text', provider, mission: 'write' });
const logo = task({ run: () => 'a picture' });

const paths = {
  requirements: ['description', 'code'],
  description: ['brief', 'code'],
  brief: ['logo'],
} as const;

const ofAgents = flow({
  tasks: {
    requirements: task('Identify requirements', writer),
    description: task('Describe the website', writer),
    brief: task('Describe an image', writer),
    logo,
    code: task('Write the code', writer),
  },
  paths,
});

// What code gives says not by what it has grown, so that every snapshot is compared with the one before.
const text = task({ run: () => saying(tokens).pipe(scan((all, token) => all + token, '')) });
const ofCode = flow({
  tasks: { requirements: text, description: text, brief: text, logo, code: text },
  paths,
});

/** Keeps the latest of what it hears, and knows how much that was. */
class Listener {
  latest: unknown;
  heard = 0;
  readonly hear = (value: unknown): void => {
    this.latest = value;
    this.heard++;
  };
}

const byHand = async (): Promise<number> => {
  const listener = new Listener();
  const say = (): Promise<string> => pushLoop(tokens, [listener.hear]);
  await say();
  await say();
  await Promise.all([say(), say()]);
  return listener.heard;
};

const byEvents = (made: typeof ofAgents | typeof ofCode) => (): Promise<number> =>
  new Promise((resolve, reject) => {
    const listener = new Listener();
    made.run().subscribe({
      next: (event) => {
        if (event.type === 'partial') listener.hear(event.value);
      },
      error: reject,
      complete: () => resolve(listener.heard),
    });
  });

const byRecords = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const listener = new Listener();
    ofAgents
      .outputs()
      .subscribe({ next: listener.hear, error: reject, complete: () => resolve(listener.heard) });
  });

interface Streaming extends Contender {
  /** Gives how much was heard. */
  readonly run: () => Promise<number>;
  readonly goal?: number;
}

const limit = 'a bare push loop';
const contenders: readonly Streaming[] = [
  { name: 'agents, events', run: byEvents(ofAgents), goal: 4 },
  { name: 'agents, outputs()', run: byRecords },
  { name: 'code, events', run: byEvents(ofCode) },
];

for (const { name, run } of contenders) {
  // Nothing is measured that was not done: the last token comes with the end of its text.
  const heard = await run();
  if (heard < count - 8) throw new Error(`${name}: ${String(heard)} of ${String(count)} came.`);
}
const times = await measure([...contenders, { name: limit, run: byHand }], { rounds: 21 });

report(
  contenders.map(({ name, goal }) => ({
    what: `rivulet, ${name}, per token of 10,000`,
    measured: timeText(timeIn(times, name) / count),
    limit: `${limit}, ${timeText(timeIn(times, limit) / count)}`,
    value: ratioOf(times, name, limit),
    unit: 'x',
    ...(goal !== undefined && { goal }),
  })),
);
