/** The number of an option, which must be more than 0. Another one is a bug at the call, so it throws there. */
export const positive = (name: string, value: number): number => {
  if (value > 0 && value < Infinity) return value;
  throw new RangeError(`${name} must be more than 0, not ${String(value)}`);
};
