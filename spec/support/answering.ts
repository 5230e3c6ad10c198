import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import type { Agent } from '../../lib/flow/ports.js';

/** An agent that answers at once by a function of the question, and what it was asked. */
export const answering = (
  answer: (text: string) => string,
): { readonly asked: string[]; readonly agent: Agent<'text', string> } => {
  const asked: string[] = [];
  const provider = scripted({
    script: ({ text }) => {
      asked.push(text);
      return answer(text);
    },
    delay: 0,
  });
  return { asked, agent: agent({ type: 'text', provider, mission: 'answer' }) };
};
