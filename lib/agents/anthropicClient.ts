/**
 * What is used of the `@anthropic-ai/sdk` package.
 *
 * @module
 */

/** What is used of the `@anthropic-ai/sdk` package. A real client fits, and so does a script. */
export interface AnthropicClient {
  readonly messages: {
    /** Starts one streamed message. */
    readonly create: (
      request: AnthropicRequest,
      options: AnthropicRequestOptions,
    ) => PromiseLike<AsyncIterable<AnthropicEvent>>;
  };
}

/** How a request is sent. */
export interface AnthropicRequestOptions {
  readonly signal: AbortSignal;
  /** Attempts belong to the task: an SDK that retries by itself hides them from it. */
  readonly maxRetries: 0;
}

/** What is asked of a model. */
export interface AnthropicRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly system?: string;
  readonly messages: { readonly role: 'user'; readonly content: string | AnthropicPart[] }[];
  readonly stream: true;
}

/** A part of a question: a text or a picture. */
export type AnthropicPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image';
      readonly source: {
        readonly type: 'base64';
        readonly media_type: AnthropicPicture;
        readonly data: string;
      };
    };

/** The kinds of pictures that the models see. */
export type AnthropicPicture = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** What a model says at a time. */
export interface AnthropicEvent {
  readonly type?: string;
  /** Which block of the answer it belongs to. */
  readonly index?: number;
  readonly message?: { readonly usage?: AnthropicUsage | null } | null;
  /** A block that begins: a text, a thought, a call of a tool, … */
  readonly content_block?: {
    readonly type?: string;
    readonly text?: string;
    readonly name?: string;
    readonly input?: unknown;
  } | null;
  /** What a block grows by, or how the answer ended. */
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly partial_json?: string;
    readonly stop_reason?: string | null;
    readonly stop_details?: { readonly category?: string | null } | null;
  } | null;
  readonly usage?: AnthropicUsage | null;
  /** What went wrong in the middle of the answer. */
  readonly error?: unknown;
}

/** What it took so far. The tokens of the cache are not among those that were sent. */
export interface AnthropicUsage {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}
