import { InvalidOptions } from '../core/errors.js';
import { byContent } from './byContent.js';
import { byLength } from './byLength.js';
import { byPresence } from './byPresence.js';
import { byTools } from './byTools.js';
import { byType } from './byType.js';
import type { Decider, DeciderData } from './decider.js';

/**
 * Makes a ready-made decider again of what it was made of, as when a flow is read from a file. It decides as the first
 * one did.
 *
 * @example
 * ```ts
 * import { byLength, deciderOf, type DeciderData } from 'rivulet';
 *
 * const written = JSON.stringify(byLength({ short: 200 }, 'long')['~decider']);
 * const decide = deciderOf(JSON.parse(written) as DeciderData);
 * ```
 *
 * @category deciders
 */
export const deciderOf = (data: DeciderData): Decider<string> => {
  switch (data.by) {
    case 'length':
      return byLength(data.limits, data.otherwise);
    case 'content':
      return byContent(data.words, data.otherwise, { all: data.all });
    case 'type':
      return byType(data.ways, data.otherwise);
    case 'presence':
      return byPresence(data.present, data.missing);
    case 'tools':
      return byTools(data.ways, data.otherwise);
    default:
      throw new InvalidOptions(
        undefined,
        `There is no decider by ${JSON.stringify((data as { readonly by: unknown }).by)}. ` +
          'There are: length, content, type, presence, tools.',
      );
  }
};
