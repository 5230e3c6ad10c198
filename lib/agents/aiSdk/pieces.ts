import type { Finish, Usage } from '../../core/event.js';
import { ResponseTooLarge } from '../../core/providerErrors.js';
import type { AiSdkPart, AiSdkTokens, AiSdkUsage } from './model.js';
import { aiSdkSaid } from './said.js';
import type { Piece } from '../growing.js';

/** What the parts of one answer say. */
export async function* aiSdkPieces(
  parts: AsyncIterable<AiSdkPart>,
  provider: string,
  maxBytes: number,
): AsyncIterable<Piece> {
  const said = aiSdkSaid();
  let bytes = 0;
  for await (const part of parts) {
    bytes += part.delta?.length ?? 0;
    if (bytes > maxBytes) throw new ResponseTooLarge(provider, maxBytes);
    said.push(part);
    yield part.type === 'finish' ? { ...ending(part), ...said.memo() } : pieceOf(part);
  }
}

/** What it took, where that is known. */
export const usageOf = ({ inputTokens, outputTokens, cachedInputTokens }: AiSdkUsage): Usage => {
  const [input, output] = [totalOf(inputTokens), totalOf(outputTokens)];
  const cached = typeof inputTokens === 'object' ? inputTokens.cacheRead : cachedInputTokens;
  return {
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(cached !== undefined && { cached }),
  };
};

const totalOf = (tokens: AiSdkTokens): number | undefined =>
  typeof tokens === 'object' ? tokens.total : tokens;

const pieceOf = ({ type, delta, error, ...part }: AiSdkPart): Piece => {
  switch (type) {
    case 'text-delta':
      return { text: delta ?? '' };
    case 'tool-call':
      return part.providerExecuted === true ? {} : { calls: [callOf(part)] };
    case 'error':
      throw error instanceof Error ? error : failureIn(error);
    default:
      return {};
  }
};

const callOf = ({ toolCallId, toolName = '', input }: Omit<AiSdkPart, 'type'>) => ({
  tool: toolName,
  ...(typeof input === 'string' ? { text: input } : { input }),
  ...(toolCallId !== undefined && { id: toolCallId }),
});

/** What the vendor said, as it came; OpenAI may put it into a response. */
const failureIn = (said: unknown): Error => {
  const response: unknown =
    typeof said === 'object' && said !== null ? Reflect.get(said, 'response') : undefined;
  return Object.assign(new Error('The stream holds an error.'), { error: response ?? said ?? {} });
};

const ending = ({ finishReason, usage }: AiSdkPart): Piece => {
  const { unified, raw } =
    typeof finishReason === 'object' ? finishReason : { unified: finishReason, raw: finishReason };
  const took = usage === undefined ? {} : usageOf(usage);
  const finish = finishOf(unified, raw);
  return {
    ...(finish !== undefined && { finish }),
    ...(Object.keys(took).length > 0 && { usage: took }),
    // Where the model itself does not want to, the vendor says that it just stopped.
    ...(unified === 'content-filter' && {
      blocked: raw === undefined || raw === 'stop' ? unified : raw,
    }),
  };
};

/** Why it ended; `undefined` when nobody knows, for then it may have been cut. */
const finishOf = (unified: string | undefined, raw: string | undefined): Finish | undefined => {
  switch (unified) {
    case 'unknown':
    case 'interrupted':
      return undefined;
    case 'error':
      throw failureIn(undefined);
    case 'other':
      return raw;
    default:
      return unified;
  }
};
