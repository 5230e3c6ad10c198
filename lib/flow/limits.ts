/**
 * How much a provider is asked at once and in a minute.
 *
 * @module
 */

/** How much a provider is asked. They belong to a key: all agents with the same key and address share them. */
export interface Limits {
  /**
   * How many requests are under way at once.
   *
   * @defaultValue `10`
   */
  readonly concurrency?: number | undefined;
  /**
   * How many requests are sent within any 60 seconds.
   *
   * @defaultValue as many as there are
   */
  readonly requestsPerMinute?: number | undefined;
  /**
   * How many tokens are sent and received within any 60 seconds. Before the provider has told what a request took, it counts
   * by the length of its text: four characters are a token.
   *
   * @defaultValue as many as there are
   */
  readonly tokensPerMinute?: number | undefined;
}

/** Checks that limits are numbers that let something through. */
export const checkedLimits = (limits: Limits): Limits => {
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && !(typeof value === 'number' && value >= 1)) {
      throw new RangeError(`limits.${name} must be at least 1, not ${String(value)}.`);
    }
    if (value !== undefined && !Number.isInteger(value) && value !== Infinity) {
      throw new RangeError(`limits.${name} must be a whole number, not ${String(value)}.`);
    }
  }
  return limits;
};
