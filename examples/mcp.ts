/**
 * A tool of another program, by the Model Context Protocol: called by a model, and asked as an agent. The other program is a
 * flow, which is served as that tool.
 */

import { agent } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { mcp, mcpTools } from 'rivulet/mcp';
import { lastValueFrom } from 'rxjs';

// It is started when it is needed, and ends with whoever needed it.
const server = {
  command: process.execPath,
  args: ['--import', 'tsx', 'support/tides.ts'],
  cwd: import.meta.dirname,
};

// The answers are scripted: no model is asked. It calls the tool, and answers with what that gave.
const provider = scripted({
  script: ({ turns = [] }) => {
    const [turn] = turns;
    return turn?._tag === 'Called'
      ? ['At Cuxhaven the tide ', `is high: ${turn.results[0]?.text ?? ''}`]
      : { calls: [{ tool: 'tides', input: { harbour: 'Cuxhaven' } }] };
  },
  delay: 10,
});

const pilot = agent({
  type: 'text',
  provider,
  mission: 'help those who go to sea',
  tools: mcpTools(server),
});
console.log('a model: ', await lastValueFrom(pilot.ask('When can we leave?')));

const table = agent({ type: 'mcp', provider: mcp(server, { tool: 'tides' }), mission: '' });
console.log('the tool:', await lastValueFrom(table.ask('Cuxhaven')));
