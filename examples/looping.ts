/** An editor shortens a sentence until it fits; each version is shown while it is being written. */

import { agent, flow, loop, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

// The answers are scripted: no model is asked. Each version is made of the one before it.
const versions = [
  'The rain, which had begun in the morning, went on into the night, and nobody in the village minded.',
  'The rain had begun in the morning and went on into the night; nobody minded.',
  'It rained from morning into the night, and nobody minded.',
  'It rained all day. Nobody minded.',
];
const provider = scripted({
  script: ({ text }) => versions[versions.findIndex((version) => text.endsWith(version)) + 1],
  delay: 15,
});
const writer = agent({ type: 'text', provider, mission: 'write novels' });
const editor = agent({ type: 'text', provider, mission: 'shorten texts' });

const novel = flow({
  tasks: {
    draft: task('Write the first sentence of a novel', writer),
    opening: loop(task('Shorten this: {{it}}', editor), {
      max: 5,
      until: (sentence) => sentence.length <= 40,
    }),
  },
  paths: { draft: ['opening'] },
});

novel.run().subscribe((event) => {
  if (event.type === 'succeeded') {
    console.log(`${event.task}: ${String(event.value.length)} characters`);
  }
  // What happens within is told as it is by a flow; its wave is the number of the iteration.
  if (event.type !== 'inner') return;
  const { event: inner } = event;
  if (inner.type === 'started') process.stdout.write(`${String(inner.wave)}. `);
  if (inner.type === 'partial') process.stdout.write(inner.delta ?? '');
  if (inner.type === 'succeeded') process.stdout.write(`${inner.delta ?? ''}\n`);
});
