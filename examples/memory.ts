/**
 * A waiter who remembers his guests: what one run has learned is kept in a file, and the next one knows it.
 * Start the program again, and its first run knows it, too.
 */

import * as t from 'io-ts';
import { agent, flow, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { memory } from 'rivulet/memory';

// The answers are scripted: no model is asked. They depend on nothing but what the waiter is told.
const provider = scripted({
  script: ({ text }) => {
    if (text.startsWith('Sum up'))
      return text.includes('no fish') ? 'Ada eats no fish.' : 'Nothing.';
    if (!text.includes('What is there')) return 'Welcome, Ada.';
    return text.includes('no fish') ? 'Mushrooms, Ada: the rest is fish.' : 'We have trout.';
  },
  delay: 10,
});
const waiter = agent({ type: 'text', provider, mission: 'look after the guests' });

const table = flow({
  inputs: { said: t.string },
  tasks: {
    // The question mark says that there may be nothing yet.
    profile: task('Sum up the guest, of whom we know: {{guest}} and who says: {{said}}', waiter, {
      recall: ['guest?'],
      remember: 'guest',
    }),
    reply: task('Reply to {{said}}, by a guest of whom we know: {{profile}}', waiter),
  },
  paths: { said: ['profile', 'reply'], profile: ['reply'] },
});

for (const said of ['I am Ada, and I eat no fish.', 'What is there tonight?']) {
  // Opened anew for each run, as by another program on another day.
  const notes = memory({ file: 'out/guests.db' });
  console.log('known: ', (await notes.get('guest')) ?? 'nothing');
  const { reply } = await table.start({ said }, { memory: notes });
  console.log(`guest:  ${said}\nwaiter: ${reply}`);
  console.log(`kept:   ${(await notes.keys()).join(', ')}\n`);
  await notes.close();
}
