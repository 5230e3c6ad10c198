/**
 * A program that keeps what a guest says in a file, and ends. The memory is left open on purpose: what was kept is kept.
 *
 * @module
 */

import * as t from 'io-ts';
import { flow, task } from '../../lib/index.js';
import { memory } from '../../lib/memory/index.js';

const [file = '', said = ''] = process.argv.slice(2);

const table = flow({
  inputs: { said: t.string },
  tasks: {
    note: task({ run: ({ said }: { said: string }) => `noted: ${said}`, remember: 'guest' }),
  },
  paths: { said: ['note'] },
});

await table.start({ said }, { memory: memory({ file }) });
