/**
 * Made-up texts and numbers.
 *
 * @module
 */

import type { Schema } from '../../core/schemaParts.js';

/** A text that says that it is scripted, or else an example of its format or pattern. */
export const madeUpText = (schema: Schema, name: string, seed: number): string => {
  const { format, pattern } = schema;
  const [least, most] = [limit(schema.minLength, 0), limit(schema.maxLength, Infinity)];
  const text = `scripted ${name} ${String((seed % 90) + 10)}`.slice(0, most).padEnd(least, '.');
  const known = (typeof format === 'string' ? formats[format] : undefined) ?? [];
  if (typeof pattern !== 'string') return known[0] ?? text;
  return (
    [...known, text, ...Object.values(formats).flat(), ...words].find(
      (one) => one.length >= least && one.length <= most && isMatch(pattern, one),
    ) ?? text
  );
};

/** A small number, within the limits there are. */
export const madeUpNumber = (schema: Schema, seed: number): number => {
  const least = limit(schema.minimum, limit(schema.exclusiveMinimum, -Infinity));
  const most = limit(schema.maximum, limit(schema.exclusiveMaximum, Infinity));
  const step = limit(schema.multipleOf, 1);
  const fits = (value: number): boolean =>
    value >= least &&
    value <= most &&
    value !== schema.exclusiveMinimum &&
    value !== schema.exclusiveMaximum;
  const some = [
    ((seed % 9) + 1) * step,
    Math.ceil(least / step) * step,
    (Math.floor(least / step) + 1) * step,
    Math.floor(most / step) * step,
    (Math.ceil(most / step) - 1) * step,
    (least + most) / 2,
  ];
  return some.filter(Number.isFinite).find(fits) ?? 0;
};

const limit = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

const isMatch = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    // It is not written in this language of patterns, so nobody here can tell.
    return true;
  }
};

const words = ['scripted', 'Scripted', 'SCRIPTED', 's', 'S', '1', '12', '123'];

const formats: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2000-01-01T12:00:00Z', '2000-01-01T12:00:00'],
  date: ['2000-01-01'],
  time: ['12:00:00Z', '12:00:00'],
  duration: ['P1D'],
  email: ['scripted@example.com'],
  hostname: ['scripted.example.com'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  uri: ['https://example.com/scripted'],
  'uri-reference': ['/scripted'],
  uuid: ['00000000-0000-4000-8000-000000000000'],
};
