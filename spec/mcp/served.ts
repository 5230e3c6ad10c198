// A process that serves a flow by its standard input and output. It says on standard error what happens to it.

import { serve } from '../../lib/mcp/index.js';
import { greetingFlow } from './greeting.js';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

await serve(greetingFlow(tell), { name: 'greet', description: 'Greets somebody.' }).stdio();
tell('over');
