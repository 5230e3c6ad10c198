import type { AnthropicEvent } from './client.js';
import { inputOf } from './input.js';

/** The blocks of an answer, put together of its events. */
export interface Blocks {
  readonly push: (event: AnthropicEvent) => void;
  /** All blocks as they have to come back, where they hold more than texts and calls. */
  readonly memo: () => { readonly memo?: unknown };
}

/**
 * Keeps the blocks of an answer. Thoughts are signed, and an answer with calls is only taken back with all of its blocks,
 * unchanged and in their order.
 */
export const blocksOf = (): Blocks => {
  const blocks = new Map<number, Block>();
  return {
    push: ({ type, index = 0, content_block, delta }) => {
      if (type === 'content_block_start') blocks.set(index, { ...content_block });
      if (type === 'content_block_delta') {
        blocks.set(index, grown(blocks.get(index) ?? { type: 'text' }, delta));
      }
    },
    memo: () => {
      const all = [...blocks].sort(([one], [other]) => one - other).map(([, block]) => block);
      return all.every(({ type }) => type === 'text' || type === 'tool_use')
        ? {}
        : { memo: all.map(whole).filter(isSaid) };
    },
  };
};

/** A block as it came; `json` is what the input of a call has grown by. */
type Block = Readonly<Record<string, unknown>>;

const grown = (block: Block, delta: AnthropicEvent['delta']): Block => {
  switch (delta?.type) {
    case 'text_delta':
      return { ...block, text: textOf(block['text']) + (delta.text ?? '') };
    case 'thinking_delta':
      return { ...block, thinking: textOf(block['thinking']) + (delta.thinking ?? '') };
    case 'signature_delta':
      return { ...block, signature: textOf(block['signature']) + (delta.signature ?? '') };
    case 'citations_delta': {
      const { citations } = block;
      const known: readonly unknown[] = Array.isArray(citations) ? citations : [];
      return { ...block, citations: [...known, delta.citation] };
    }
    case 'input_json_delta':
      return { ...block, json: textOf(block['json']) + (delta.partial_json ?? '') };
    default:
      return block;
  }
};

const whole = ({ json, ...block }: Block): Block =>
  textOf(json) === '' ? block : { ...block, input: inputOf(parsed(textOf(json))) };

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
};

// A text without anything in it is refused.
const isSaid = ({ type, text }: Block): boolean => type !== 'text' || textOf(text).trim() !== '';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
