import type { Usage } from '../core/event.js';
import type { Attributes, AttributeValue } from './tracer.js';

/** How much something took, in the words of the conventions, and in ours where these have none. */
export const usageAttributes = (usage: Usage = {}): Attributes => {
  const { input, output, cached, requests, money, isAtLeast } = usage;
  const all: readonly (readonly [string, AttributeValue | undefined])[] = [
    ['gen_ai.usage.input_tokens', input],
    ['gen_ai.usage.output_tokens', output],
    ['gen_ai.usage.cache_read.input_tokens', cached],
    ['rivulet.usage.requests', requests],
    ['rivulet.usage.money', money],
    ['rivulet.usage.is_at_least', isAtLeast],
  ];
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
};
