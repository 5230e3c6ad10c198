import { decider, type Decider } from './decider.js';
import { InvalidOptions } from '../core/errors.js';
import type { Kind } from '../core/said.js';
import { checkKey, keysOf } from './deciderKeys.js';

/**
 * Chooses by what kind of value an output is: a text, an image, a sound (`audio`) or other data.
 *
 * @param ways the key for each kind
 * @param otherwise the key for the other kinds
 *
 * @example
 * ```ts
 * import { byType, route } from 'rivulet';
 *
 * const finding = route(byType({ image: 'seen', text: 'read' }, 'other'), {
 *   seen: 'describe',
 *   read: 'sumUp',
 *   other: [],
 * });
 * ```
 *
 * @category deciders
 */
export const byType = <const Way extends string, const Otherwise extends string>(
  ways: Readonly<Partial<Record<Kind, Way>>>,
  otherwise: Otherwise,
): Decider<Way | Otherwise> => {
  for (const kind of keysOf('byType', ways)) {
    if (!kinds.includes(kind)) {
      throw new InvalidOptions(
        undefined,
        `byType: there is no kind of value "${kind}". There are: ${kinds.join(', ')}.`,
      );
    }
    checkKey('byType', `what stands at "${kind}"`, ways[kind]);
  }
  checkKey('byType', 'the last parameter', otherwise);
  const own = Object.freeze({ ...ways });
  return decider(
    { by: 'type', ways: own, otherwise },
    (_, { modality }) => own[modality] ?? otherwise,
  );
};

const kinds: readonly string[] = ['text', 'image', 'audio', 'data'] satisfies readonly Kind[];
