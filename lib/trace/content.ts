/**
 * What was said, as texts for attributes. It is only told to those who ask for it.
 *
 * @module
 */

import type { Finish, ToolCall } from '../core/event.js';
import { sizeOf } from '../core/line.js';
import { isAudio, isImage } from '../core/media.js';

/** What an agent has said, and the tools it called that nobody has run: a list of one message. */
export const messagesOf = (
  value: unknown,
  calls: readonly ToolCall[] = [],
  finish: Finish = 'stop',
): string =>
  jsonOf([
    {
      role: 'assistant',
      parts: [
        ...partsOf(value),
        ...calls.map(({ tool, input, id }) => ({
          type: 'tool_call',
          name: tool,
          arguments: input,
          ...(id !== undefined && { id }),
        })),
      ],
      finish_reason: finish,
    },
  ]);

// Bytes are too many for an attribute, so only what they are is told.
const partsOf = (value: unknown): readonly object[] => {
  if (isImage(value)) return [{ type: 'image', mime_type: value.mime, size: value.bytes.length }];
  if (isAudio(value)) return [{ type: 'audio', mime_type: value.mime, size: value.bytes.length }];
  if (value === '') return [];
  return [{ type: 'text', content: textOf(value) }];
};

/** A value as a text: a text itself, data as JSON, and of everything else how large it is. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : isBytes(value) ? sizeOf(value) : jsonOf(value);

const jsonOf = (value: unknown): string => {
  try {
    const json: unknown = JSON.stringify(value, withoutBytes);
    // Functions and the like have none.
    return typeof json === 'string' ? json : sizeOf(value);
  } catch {
    // A run does not fail because what it gave has no JSON.
    return sizeOf(value);
  }
};

const withoutBytes = (_: string, value: unknown): unknown =>
  isBytes(value) ? sizeOf(value) : value;

const isBytes = (value: unknown): boolean =>
  isImage(value) || isAudio(value) || value instanceof Uint8Array;
