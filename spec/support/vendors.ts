/**
 * What vendors put on the wire.
 *
 * @module
 */

/** The language of one vendor's streams of text. */
export interface Language {
  /** The next piece of the text. */
  readonly says: (text: string) => string;
  /** Why it ended, and what it took. */
  readonly ends: (finish?: 'stop' | 'length') => string;
  /** What stands behind the last event. */
  readonly done: string;
  /** Events that say nothing. */
  readonly silence: readonly string[];
  /** A refusal because of the content. */
  readonly blocks: string;
  /** The word for it. */
  readonly blockedBy: string;
  /** A failure in the middle of a stream. */
  readonly fails: string;
  /** The body of a refusal with a status. */
  readonly refuses: (message: string, code?: string) => unknown;
}

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

const chunk = (...choices: readonly unknown[]): string =>
  event({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices });

/** OpenAI's chat completions. */
export const openaiSays: Language = {
  says: (content) => chunk({ index: 0, delta: { content }, finish_reason: null }),
  ends: (finish = 'stop') =>
    chunk({ index: 0, delta: {}, finish_reason: finish }) +
    event({
      choices: [],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 5,
        total_tokens: 12,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    }),
  done: 'data: [DONE]\n\n',
  silence: [
    chunk(),
    chunk({ index: 0, finish_reason: null }),
    chunk({ index: 0, delta: null }),
    chunk({ index: 0, delta: { role: 'assistant', content: null } }),
    event({ usage: null }),
    event({ choices: null }),
    ': ping\n\n',
  ],
  blocks: chunk({ index: 0, delta: {}, finish_reason: 'content_filter' }),
  blockedBy: 'content_filter',
  fails: event({ error: { message: 'Overloaded', type: 'overloaded_error', code: null } }),
  refuses: (message, code) => ({
    error: { message, type: 'some_error', param: null, code: code ?? null },
  }),
};

const part = (text: string, more: object = {}): object => ({
  content: { role: 'model', parts: [{ text }] },
  index: 0,
  ...more,
});

/** Gemini's generated content. */
export const geminiSays: Language = {
  says: (text) => event({ candidates: [part(text)] }),
  ends: (finish = 'stop') =>
    event({
      candidates: [part('', { finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS' })],
      usageMetadata: {
        promptTokenCount: 7,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 1,
        cachedContentTokenCount: 2,
        totalTokenCount: 12,
      },
    }),
  done: '',
  silence: [
    event({}),
    event({ candidates: [] }),
    event({ candidates: null }),
    event({ candidates: [{ index: 0 }] }),
    event({ candidates: [{ content: null, index: 0 }] }),
    event({ candidates: [{ content: { role: 'model' }, index: 0 }] }),
    event({ usageMetadata: { promptTokenCount: 7 } }),
    ': ping\n\n',
  ],
  blocks: event({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }),
  blockedBy: 'PROHIBITED_CONTENT',
  fails: event({ error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } }),
  refuses: (message, code) => ({ error: { message, status: code ?? 'INVALID_ARGUMENT' } }),
};

const named = (type: string, more: object = {}): string =>
  `event: ${type}\n${event({ type, ...more })}`;

const grows = (delta: object): string => named('content_block_delta', { index: 0, delta });

const over = (stop_reason: string): string =>
  named('message_delta', {
    delta: { stop_reason, stop_sequence: null },
    usage: {
      input_tokens: 4,
      cache_creation_input_tokens: 1,
      cache_read_input_tokens: 2,
      output_tokens: 5,
    },
  });

/** Anthropic's messages. */
export const anthropicSays: Language = {
  says: (text) => grows({ type: 'text_delta', text }),
  ends: (finish = 'stop') => over(finish === 'stop' ? 'end_turn' : 'max_tokens'),
  done: named('message_stop'),
  silence: [
    named('message_start', {
      message: { id: 'm1', content: [], usage: { input_tokens: 4, output_tokens: 1 } },
    }),
    named('ping'),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    grows({ type: 'thinking_delta', thinking: 'Hmm' }),
    grows({ type: 'signature_delta', signature: 'abc' }),
    named('content_block_stop', { index: 0 }),
    named('message_delta', { delta: { stop_reason: null }, usage: null }),
    named('something_new', { delta: null }),
    event({}),
    ': ping\n\n',
  ],
  blocks: over('refusal'),
  blockedBy: 'refusal',
  fails: named('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
  refuses: (message, code) => ({
    type: 'error',
    error: { type: code ?? 'some_error', message },
    request_id: null,
  }),
};
