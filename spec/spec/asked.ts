import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import type { Agent } from '../../lib/flow/ports.js';

/** An agent that gives these answers, one a question, and what it was asked. */
export const answering = (
  ...answers: readonly unknown[]
): { readonly agent: Agent<'text', string>; readonly questions: readonly string[] } => {
  const questions: string[] = [];
  const script = ({ text }: { readonly text: string }): readonly string[] => {
    const answer = answers[questions.push(text) - 1];
    const said = typeof answer === 'string' ? answer : JSON.stringify(answer);
    // It comes in pieces, as from a model.
    return said.match(/[^]{1,9999}/gu) ?? [];
  };
  return {
    agent: agent({
      type: 'text',
      provider: scripted({ script: (question) => [...script(question)], delay: 0 }),
      mission: 'plan workflows',
    }),
    questions,
  };
};
