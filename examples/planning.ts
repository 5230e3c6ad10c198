/**
 * A sentence becomes a flow. A model writes it as data, which is read, shown and kept in a file; nothing of it is run
 * before somebody has looked at it, takes it from there, and starts it.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { agent } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { fromSpec, plan } from 'rivulet/spec';
import { lastValueFrom } from 'rxjs';

// The answer of the planner is scripted: no model is asked. With `provider: 'openai'` and a key, one would be.
const answer = `Here is your flow:
{
  "rivulet": 1,
  "inputs": { "topic": "text" },
  "tasks": {
    "poem": { "agent": "poet", "instruction": "Write a poem about {{topic}}" },
    "title": { "agent": "poet", "instruction": "Find a title" },
    "liked": { "ask": "Do you like this title? {{title}}", "output": "boolean" },
    "card": { "agent": "poet", "instruction": "Write a card" }
  },
  "paths": { "topic": ["poem"], "poem": ["title", "card"], "title": ["liked", "card"] },
  "routes": {
    "liked": { "by": "content", "words": { "yes": ["true"] }, "otherwise": "no", "to": { "yes": "card", "no": [] } }
  }
}`;
const provider = scripted({ script: { 'if I like it': answer }, delay: 1 });
const planner = agent({ type: 'text', provider, mission: 'plan workflows' });

// Whom the flow may ask, is not for the planner to say.
const agents = { poet: { type: 'text', provider: 'scripted', mission: 'write poems' } } as const;

const sentence = 'A poem about a topic, its title, and a card of both, but only if I like it.';
const spec = await lastValueFrom(plan(sentence, planner, { agents }));

console.log(`${sentence}\n`);
for (const { from, to, ways = [] } of fromSpec(spec).graph.edges) {
  console.log(`  ${from} → ${to}${ways.length > 0 ? `, by ${ways.join()}` : ''}`);
}

await mkdir('out', { recursive: true });
await writeFile('out/card.json', JSON.stringify(spec, undefined, 2));
console.log('\nKept in out/card.json, and not run yet.\n');

// On another day. It is a text of JSON, and reading it finds out whether it is a flow.
const card = fromSpec(await readFile('out/card.json', 'utf8'));
const results = await card.start({ topic: 'rain' }, { answers: { liked: true } });
for (const [name, result] of Object.entries(results)) {
  console.log(`${name}: ${String(result).split('\n')[0] ?? ''}`);
}
