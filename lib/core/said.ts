import type { ToolCall } from './event.js';
import { isAudio, isImage } from './media.js';

/** What kind of value an output is. */
export type Kind = 'text' | 'image' | 'audio' | 'data';

/** What a router is told of an output besides the output itself. */
export interface Said {
  /** What kind of value it is. */
  readonly modality: Kind;
  /** Which tools the model called, in their order; none where no model was asked. */
  readonly calls: readonly ToolCall[];
}

/** What kind of value something is. */
export const kindOf = (value: unknown): Kind =>
  typeof value === 'string' ? 'text' : isImage(value) ? 'image' : isAudio(value) ? 'audio' : 'data';
