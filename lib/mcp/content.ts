/**
 * What a tool gave, as a value.
 *
 * @module
 */

import type { Image } from '../core/media.js';

/** What a tool gave, as MCP has it. */
export interface CallResult {
  readonly content: readonly Block[];
  readonly structuredContent?: Readonly<Record<string, unknown>> | undefined;
  readonly isError?: boolean | undefined;
}

/** A piece of it. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | Link
  | { readonly type: 'resource'; readonly resource: Resource };

interface Link {
  readonly type: 'resource_link';
  readonly uri: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly mimeType?: string | undefined;
}

type Resource =
  | { readonly uri: string; readonly mimeType?: string | undefined; readonly text: string }
  | { readonly uri: string; readonly mimeType?: string | undefined; readonly blob: string };

/**
 * The structured content, where there is some. Otherwise all texts as one, or what else there is: an image, a sound, a
 * link; several of these, or texts among them, are a list.
 */
export const valueOf = ({ structuredContent, content }: CallResult): unknown => {
  if (structuredContent !== undefined) return structuredContent;
  const parts = content.map(partOf);
  if (parts.every((part) => typeof part === 'string')) return parts.join('\n');
  return parts.length === 1 ? parts[0] : parts;
};

/** All that it says in words. */
export const wordsOf = ({ content }: CallResult): string =>
  content
    .map(partOf)
    .filter((part) => typeof part === 'string')
    .join('\n');

/** One piece as a value. */
export const partOf = (block: Block): unknown => {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return mediaOf(block.type === 'image' ? 'Image' : 'Audio', block.mimeType, block.data);
    case 'resource_link': {
      const { uri, name, title, description, mimeType } = block;
      return Object.fromEntries(
        Object.entries({ uri, name, title, description, mimeType }).filter(
          ([, value]) => value !== undefined,
        ),
      );
    }
    case 'resource':
      return contentOf(block.resource);
  }
};

const contentOf = (resource: Resource): unknown => {
  if ('text' in resource) return resource.text;
  const { uri, mimeType = 'application/octet-stream', blob } = resource;
  if (mimeType.startsWith('image/')) return mediaOf('Image', mimeType, blob);
  if (mimeType.startsWith('audio/')) return mediaOf('Audio', mimeType, blob);
  return { uri, mimeType, bytes: bytesOf(blob) };
};

const mediaOf = (
  _tag: 'Image' | 'Audio',
  mime: string,
  data: string,
): Pick<Image, 'mime' | 'bytes'> & { readonly _tag: 'Image' | 'Audio' } => ({
  _tag,
  mime,
  bytes: bytesOf(data),
});

// A copy, because a small Buffer is a piece of a pool that others write to.
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
