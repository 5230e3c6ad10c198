import { decider, type Decider } from './decider.js';
import { isAudio, isImage } from '../core/media.js';
import { checkKey, isIndex, keysOf, type KeyOf } from './deciderKeys.js';

/**
 * Chooses by how long an output is: the key of the first limit that it does not pass, or else the last one.
 *
 * The length of a text is counted in characters (code points: `é` and `😀` are one each, a flag is two), that of a list
 * in items, that of an image or a sound in bytes. Other data is as long as the text of its JSON, so what JSON cannot
 * tell is a failure of the route; nothing at all has the length 0.
 *
 * @param limits from the smallest to the largest
 * @param otherwise the key for what is longer than all of them
 *
 * @example
 * ```ts
 * import { byLength, route } from 'rivulet';
 *
 * const draft = route(byLength({ short: 200, medium: 1000 }, 'long'), {
 *   short: 'expand',
 *   medium: 'publish',
 *   long: 'shorten',
 * });
 * ```
 *
 * @category deciders
 */
export const byLength = <
  const Limits extends Readonly<Record<string, number>>,
  const Otherwise extends string,
>(
  limits: Limits,
  otherwise: Otherwise,
): Decider<KeyOf<Limits> | Otherwise> => {
  const keys = keysOf('byLength', limits, false);
  checkKey('byLength', 'the last parameter', otherwise);
  const steps = keys.map((key) => ({ key, limit: checkedLimit(key, limits[key]) }));
  // JavaScript has put keys that are numbers first, so their order says nothing.
  checkOrder(steps.filter(({ key }) => !isIndex(key)));
  steps.sort((one, other) => one.limit - other.limit);
  checkOrder(steps);
  return decider({ by: 'length', limits: Object.freeze({ ...limits }), otherwise }, (output) => {
    const length = lengthOf(output);
    return steps.find(({ limit }) => length <= limit)?.key ?? otherwise;
  });
};

const checkedLimit = (key: string, limit: unknown): number => {
  if (typeof limit === 'number' && Number.isFinite(limit) && limit >= 0) return limit;
  throw new RangeError(
    `byLength: the limit of "${key}" must be a finite number of at least 0, not ${String(limit)}.`,
  );
};

const checkOrder = (steps: readonly { readonly key: string; readonly limit: number }[]): void => {
  steps.forEach(({ key, limit }, index) => {
    const before = steps[index - 1];
    if (before === undefined || before.limit < limit) return;
    throw new RangeError(
      `byLength: the limit of "${key}" must be more than the one before it, and ${String(limit)} is not more than ` +
        `the ${String(before.limit)} of "${before.key}". Give the limits from the smallest to the largest.`,
    );
  });
};

const lengthOf = (output: unknown): number => {
  if (typeof output === 'string') return charactersOf(output);
  if (isImage(output) || isAudio(output)) return output.bytes.length;
  if (output instanceof Uint8Array || Array.isArray(output)) return output.length;
  // Its type does not tell that there is no JSON of some values, such as `undefined`.
  const json: unknown = JSON.stringify(output);
  return typeof json === 'string' ? charactersOf(json) : 0;
};

const charactersOf = (text: string): number =>
  text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
