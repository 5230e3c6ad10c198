/** Refuses a concurrency that is no whole number from 1 on. */
export const atLeastOne = (concurrency: number): number => {
  if (concurrency >= 1 && (Number.isInteger(concurrency) || concurrency === Infinity)) {
    return concurrency;
  }
  throw new RangeError(
    `concurrency must be a whole number of at least 1, not ${String(concurrency)}`,
  );
};
