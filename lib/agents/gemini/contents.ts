import type { Called, ToolResult, Turn } from '../../flow/ports.js';
import type { GeminiContent, GeminiPart, GeminiSaid } from './wire.js';

/** The conversation: the question, and what has been said since. */
export const geminiContents = (
  question: GeminiPart[],
  turns: readonly Turn[] = [],
): GeminiContent[] => [{ role: 'user', parts: question }, ...turns.flatMap(contentsOf)];

const contentsOf = (turn: Turn): readonly GeminiContent[] => {
  const said = isMemo(turn.memo) ? turn.memo : partsOf(turn);
  return [
    // What says nothing is refused.
    ...(said.length === 0 ? [] : [{ role: 'model', parts: said }]),
    {
      role: 'user',
      parts: turn._tag === 'Called' ? resultsOf(turn) : [{ text: turn.complaint }],
    },
  ];
};

const partsOf = (turn: Turn): GeminiPart[] => [
  ...(turn.said === '' ? [] : [{ text: turn.said }]),
  ...(turn._tag === 'Called' ? turn.calls.map(callOf) : []),
];

const callOf = ({ tool, input }: Called): GeminiPart => ({
  functionCall: { name: tool, args: isRecord(input) ? input : {} },
});

const resultsOf = ({ results, memo }: Extract<Turn, { _tag: 'Called' }>): GeminiPart[] => {
  const ids = new Set(idsIn(memo));
  return results.map(({ id, tool, text, isError }: ToolResult) => ({
    functionResponse: {
      // Not every model names its calls, and then the order counts.
      ...(ids.has(id) && { id }),
      name: tool,
      response: isError ? { error: text } : { output: text },
    },
  }));
};

const idsIn = (memo: unknown): readonly (string | undefined)[] =>
  Array.isArray(memo) ? memo.map(({ functionCall }: GeminiSaid) => functionCall?.id) : [];

// What this provider gave comes back as the API said it.
const isMemo = (memo: unknown): memo is GeminiPart[] => Array.isArray(memo) && memo.length > 0;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
