/**
 * What is used of the models of the AI SDK, in the versions 2, 3 and 4 of its specification.
 *
 * @module
 */

/** A model that says something: `LanguageModelV2`, `LanguageModelV3` or `LanguageModelV4`. */
export type AiSdkLanguageModel = AiSdkModel &
  (
    | {
        readonly specificationVersion: 'v2' | 'v3';
        /** Starts one streamed answer. */
        readonly doStream: (call: AiSdkCall<Uint8Array>) => PromiseLike<AiSdkStream>;
      }
    | {
        readonly specificationVersion: 'v4';
        /** Starts one streamed answer. */
        readonly doStream: (call: AiSdkCall<AiSdkBytes>) => PromiseLike<AiSdkStream>;
      }
  );

/** A model that makes numbers of a text: `EmbeddingModelV2<string>`, `EmbeddingModelV3` or `EmbeddingModelV4`. */
export interface AiSdkEmbeddingModel extends AiSdkModel {
  readonly specificationVersion: 'v2' | 'v3' | 'v4';
  /** Makes the numbers. */
  readonly doEmbed: (call: {
    values: string[];
    abortSignal: AbortSignal;
  }) => PromiseLike<AiSdkEmbeddings>;
}

/** A model that makes pictures: `ImageModelV2`, `ImageModelV3` or `ImageModelV4`. */
export interface AiSdkImageModel extends AiSdkModel {
  readonly specificationVersion: 'v2' | 'v3' | 'v4';
  readonly maxImagesPerCall: unknown;
  /** Makes the pictures. */
  readonly doGenerate: (call: AiSdkImageCall) => PromiseLike<AiSdkImages>;
}

/** What all models say of themselves. */
export interface AiSdkModel {
  /** The name of the provider, such as `openai.responses`. */
  readonly provider: string;
  readonly modelId: string;
}

/** Bytes, as the fourth version passes them on. */
export interface AiSdkBytes {
  readonly type: 'data';
  readonly data: Uint8Array;
}

/** What a model is asked. */
export interface AiSdkCall<Bytes> {
  readonly prompt: AiSdkMessage<Bytes>[];
  readonly tools?: AiSdkTool[];
  readonly responseFormat?: {
    readonly type: 'json';
    readonly name: string;
    readonly schema?: object;
  };
  readonly abortSignal: AbortSignal;
}

/** What somebody says. */
export type AiSdkMessage<Bytes> =
  | { readonly role: 'system'; readonly content: string }
  | {
      readonly role: 'user';
      readonly content: (
        AiSdkText | { readonly type: 'file'; readonly mediaType: string; readonly data: Bytes }
      )[];
    }
  | { readonly role: 'assistant'; readonly content: (AiSdkText | AiSdkToolCall)[] }
  | { readonly role: 'tool'; readonly content: AiSdkToolResult[] };

/** A text within a message. */
export interface AiSdkText {
  readonly type: 'text';
  readonly text: string;
}

/** A call of a tool within a message. */
export interface AiSdkToolCall {
  readonly type: 'tool-call';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
}

/** What came of a call. */
export interface AiSdkToolResult {
  readonly type: 'tool-result';
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: { readonly type: 'text' | 'error-text'; readonly value: string };
}

/** A tool that the model may call. */
export interface AiSdkTool {
  readonly type: 'function';
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

/** How an answer comes. */
export interface AiSdkStream {
  readonly stream: ReadableStream<AiSdkPart>;
  readonly response?: { readonly headers?: AiSdkHeaders | undefined };
}

/** What a model says at a time. */
export interface AiSdkPart {
  readonly type: string;
  /** Which text, thought or input of a call it belongs to. */
  readonly id?: string | undefined;
  readonly delta?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  /** What a tool is called with, as JSON. */
  readonly input?: unknown;
  /** Whether the vendor runs the tool by itself. */
  readonly providerExecuted?: boolean;
  readonly preliminary?: boolean;
  readonly result?: unknown;
  readonly isError?: boolean;
  /** A word in the second version, the word of all vendors and that of this one in the later ones. */
  readonly finishReason?: string | { readonly unified: string; readonly raw?: string | undefined };
  readonly usage?: AiSdkUsage;
  readonly error?: unknown;
  readonly providerMetadata?: unknown;
}

/** What it took: numbers in the second version, and more than that in the later ones. */
export interface AiSdkUsage {
  readonly inputTokens?: AiSdkTokens;
  readonly outputTokens?: AiSdkTokens;
  readonly cachedInputTokens?: number | undefined;
}

/** How many tokens. */
export type AiSdkTokens =
  | number
  | { readonly total?: number | undefined; readonly cacheRead?: number | undefined }
  | undefined;

/** The numbers of texts. */
export interface AiSdkEmbeddings {
  readonly embeddings: readonly (readonly number[])[];
  readonly usage?: { readonly tokens: number };
  readonly response?: { readonly headers?: AiSdkHeaders | undefined };
}

/** What picture is asked for. */
export interface AiSdkImageCall {
  readonly prompt: string;
  readonly n: number;
  readonly size: undefined;
  readonly aspectRatio: undefined;
  readonly seed: undefined;
  /** Pictures that it is made from. The second version knows none. */
  readonly files:
    { readonly type: 'file'; readonly mediaType: string; readonly data: Uint8Array }[] | undefined;
  readonly mask: undefined;
  readonly providerOptions: Record<string, never>;
  readonly abortSignal: AbortSignal;
}

/** Pictures, as bytes or in base64. */
export interface AiSdkImages {
  readonly images: readonly (string | Uint8Array)[];
  readonly usage?: AiSdkUsage;
  readonly response?: { readonly headers?: AiSdkHeaders | undefined };
}

/** The headers of an answer. */
export type AiSdkHeaders = Readonly<Record<string, string | undefined>>;
