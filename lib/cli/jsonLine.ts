import type { FlowEvent } from '../core/event.js';
import { isAudio, isImage } from '../core/media.js';
import { tagOf } from './told.js';
import { withoutKeys } from './withoutKeys.js';

/**
 * An event as a line of JSON. Bytes are told by their type and number, an error by its tag and its message. A value that JSON
 * cannot say is left out, and the line says so.
 */
export const jsonLine = (event: FlowEvent): string => {
  try {
    return `${JSON.stringify(event, plain)}\n`;
  } catch {
    return `${JSON.stringify(withoutValue(event), plain)}\n`;
  }
};

const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return { tag: tagOf(value), message: withoutKeys(value.message) };
  if (isImage(value) || isAudio(value)) return { mime: value.mime, bytes: value.bytes.length };
  if (ArrayBuffer.isView(value)) return { bytes: value.byteLength };
  return value;
};

const withoutValue = (event: FlowEvent): object => {
  switch (event.type) {
    case 'partial':
    case 'succeeded':
      return { ...event, value: null, omitted: 'value' };
    case 'inner':
      return { ...event, event: withoutValue(event.event) };
    case 'tool':
      return { ...event, call: { tool: event.call.tool }, output: null, omitted: 'output' };
    default:
      return event;
  }
};
