/** Tasks of code between tasks of agents: codecs read what comes in and check what goes out. */

import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { agent, flow, standard, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { z } from 'zod';

// The answers are scripted: no model is asked.
const provider = scripted({
  script: {
    'weather in Oslo': '{ "city": "Oslo", "celsius": -4 }',
    'weather in Rome': '{ "city": "Rome", "celsius": "mild" }',
  },
});
const observer = agent({ type: 'text', provider, mission: 'answer in JSON' });

// A schema of zod; those of every library that follows Standard Schema will do.
const Weather = z.object({ city: z.string(), celsius: z.number() });

const packing = flow({
  inputs: { city: t.string },
  tasks: {
    report: task('Tell the weather in {{city}}.', observer),
    weather: task({
      input: t.type({ report: t.string }),
      output: standard(Weather),
      // Whether it is one, the codec finds out.
      run: ({ report }) => JSON.parse(report) as z.infer<typeof Weather>,
    }),
    advice: task({
      input: t.type({ weather: t.type({ city: t.string, celsius: t.number }) }),
      output: t.string,
      run: ({ weather: { city, celsius } }) =>
        `Take ${celsius < 5 ? 'a coat' : 'a hat'} to ${city}.`,
    }),
  },
  paths: { city: ['report'], report: ['weather'], weather: ['advice'] },
});

const { weather, advice } = await packing.start({ city: 'Oslo' });
console.log(`${String(weather.celsius)} °C. ${advice}`);

// `settle` tells what came of every task, instead of rejecting.
const settled = await packing.settle({ city: 'Rome' });
for (const [name, outcome] of Object.entries(settled)) {
  console.log(`${name}: ${isLeft(outcome) ? outcome.left.message : 'done'}`);
}
