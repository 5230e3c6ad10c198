/**
 * What Gemini's API is sent and what it sends, as far as it is used. Both of its packages speak of it in the same words.
 *
 * @module
 */

/** What is asked. Everything that the API knows may stand beside these. */
export interface GeminiRequest {
  readonly contents: GeminiContent[];
  readonly systemInstruction?: GeminiContent;
}

/** What one side has said. */
export interface GeminiContent {
  readonly role: string;
  readonly parts: GeminiPart[];
}

/** A part of what one side has said. */
export type GeminiPart = GeminiText | GeminiBytes | GeminiCall | GeminiResult;

/** A text. */
export interface GeminiText {
  readonly text: string;
  /** How it is to be spoken. */
  readonly speechMetadata?: { readonly style: string };
}

/** A picture or a sound. */
export interface GeminiBytes {
  /** The bytes are in base64. */
  readonly inlineData: { readonly mimeType: string; readonly data: string };
}

/** A call of a tool. */
export interface GeminiCall {
  readonly functionCall: { readonly name: string; readonly args: Record<string, unknown> };
}

/** What came of a call. */
export interface GeminiResult {
  readonly functionResponse: {
    readonly id?: string;
    readonly name: string;
    readonly response: Record<string, unknown>;
  };
}

/** A text to make numbers of. */
export interface GeminiTextRequest {
  readonly content: GeminiContent;
}

/** What a model says at a time, or all of it. */
export interface GeminiChunk {
  readonly candidates?: readonly GeminiCandidate[] | null;
  /** What went wrong in the middle of the answer. */
  readonly error?: unknown;
  readonly promptFeedback?: { readonly blockReason?: string } | null;
  readonly usageMetadata?: GeminiUsage | null;
}

/** One of the answers. */
export interface GeminiCandidate {
  readonly index?: number;
  readonly content?: { readonly parts?: readonly GeminiSaid[] | null } | null;
  readonly finishReason?: string | null;
}

/** A part of an answer. */
export interface GeminiSaid {
  readonly text?: string;
  /** Whether it is no part of the answer but what the model thinks. */
  readonly thought?: boolean;
  /** What the API wants back with the part. */
  readonly thoughtSignature?: string;
  readonly inlineData?: { readonly mimeType?: string; readonly data?: string };
  readonly functionCall?: {
    readonly id?: string;
    readonly name?: string;
    readonly args?: object;
  };
}

/** What it took. */
export interface GeminiUsage {
  readonly promptTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly cachedContentTokenCount?: number;
}
