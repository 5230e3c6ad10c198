/** Answers that are data: a codec says what they have to be, they stream as data, and a wrong one is asked for once more. */

import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { agent, flow, standard, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { z } from 'zod';

// The answers are scripted: no model is asked.
const provider = scripted({
  script: ({ text, turns: [turn] = [] }) => {
    if (text.includes('Oslo')) {
      return turn === undefined
        ? '{ "city": "Oslo", "celsius": "cold" }'
        : ['{ "city": "Os', 'lo", "cel', 'sius": -4 }'];
    }
    return '{ "city": "Rome", "celsius": "mild" }';
  },
});
const observer = agent({ type: 'text', provider, mission: 'tell the weather' });

const packing = flow({
  inputs: { city: t.string },
  tasks: {
    // A schema of zod; those of every library that follows Standard Schema will do, and the types of io-ts.
    weather: task('Tell the weather in {{city}}.', observer, {
      output: standard(z.object({ city: z.string(), celsius: z.number() })),
    }),
    advice: task({
      input: t.type({ weather: t.type({ city: t.string, celsius: t.number }) }),
      output: t.string,
      run: ({ weather: { city, celsius } }) =>
        `Take ${celsius < 5 ? 'a coat' : 'a hat'} to ${city}.`,
    }),
  },
  paths: { city: ['weather'], weather: ['advice'] },
});

packing.run({ city: 'Oslo' }).subscribe((event) => {
  if (event.type === 'retrying' && event.error instanceof Error) console.log(event.error.message);
  if (event.type === 'partial' && event.task === 'weather') console.log('so far:', event.value);
  if (event.type === 'succeeded' && event.task === 'advice') console.log(event.value);
});

// `settle` tells what came of every task, instead of rejecting.
const settled = await packing.settle({ city: 'Rome' });
for (const [name, outcome] of Object.entries(settled)) {
  console.log(`${name}: ${isLeft(outcome) ? outcome.left.message : 'done'}`);
}
