/** A model that looks things up and does things: what it calls at once is done at once, and a person allows what costs money. */

import * as t from 'io-ts';
import { agent, flow, task, tool } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { map, timer } from 'rxjs';

const Title = t.type({ title: t.string });

/** An Observable: it is unsubscribed from when the run is left. */
const price = tool({
  description: 'Tells the price of a book, in euros.',
  input: Title,
  run: ({ title }) => timer(100).pipe(map(() => ({ euros: title === 'Walden' ? 12 : 90 }))),
});

const order = tool({
  description: 'Orders a book.',
  input: t.type({ title: t.string, euros: t.number }),
  approval: ({ euros }) => euros > 50,
  run: async ({ title }) => `${title} is on its way.`,
});

const titles = ['Walden', 'Ulysses'];

// A model would decide this by itself. This one looks at both prices, orders both, and says what came of it.
const provider = scripted({
  script: ({ turns = [] }) => {
    const results = turns.flatMap((turn) => (turn._tag === 'Called' ? turn.results : []));
    const [walden, ulysses, ...ordered] = results.map(({ text }) => text);
    if (walden === undefined || ulysses === undefined) {
      return { calls: titles.map((title) => ({ tool: 'price', input: { title } })) };
    }
    if (ordered.length === 0) {
      const inputs = [walden, ulysses].map((found, index) => ({
        title: titles[index],
        ...(JSON.parse(found) as object),
      }));
      return { calls: inputs.map((input) => ({ tool: 'order', input })) };
    }
    return ordered.join(' ');
  },
});

const buyer = agent({ type: 'text', provider, mission: 'buy books', tools: { price, order } });

const shop = flow({ tasks: { bought: task('Buy Walden and Ulysses', buyer) } });

const events = shop.run(
  {},
  {
    answers: ({ task: name, question }) => {
      console.log(`${name} asks: ${question}`);
      return 'no, that is too dear';
    },
  },
);

events.subscribe((event) => {
  if (event.type === 'tool') console.log(`  ${event.call.tool} ${event.state}`);
  if (event.type === 'succeeded') console.log(event.value);
  if (event.type === 'run-completed') console.log(event.usage);
});
