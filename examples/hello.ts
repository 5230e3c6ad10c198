/** Two tasks, the second of which reads what the first one wrote; its text is shown while it grows. */

import { agent, flow, select, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

// The answers are scripted: no model is asked. With `provider: 'openai'` and a key, one would be.
const provider = scripted({
  script: {
    'Write a poem': ['Rain on ', 'the tin roof, ', 'counting itself.'],
    'Find a title': ['A sum ', 'that never ', 'comes out'],
  },
  delay: 80,
});

const poet = agent({ type: 'text', provider, mission: 'write short poems' });
const editor = agent({ type: 'text', provider, mission: 'find titles' });

const hello = flow({
  tasks: {
    poem: task('Write a poem about rain', poet),
    title: task('Find a title for this poem: {{poem}}', editor),
  },
  paths: { poem: ['title'] },
});

hello
  .run()
  .pipe(select('title'))
  .subscribe((title) => console.log(title));
