import type { Usage } from '../../core/event.js';

/** What a request took, in our words. */
export const tokens = ({
  input_tokens: input,
  output_tokens: output,
}: {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
}): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(output === undefined ? {} : { output }),
});
