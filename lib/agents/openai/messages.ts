/**
 * A conversation as messages to a chat model.
 *
 * @module
 */

import type { Called, Turn } from '../../flow/ports.js';
import type { OpenAICall, OpenAIMessage } from './client.js';
import { isThought } from './pieces.js';

/** What the user says: a text, or parts of which some are pictures. */
export type UserContent = Extract<OpenAIMessage, { readonly role: 'user' }>['content'];

/** The mission, the question, and what has been said since. Only the mission is said as the system. */
export const messagesOf = (
  mission: string,
  content: UserContent,
  turns: readonly Turn[] = [],
): OpenAIMessage[] => [
  ...(mission === '' ? [] : [{ role: 'system' as const, content: mission }]),
  { role: 'user', content },
  ...turns.flatMap(messagesOfTurn),
];

const messagesOfTurn = (turn: Turn): readonly OpenAIMessage[] => {
  switch (turn._tag) {
    case 'Called':
      return [
        {
          role: 'assistant',
          content: turn.said === '' ? null : turn.said,
          tool_calls: turn.calls.map(callOf),
          ...(isThought(turn.memo) && { reasoning_content: turn.memo.reasoning_content }),
        },
        ...turn.results.map(({ id, text, isError }) => ({
          role: 'tool' as const,
          tool_call_id: id,
          content: isError ? `Error: ${text}` : text,
        })),
      ];
    case 'Corrected':
      return [
        // A message that says nothing is refused.
        ...(turn.said === '' ? [] : [{ role: 'assistant' as const, content: turn.said }]),
        { role: 'user', content: turn.complaint },
      ];
  }
};

const callOf = ({ id, tool, input }: Called): OpenAICall => ({
  id,
  type: 'function',
  function: { name: tool, arguments: JSON.stringify(isRecord(input) ? input : { invalid: input }) },
});

// What a model calls a tool with is not always JSON, and some servers refuse to read again what is no object.
const isRecord = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && !Array.isArray(input);
