/**
 * Whether data is nested so deep that reading it may overflow the stack: what is recursive reads as deep as the data is, and
 * zod then rejects a promise that nobody hears, which ends the process.
 */
export const isTooDeep = (value: unknown): boolean => {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    level = level.flatMap((each): readonly unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return level.length > 0;
};

/** How deep data from outside may be nested. */
export const deepest = 500;
