import type { Called, ToolForm, Turn } from '../../flow/ports.js';
import type { AnthropicMessage, AnthropicPart, AnthropicTool } from './client.js';
import { inputOf } from './input.js';

/** The conversation: the question, and what has been said since. */
export const messagesOf = (
  content: AnthropicMessage['content'],
  turns: readonly Turn[],
): AnthropicMessage[] => [{ role: 'user', content }, ...turns.flatMap(said)];

/** A tool, as the vendor is told of it. */
export const toolOf = ({ name, description, schema }: ToolForm): AnthropicTool => ({
  name,
  description,
  input_schema: { ...schema, type: 'object' },
});

const said = (turn: Turn): readonly AnthropicMessage[] => {
  const answer = isContent(turn.memo) ? turn.memo : contentOf(turn);
  return [
    // A message without anything in it is refused.
    ...(answer.length === 0 ? [] : [{ role: 'assistant' as const, content: answer }]),
    { role: 'user', content: turn._tag === 'Called' ? resultsOf(turn) : turn.complaint },
  ];
};

const contentOf = (turn: Turn): AnthropicPart[] => [
  ...(turn.said.trim() === '' ? [] : [{ type: 'text' as const, text: turn.said }]),
  ...(turn._tag === 'Called' ? turn.calls.map(callOf) : []),
];

const callOf = ({ id, tool, input }: Called): AnthropicPart => ({
  type: 'tool_use',
  id,
  name: tool,
  input: inputOf(input),
});

const resultsOf = ({ results }: Extract<Turn, { _tag: 'Called' }>): AnthropicPart[] =>
  results.map(({ id, text, isError }) => ({
    type: 'tool_result',
    tool_use_id: id,
    content: text,
    ...(isError && { is_error: true }),
  }));

// What this provider gave comes back as it was. Thoughts alone are no message.
const isContent = (memo: unknown): memo is AnthropicPart[] =>
  Array.isArray(memo) &&
  memo.some(({ type }: AnthropicPart) => type === 'text' || type === 'tool_use');
