/**
 * What is used of the `openai` package, so that no published type names it. A real client fits, and so does a
 * script.
 *
 * @module
 */

import type { JsonSchema } from '../../core/jsonSchema.js';

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
    /** Makes one picture, as a stream where that is asked for. */
    readonly generate: (
      request: OpenAIImageRequest,
      options: OpenAIRequestOptions,
    ) => PromiseLike<OpenAIImages | AsyncIterable<OpenAIImageEvent>>;
    /** Makes one picture of others. */
    readonly edit: (
      request: OpenAIImageEdit,
      options: OpenAIRequestOptions,
    ) => PromiseLike<OpenAIImages | AsyncIterable<OpenAIImageEvent>>;
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
  readonly stream_options?: { readonly include_usage: true };
  readonly response_format?: OpenAIFormat;
}

/** What the answer of a chat model has to look like. */
export type OpenAIFormat =
  | { readonly type: 'json_object' }
  | {
      readonly type: 'json_schema';
      readonly json_schema: {
        readonly name: string;
        readonly schema: JsonSchema;
        readonly strict: boolean;
      };
    };

/** One message to a chat model. */
export type OpenAIMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | OpenAIPart[] }
  | {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly tool_calls?: OpenAICall[];
      /** What it has thought, where the server wants that back. */
      readonly reasoning_content?: string;
    }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** A tool that the model has called. */
export interface OpenAICall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

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
          readonly content?: OpenAIContent | null;
          /** What the model thinks, where the server tells it. */
          readonly reasoning_content?: string | null;
          readonly refusal?: string | null;
          readonly tool_calls?:
            | readonly {
                readonly index?: number;
                readonly id?: string | null;
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

/** What a chat model says: a text, or parts of one, as some servers put it. */
export type OpenAIContent = string | readonly { readonly type?: string; readonly text?: string }[];

/** What is asked of an image model. */
export interface OpenAIImageRequest {
  readonly model: string;
  readonly prompt: string;
  /** Said where the picture is to grow; how, the params say (`partial_images`). */
  readonly stream?: true;
}

/** What is asked of an image model that is given pictures. */
export interface OpenAIImageEdit extends OpenAIImageRequest {
  readonly image: File | File[];
}

/** The pictures of an image model. */
export interface OpenAIImages {
  readonly data?: readonly { readonly b64_json?: string }[];
  readonly usage?: OpenAIImageUsage;
}

/** A picture on its way: `….partial_image`, and at the end `….completed`. */
export interface OpenAIImageEvent {
  readonly type?: string;
  readonly b64_json?: string;
  readonly usage?: OpenAIImageUsage | null;
}

/** What a picture took. */
export interface OpenAIImageUsage {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
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
