/**
 * Which version of which flow input a signal was computed from, e.g. `{ topic: 2 }`.
 *
 * @module
 */

/** The versions of the flow inputs that a signal was computed from. */
export type Stamp = Readonly<Record<string, number>>;

/** The stamp of what depends on no input. */
export const unstamped: Stamp = Object.freeze({});

/**
 * The union of two stamps; `undefined` when they carry different versions of one input, so that what they
 * stand on never was together. One of the two is returned itself where it holds the other.
 */
export const mergeStamps = (one: Stamp, other: Stamp): Stamp | undefined => {
  if (one === other || other === unstamped) return one;
  if (one === unstamped) return other;
  let merged: Record<string, number> | undefined;
  for (const input in other) {
    const version = one[input];
    if (version === undefined) (merged ??= { ...one })[input] = other[input] ?? 0;
    else if (version !== other[input]) return undefined;
  }
  return merged ?? one;
};
