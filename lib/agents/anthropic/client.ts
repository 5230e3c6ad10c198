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
  readonly messages: AnthropicMessage[];
  readonly tools?: AnthropicTool[];
  readonly output_config?: { readonly format?: AnthropicFormat };
  readonly stream: true;
}

/** What somebody says. */
export interface AnthropicMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string | AnthropicPart[];
}

/** A tool that the model may call. */
export interface AnthropicTool {
  readonly name: string;
  readonly description: string;
  readonly input_schema: { readonly type: 'object'; readonly [keyword: string]: unknown };
}

/** What the answer has to look like. */
export interface AnthropicFormat {
  readonly type: 'json_schema';
  readonly schema: Record<string, unknown>;
}

/** A part of what somebody says: a text, a picture, a call of a tool or what came of it. */
export type AnthropicPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image';
      readonly source: {
        readonly type: 'base64';
        readonly media_type: AnthropicPicture;
        readonly data: string;
      };
    }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: unknown;
    }
  | {
      readonly type: 'tool_result';
      readonly tool_use_id: string;
      readonly content: string;
      readonly is_error?: true;
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
    readonly id?: string;
    readonly name?: string;
    readonly input?: unknown;
  } | null;
  /** What a block grows by, or how the answer ended. */
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly thinking?: string;
    readonly signature?: string;
    readonly citation?: unknown;
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
