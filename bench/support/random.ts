/**
 * Chance that is the same in every run.
 *
 * @module
 */

/** Numbers from 0 up to, but not, 1; the same seed gives the same ones (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Skewed numbers around a median: most are below their mean, a few far above it. */
export const lognormal = (random: () => number, median: number, sigma: number): number =>
  median *
  Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
