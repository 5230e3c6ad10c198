/**
 * What a tool found, whatever it calls that.
 *
 * @module
 */

import { ProtocolError } from '../core/providerErrors.js';
import type { Found } from '../core/modality.js';
import { partOf, type CallResult } from './content.js';

/** The list of what was found, or throws `ProtocolError` where there is none. */
export const foundIn = (
  server: string,
  { structuredContent, content }: CallResult,
): readonly Found[] => {
  const parts = content.map(partOf);
  const list =
    listIn(structuredContent) ??
    (parts.length === 1 ? listIn(parts[0]) : undefined) ??
    // Some servers say each item by itself, as a text or as a link; and none where they found nothing.
    (structuredContent === undefined && parts.every((part) => itemOf(part) !== undefined)
      ? parts
      : undefined);
  if (list === undefined) throw new ProtocolError(server, 'it holds no list of what was found');
  return list.map((given, index) => {
    const item = itemOf(given);
    if (item !== undefined) return item;
    throw new ProtocolError(server, `item ${String(index)} of what was found has no url`);
  });
};

/** A list, or one under a usual name, or one that is written as JSON. */
const listIn = (given: unknown, depth = 3): readonly unknown[] | undefined => {
  const value = parsed(given);
  if (isList(value)) return value;
  if (!isRecord(value) || depth === 0) return undefined;
  for (const name of listNames) {
    const list = Object.hasOwn(value, name) ? listIn(value[name], depth - 1) : undefined;
    if (list !== undefined) return list;
  }
  return undefined;
};

const itemOf = (given: unknown): Found | undefined => {
  const item = parsed(given);
  if (!isRecord(item)) return undefined;
  const url = textIn(item, ['url', 'link', 'href', 'uri']);
  if (url === undefined) return undefined;
  return {
    title: textIn(item, ['title', 'name', 'heading']) ?? url,
    url,
    snippet:
      textIn(item, ['snippet', 'description', 'summary', 'excerpt', 'content', 'text', 'body']) ??
      '',
  };
};

const textIn = (
  item: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string | undefined =>
  names
    .map((name) => item[name])
    .filter((value) => typeof value === 'string')
    .find((text) => text !== '');

const listNames = [
  'results',
  'result',
  'found',
  'items',
  'hits',
  'documents',
  'sources',
  'links',
  'organic',
  'organic_results',
  'web',
  'webPages',
  'data',
  'value',
];

const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    const read: unknown = JSON.parse(value);
    return read;
  } catch {
    return value;
  }
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
