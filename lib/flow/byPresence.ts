import { decider, type Decider } from './decider.js';
import { isAudio, isImage } from '../core/media.js';
import { checkKey } from './deciderKeys.js';

/**
 * Chooses by whether there is anything in an output.
 *
 * Nothing is in a text of white space only, in an empty list or record, and in an image or a sound without bytes;
 * `null` and `undefined` are nothing. `0` and `false` are something, and so is `['']`.
 *
 * @param present the key when there is
 * @param missing the key when there is not
 *
 * @example
 * ```ts
 * import { byPresence, route } from 'rivulet';
 *
 * const search = route(byPresence('found', 'nothing'), { found: 'sumUp', nothing: 'askAgain' });
 * ```
 *
 * @category deciders
 */
export const byPresence = <const Present extends string, const Missing extends string>(
  present: Present,
  missing: Missing,
): Decider<Present | Missing> => {
  checkKey('byPresence', 'the first parameter', present);
  checkKey('byPresence', 'the second parameter', missing);
  return decider({ by: 'presence', present, missing }, (output) =>
    isSomething(output) ? present : missing,
  );
};

const isSomething = (output: unknown): boolean => {
  if (output === undefined || output === null) return false;
  if (typeof output === 'string') return output.trim() !== '';
  if (isImage(output) || isAudio(output)) return output.bytes.length > 0;
  if (output instanceof Uint8Array || Array.isArray(output)) return output.length > 0;
  return !isPlain(output) || Object.keys(output).length > 0;
};

const isPlain = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
