/**
 * What is used of the `openai` package, so that no published type names it. A real client fits, and so does a
 * script.
 *
 * @module
 */

/** What is used of the `openai` package. A real client fits, and so does a script. */
export interface OpenAIClient {
  readonly chat: {
    readonly completions: {
      /** Starts one streamed completion. */
      readonly create: (
        request: OpenAIChatRequest,
        options: OpenAIRequestOptions,
      ) => PromiseLike<AsyncIterable<OpenAIChatChunk>>;
    };
  };
  readonly images: {
    /** Makes one picture. */
    readonly generate: (
      request: OpenAIImageRequest,
      options: OpenAIRequestOptions,
    ) => PromiseLike<OpenAIImages>;
  };
  readonly audio: {
    readonly speech: {
      /** Says a text. */
      readonly create: (
        request: OpenAISpeechRequest,
        options: OpenAIRequestOptions,
      ) => PromiseLike<OpenAISound>;
    };
    readonly transcriptions: {
      /** Writes down what is said, as a stream where the model can. */
      readonly create: (
        request: OpenAITranscriptionRequest,
        options: OpenAIRequestOptions,
      ) => OpenAITranscription;
    };
  };
  readonly embeddings: {
    /** Makes the numbers of a text. */
    readonly create: (
      request: OpenAIEmbeddingRequest,
      options: OpenAIRequestOptions,
    ) => PromiseLike<OpenAIEmbeddings>;
  };
}

/** How a request is sent. */
export interface OpenAIRequestOptions {
  readonly signal: AbortSignal;
  /** Attempts belong to the task: an SDK that retries by itself hides them from it. */
  readonly maxRetries: 0;
}

/** What is asked of a chat model. */
export interface OpenAIChatRequest {
  readonly model: string;
  readonly messages: OpenAIMessage[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
}

/** One message to a chat model. */
export type OpenAIMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | OpenAIPart[] };

/** A part of a message: a text, or a picture as a `data:` URL. */
export type OpenAIPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

/** What a chat model says at a time. */
export interface OpenAIChatChunk {
  readonly choices?:
    | readonly {
        readonly index?: number;
        readonly delta?: {
          readonly content?: string | null;
          readonly refusal?: string | null;
          readonly tool_calls?:
            | readonly {
                readonly index: number;
                readonly function?: { readonly name?: string; readonly arguments?: string };
              }[]
            | null;
        } | null;
        readonly finish_reason?: string | null;
      }[]
    | null;
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  } | null;
}

/** What is asked of an image model. */
export interface OpenAIImageRequest {
  readonly model: string;
  readonly prompt: string;
}

/** The pictures of an image model. */
export interface OpenAIImages {
  readonly data?: readonly { readonly b64_json?: string }[];
  readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number };
}

/** What is asked of a model that speaks. */
export interface OpenAISpeechRequest {
  readonly model: string;
  readonly input: string;
  readonly voice: string;
  readonly response_format: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm';
  readonly instructions?: string;
}

/** What a model that speaks has said. */
export interface OpenAISound {
  readonly headers: Pick<Headers, 'get' | 'has'>;
  /** All of it. */
  readonly arrayBuffer: () => PromiseLike<ArrayBuffer>;
}

/** What is asked of a model that listens. */
export interface OpenAITranscriptionRequest {
  readonly model: string;
  readonly file: File;
  readonly stream: true;
  readonly prompt?: string;
}

/** What a model that listens answers: a stream, or a body that is none, for not all of them can stream. */
export interface OpenAITranscription {
  /** What was read of it, and the response itself. */
  readonly withResponse: () => PromiseLike<{
    readonly data: AsyncIterable<OpenAITranscriptEvent>;
    readonly response: {
      readonly headers: Pick<Headers, 'get'>;
      /** All of it as a text, instead of `data`. */
      readonly text: () => PromiseLike<string>;
    };
  }>;
}

/** What a model that listens writes at a time. Some servers send the chunks of chat models instead. */
export interface OpenAITranscriptEvent {
  readonly type?: string;
  readonly delta?: string;
  readonly text?: string;
  readonly choices?: OpenAIChatChunk['choices'];
  readonly usage?: OpenAIAudioUsage | null;
}

/** What listening took. Models that are paid by the second tell no tokens. */
export interface OpenAIAudioUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
}

/** What is asked of an embedding model. */
export interface OpenAIEmbeddingRequest {
  readonly model: string;
  readonly input: string;
  readonly encoding_format: 'float';
}

/** The numbers of an embedding model. */
export interface OpenAIEmbeddings {
  readonly data?: readonly { readonly embedding?: readonly number[] }[];
  readonly usage?: { readonly prompt_tokens?: number };
}
