/**
 * What chat models say, piece by piece.
 *
 * @module
 */

import type { Usage } from '../../core/event.js';
import type { CallPiece, Piece } from '../growing.js';
import type { OpenAIChatChunk, OpenAIContent } from './client.js';

/**
 * What a model has thought before its answer. It is no part of the answer, but some servers refuse to go on after a call of
 * a tool when they do not get it back.
 */
export interface Thought {
  readonly reasoning_content: string;
}

/** Whether what came back with a turn is a thought. */
export const isThought = (memo: unknown): memo is Thought =>
  typeof memo === 'object' &&
  memo !== null &&
  'reasoning_content' in memo &&
  typeof memo.reasoning_content === 'string';

/** What the chunks of an answer say. */
export async function* piecesOf(chunks: AsyncIterable<OpenAIChatChunk>): AsyncIterable<Piece> {
  let thought: string | undefined;
  for await (const chunk of chunks) {
    const more = firstOf(chunk)?.delta?.reasoning_content ?? undefined;
    if (more !== undefined) thought = (thought ?? '') + more;
    const piece = pieceOf(chunk);
    const isOver = piece.finish !== undefined && thought !== undefined;
    yield isOver ? { ...piece, memo: { reasoning_content: thought } } : piece;
  }
}

/** What a chunk says. */
export const pieceOf = (chunk: OpenAIChatChunk): Piece => {
  const { usage } = chunk;
  const choice = firstOf(chunk);
  const { content, refusal, tool_calls: calls } = choice?.delta ?? {};
  const finish = choice?.finish_reason ?? undefined;
  return {
    text: textOf(content),
    refusal: refusal ?? '',
    ...(calls === undefined || calls === null ? {} : { calls: calls.map(callOf) }),
    ...(finish === undefined ? {} : { finish }),
    ...(finish === 'content_filter' ? { blocked: finish } : {}),
    ...(usage === undefined || usage === null ? {} : { usage: usageOf(usage) }),
  };
};

// With `params: { n: 2 }` there are several; the first one is the answer.
const firstOf = ({ choices }: OpenAIChatChunk) => choices?.find(({ index = 0 }) => index === 0);

/** Models of Mistral that think say parts, of which some are thoughts. */
const textOf = (content: OpenAIContent | null | undefined): string =>
  typeof content === 'string'
    ? content
    : (content ?? [])
        .filter(({ type }) => type === 'text')
        .map(({ text = '' }) => text)
        .join('');

const callOf = ({ index, id, function: called }: OpenAICallDelta): CallPiece => ({
  ...(index !== undefined && { index }),
  // Some servers say an empty one with the later parts.
  ...(id !== undefined && id !== null && id !== '' && { id }),
  ...(called?.name !== undefined && { tool: called.name }),
  ...(called?.arguments !== undefined && { text: called.arguments }),
});

type OpenAICallDelta = NonNullable<
  NonNullable<NonNullable<OpenAIChatChunk['choices']>[number]['delta']>['tool_calls']
>[number];

const usageOf = ({
  prompt_tokens: input,
  completion_tokens: output,
  prompt_tokens_details: details,
}: NonNullable<OpenAIChatChunk['usage']>): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(output === undefined ? {} : { output }),
  ...(details?.cached_tokens === undefined ? {} : { cached: details.cached_tokens }),
});
