/** A book whose chapters are written side by side, two at a time; the one that fails is left out. */

import { agent, flow, forEach, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { throwError } from 'rxjs';

// The answers are scripted: no model is asked.
const provider = scripted({
  script: {
    'Name the chapters': 'Rain\nFog\nSnow\nThunder',
    '“Rain”': 'It began with a drop on a hat. The hat was new, and so was the man beneath it.',
    '“Fog”': throwError(() => new Error('The writer cannot see the paper.')),
    '“Snow”': 'Nobody heard it come.',
    '“Thunder”': 'Everybody heard it go.',
  },
  delay: 20,
});
const writer = agent({ type: 'text', provider, mission: 'write about the weather' });

const book = flow({
  tasks: {
    contents: task('Name the chapters, one on a line', writer),
    titles: task({ run: ({ contents }: { contents: string }) => contents.split('\n') }),
    chapters: forEach(task('Write the chapter “{{it}}”', writer), {
      concurrency: 2,
      onFailure: 'isolate',
    }),
  },
  paths: { contents: ['titles'], titles: ['chapters'] },
});

const { titles, chapters } = await book.start(
  {},
  {
    observe: (event) => {
      // What happens within is told under the places of the items, from 1.
      if (event.type !== 'inner') return;
      const { event: inner } = event;
      if (inner.type === 'started') console.log(`chapter ${inner.task} is begun`);
      if (inner.type === 'succeeded') console.log(`chapter ${inner.task} is written`);
      if (inner.type === 'failed') console.log(`chapter ${inner.task} fails`);
    },
  },
);

console.log(`\n${String(chapters.length)} of ${String(titles.length)} chapters:`);
for (const chapter of chapters) console.log(chapter);
