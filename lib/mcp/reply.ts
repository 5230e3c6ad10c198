/**
 * What a flow gave, as MCP has it.
 *
 * @module
 */

import { messageOf } from '../core/errors.js';
import { isAudio, isImage, type Audio, type Image } from '../core/media.js';

/** What a client is given. */
export interface Reply {
  [member: string]: unknown;
  readonly content: Said[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

type Said =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string };

/**
 * The results of a flow: as data, and as a text for clients that read no data. Pictures and sounds follow; in the data stands
 * which of the contents each is.
 */
export const replyOf = (results: Readonly<Record<string, unknown>>): Reply => {
  const media: (Image | Audio)[] = [];
  const text = JSON.stringify(results, (_name, value: unknown) => {
    if (isImage(value) || isAudio(value)) {
      media.push(value);
      return { type: kindOf(value), mimeType: value.mime, content: media.length };
    }
    if (value instanceof Uint8Array) return base64(value);
    return typeof value === 'bigint' ? String(value) : value;
  });
  // It is the text of a record.
  const structuredContent = JSON.parse(text) as Record<string, unknown>;
  const [only, ...others] = Object.values(results);
  return {
    structuredContent,
    content: [
      { type: 'text', text: typeof only === 'string' && others.length === 0 ? only : text },
      ...media.map((each) => ({
        type: kindOf(each),
        data: base64(each.bytes),
        mimeType: each.mime,
      })),
    ],
  };
};

/** What went wrong. */
export const failureOf = (error: unknown): Reply => ({
  isError: true,
  content: [{ type: 'text', text: messageOf(error) }],
});

const kindOf = ({ _tag }: Image | Audio): 'image' | 'audio' =>
  _tag === 'Image' ? 'image' : 'audio';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
