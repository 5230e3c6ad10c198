/**
 * What a model costs.
 *
 * @module
 */

import type { Usage } from '../core/event.js';

/** What a model costs, in US dollars. */
export interface Price {
  /** For a million tokens that are sent. */
  readonly input?: number | undefined;
  /** For a million tokens that come back. */
  readonly output?: number | undefined;
  /**
   * For a million of those that are sent and come from the provider's cache.
   *
   * @defaultValue what others cost that are sent
   */
  readonly cached?: number | undefined;
  /**
   * For a request, such as a picture.
   *
   * @defaultValue `0`
   */
  readonly request?: number | undefined;
}

/** Checks that a price is one. */
export const checkedPrice = (price: Price): Price => {
  for (const [name, value] of Object.entries(price)) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      throw new RangeError(`price.${name} must be at least 0, not ${String(value)}.`);
    }
  }
  return price;
};

/** What a request cost that took this much. */
export const costOf = (
  { input = 0, output = 0, cached = input, request = 0 }: Price,
  { input: sent = 0, output: came = 0, cached: known = 0 }: Usage,
): number => request + ((sent - known) * input + known * cached + came * output) / 1_000_000;
