/** A program that another one starts: it serves a flow as a tool, by its standard input and output. */

import * as t from 'io-ts';
import { flow, task } from 'rivulet';
import { serve } from 'rivulet/mcp';

const tides = flow({
  inputs: { harbour: t.string },
  tasks: {
    high: task({
      input: t.type({ harbour: t.string }),
      run: ({ harbour }) => (harbour === 'Cuxhaven' ? '06:12 and 18:37' : 'unknown'),
    }),
  },
  paths: { harbour: ['high'] },
});

await serve(tides, { name: 'tides', description: 'Tells when the tide is high.' }).stdio();
