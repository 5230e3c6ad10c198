import { Buffer, constants } from 'node:buffer';
import { isBytes, isDate } from './kind.js';
import { mark, nothing } from './mark.js';

/** The text of what has no members; `undefined` for everything else. A `RangeError` when it is too long for a text. */
export const leafOf = (value: unknown): string | undefined => {
  if (value === undefined) return nothing;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return mark('bigint', `"${String(value)}"`);
  if (typeof value !== 'object') return undefined;
  if (isBytes(value)) return mark('bytes', `"${base64(value)}"`);
  return isDate(value) ? mark('date', JSON.stringify(value.getTime())) : undefined;
};

const numberText = (value: number): string => {
  if (Object.is(value, -0)) return mark('number', '"-0"');
  return Number.isFinite(value) ? String(value) : mark('number', `"${String(value)}"`);
};

const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string => {
  // `Buffer` finds out only when it has encoded all of them.
  if ((byteLength / 3) * 4 > constants.MAX_STRING_LENGTH) throw new RangeError('Too many bytes.');
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
};
