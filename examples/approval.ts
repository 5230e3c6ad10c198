/**
 * Posts that wait for a person: what is refused is not published, and nothing else waits with it.
 *
 *     npx tsx examples/approval.ts          a function answers
 *     npx tsx examples/approval.ts --ask    you answer, on the terminal
 */

import * as t from 'io-ts';
import { parseArgs } from 'node:util';
import { agent, ask, flow, route, task, type Asked } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { terminal } from 'rivulet/terminal';
import { map, tap, timer } from 'rxjs';

const { values: options } = parseArgs({ options: { ask: { type: 'boolean', default: false } } });

// The answers of the writer are scripted: no model is asked.
const provider = scripted({
  script: {
    'post about wood': 'We print on wood now. Bring a board.',
    'post about prices': 'We are the cheapest printers in the world!',
    'tags for: We print': 'print, wood',
    'tags for: We are': 'print, prices',
  },
  delay: 10,
});
const writer = agent({ type: 'text', provider, mission: 'write for a print shop' });

const blog = flow({
  inputs: { topic: t.string },
  tasks: {
    draft: task('Write a post about {{topic}}', writer),
    tags: task('Find tags for: {{draft}}', writer),
    approved: ask({ question: 'Shall this be published?\n  {{draft}}', output: t.boolean }),
    post: task({
      run: ({ draft, tags }: Record<'draft' | 'tags', string>) => `${draft} (${tags})`,
    }),
  },
  paths: { topic: ['draft'], draft: ['tags', 'approved', 'post'], tags: ['post'] },
  routes: { approved: route((yes: boolean) => (yes ? 'yes' : 'no'), { yes: 'post', no: [] }) },
});

/** Takes its time, as people do, and believes nobody who shouts. */
const editor = ({ question, given }: Asked) =>
  timer(400).pipe(
    map(() => !String(given['draft']).endsWith('!')),
    tap((yes) => console.log(`${question}\n  ${yes ? 'yes' : 'no'}`)),
  );

for (const topic of ['wood', 'prices']) {
  const { post } = await blog.start(
    { topic },
    {
      answers: options.ask ? terminal() : editor,
      observe: (event) => {
        if (event.type === 'succeeded' && event.task === 'tags') console.log('The tags are found.');
      },
    },
  );
  console.log(post === undefined ? 'Not published.\n' : `Published: ${post}\n`);
}
