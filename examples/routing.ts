/** Letters to a print shop: a route chooses by their words who answers, and the branches join in one reply. */

import * as t from 'io-ts';
import { agent, byContent, flow, route, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

// The answers are scripted: no model is asked.
const provider = scripted({
  script: {
    'In one line: I was': 'Was charged twice, and wants a refund.',
    'In one line: Your program': 'The program crashes when it prints in colour.',
    'In one line: When': 'Asks when we are open.',
    'Promise the money back': 'One of the two payments is on its way back.',
    'Say sorry': 'Sorry for the crash. Black and white works until we have found it.',
    'Report it': 'A crash when printing in colour. Seen once.',
    'Answer the question': 'From nine to six, and on Saturdays until noon.',
  },
  delay: 5,
});
const clerk = agent({ type: 'text', provider, mission: 'answer the letters of a print shop' });

const post = flow({
  inputs: { letter: t.string },
  tasks: {
    subject: task('In one line: {{letter}}', clerk),
    refund: task('Promise the money back', clerk),
    apology: task('Say sorry', clerk),
    report: task('Report it to the developers', clerk),
    answer: task('Answer the question', clerk),
    // It is given whichever of its predecessors came.
    reply: task({
      join: 'any',
      run: (given: { refund?: string; apology?: string; answer?: string }) =>
        `Dear Ada, ${Object.values(given).join(' ')}`,
    }),
  },
  paths: { letter: ['subject'], refund: ['reply'], apology: ['reply'], answer: ['reply'] },
  routes: {
    subject: route(
      byContent({ money: ['refund', 'invoice'], bug: ['crash', 'crashes'] }, 'other'),
      {
        money: 'refund',
        bug: ['apology', 'report'],
        other: 'answer',
      },
    ),
  },
});

const letters = [
  'I was charged twice for the same posters. I want one payment back.',
  'Your program closes itself whenever I choose colour.',
  'When can I come by?',
];

for (const letter of letters) {
  console.log(letter);
  const { reply, report } = await post.start(
    { letter },
    {
      observe: (event) => {
        if (event.type === 'routed') console.log(`  goes to   ${event.ways.join(' and ')}`);
        if (event.type === 'skipped') console.log(`  without   ${event.task}`);
      },
    },
  );
  console.log(`  reply     ${reply}`);
  // What a route may pass by may be missing, and the compiler says so.
  if (report !== undefined) console.log(`  report    ${report}`);
}
