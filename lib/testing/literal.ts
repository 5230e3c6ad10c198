/**
 * Values as they are written in a program.
 *
 * @module
 */

import { isAudio, isImage } from '../core/media.js';

/** A value as it is written in a program; what cannot be written so is told in a comment. */
export const literal = (value: unknown, depth = 0): string => {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return `${String(value)}n`;
    case 'object':
      return value === null ? 'null' : composed(value, depth);
    case 'symbol':
    case 'function':
      return `undefined /* a ${typeof value} */`;
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
};

/** A value as it is told in a message: on one line, and not too long. */
export const brief = (value: unknown): string => {
  const text =
    value instanceof Error
      ? `${value.name}: ${value.message}`
      : isImage(value) || isAudio(value)
        ? `${value._tag} ${value.mime} of ${String(value.bytes.length)} bytes`
        : literal(value);
  // Snapshots of one text begin alike, so the end is shown as well.
  return text.length > most ? `${text.slice(0, half)} … ${text.slice(-half)}` : text;
};

/** Two values so that one sees what tells them apart: of long texts, what comes before that is left out. */
export const apart = (one: unknown, other: unknown): readonly [string, string] => {
  if (typeof one !== 'string' || typeof other !== 'string') return [brief(one), brief(other)];
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared++;
  const cut = shared > 30 ? shared - 15 : 0;
  const told = (text: string): string => (cut === 0 ? brief(text) : `…${brief(text.slice(cut))}`);
  return [told(one), told(other)];
};

const most = 80;
const half = 38;

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const composed = (value: object, depth: number): string => {
  if (depth > deepest) return 'undefined /* deeper than is told */';
  const part = (inner: unknown): string => literal(inner, depth + 1);
  if (Array.isArray(value)) return `[${value.map(part).join(', ')}]`;
  if (value instanceof Uint8Array)
    return value.length <= 16
      ? `Uint8Array.of(${value.join(', ')})`
      : `new Uint8Array(${String(value.length)} /* other bytes */)`;
  if (value instanceof Error) return `new Error(${quoted(value.message)})`;
  const parts = Object.entries(value).map(([name, inner]) => `${keyOf(name)}: ${part(inner)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
};

/** A value may hold itself. */
const deepest = 8;

/** A name as it is written before its value. */
export const keyOf = (name: string): string => {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name !== '__proto__') return name;
  // In a record that is written, this name is another one unless it is computed.
  return name === '__proto__' ? `['__proto__']` : quoted(name);
};
