/**
 * What a task is given and gives, read by its codecs.
 *
 * @module
 */

import { mismatchOf, type AnyCodec } from '../core/codec.js';
import { DecodeFailed } from '../core/errors.js';
import type { Values } from '../core/join.js';
import { itself } from './checkNeeds.js';
import type { Definition } from './plan.js';

/** What a task makes of its last snapshot: read by its codec, changed by its `after`. */
export const finished = (
  name: string,
  { work, output }: Pick<Definition, 'work' | 'output'>,
  value: unknown,
): unknown => {
  const read = output === undefined ? value : decode(name, 'output', output, value);
  // The types of the task promise its function this output.
  return work._tag === 'Agent' && work.after !== undefined ? work.after(read as never) : read;
};

/** What a task is given, read by its codec: its record, or the one value in it. */
export const decodeInput = (
  label: string,
  { input }: Definition,
  values: Values,
  isBare: boolean,
): Values => {
  if (input === undefined) return values;
  if (isBare && Object.keys(values).length === 1) {
    return { [itself]: decode(label, 'input', input, values[itself]) };
  }
  // A codec of the input reads a record: that is what the types of the task ask of it.
  return decode(label, 'input', input, values) as Values;
};

/** Reads a value by a codec, or throws `DecodeFailed`. */
export const decode = (
  task: string,
  side: 'input' | 'output',
  codec: AnyCodec,
  value: unknown,
): unknown => {
  const decoded = codec.decode(value);
  if (decoded._tag === 'Right') return decoded.right;
  throw new DecodeFailed(
    task,
    side,
    mismatchOf(decoded.left, value, codec.name ?? 'another value'),
  );
};
