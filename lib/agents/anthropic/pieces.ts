import type { Finish, Usage } from '../../core/event.js';
import { blocksOf } from './blocks.js';
import type { AnthropicEvent, AnthropicUsage } from './client.js';
import type { CallPiece, Piece } from '../growing.js';

/**
 * What the events of one answer say. Thoughts are no part of it, nor is what comes after its end; but the vendor wants
 * them back.
 */
export async function* anthropicPieces(
  events: AsyncIterable<AnthropicEvent>,
): AsyncIterable<Piece> {
  const calls = new Set<number>();
  const blocks = blocksOf();
  let took: AnthropicUsage = {};
  let isOver = false;
  // It is read to its end, so that the connection can be used again.
  for await (const event of events) {
    isOver ||= event.type === 'message_stop';
    if (isOver) continue;
    if (event.type === 'error') {
      throw Object.assign(new Error('The stream holds an error.'), { error: event });
    }
    const { index = 0, content_block: block } = event;
    if (block?.type === 'tool_use') calls.add(index);
    const usage = event.message?.usage ?? event.usage ?? undefined;
    took = { ...took, ...known(usage) };
    blocks.push(event);
    yield {
      ...said(event, calls.has(index)),
      ...(event.type === 'message_delta' && blocks.memo()),
      ...(usage === undefined ? {} : { usage: usageOf(took) }),
    };
  }
}

/** What an event says. The provider runs some tools by itself: their calls are nobody else's. */
const said = (
  { type, index = 0, content_block, delta }: AnthropicEvent,
  isCall: boolean,
): Piece => {
  switch (type) {
    case 'content_block_start':
      return isCall
        ? { calls: [callOf(index, content_block)] }
        : { text: content_block?.type === 'text' ? (content_block.text ?? '') : '' };
    case 'content_block_delta':
      return isCall
        ? { calls: [{ index, text: delta?.partial_json ?? '' }] }
        : { text: delta?.type === 'text_delta' ? (delta.text ?? '') : '' };
    case 'message_delta':
      return ending(delta);
    default:
      return {};
  }
};

const callOf = (index: number, block: AnthropicEvent['content_block']): CallPiece => ({
  index,
  tool: block?.name ?? '',
  input: block?.input,
  ...(block?.id !== undefined && { id: block.id }),
});

const ending = (delta: AnthropicEvent['delta']): Piece => {
  const reason = delta?.stop_reason ?? undefined;
  if (reason === undefined) return {};
  return {
    finish: finishes[reason] ?? reason,
    ...(reason === 'refusal' && { blocked: delta?.stop_details?.category ?? reason }),
  };
};

const finishes: Readonly<Record<string, Finish>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
};

// The end tells anew what it knows, and `null` for the rest.
const known = (usage: AnthropicUsage | undefined): AnthropicUsage =>
  Object.fromEntries(
    Object.entries(usage ?? {}).filter(([, count]: [string, unknown]) => typeof count === 'number'),
  );

const usageOf = ({
  input_tokens: fresh,
  cache_creation_input_tokens: kept,
  cache_read_input_tokens: cached,
  output_tokens: output,
}: AnthropicUsage): Usage => ({
  ...(typeof fresh === 'number' && { input: fresh + (kept ?? 0) + (cached ?? 0) }),
  ...(typeof output === 'number' && { output }),
  ...(typeof cached === 'number' && { cached }),
});
