/**
 * A program that shows a run on standard error, and tells on standard output when it has ended.
 *
 * @module
 */

import { agent, flow, task } from '../../lib/index.js';
import { scripted } from '../../lib/agents/scripted.js';
import { progressView } from '../../lib/cli/progress/index.js';

const actor = scripted({
  script: {
    'Tell of Ada': `Ada ${'weaves and sings, '.repeat(20)}until the morning.`,
    'Tell of Ben': `Ben ${'里山を歩く 🌿 '.repeat(20)}and comes home.`,
  },
  delay: 30,
});
const writer = agent({ type: 'text', provider: actor, mission: 'write' });

const people = flow({
  tasks: { ada: task('Tell of Ada', writer), ben: task('Tell of Ben', writer) },
  paths: {},
});

const view = progressView({ output: process.stderr, color: true });
await people.start({}, { observe: view.tell });
view.end();
console.log('ended');
