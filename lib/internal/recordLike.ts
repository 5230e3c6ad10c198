/** A record with the prototype of another: by it, a member that was called `__proto__` is found out. */
export const recordLike = <A>(
  other: object,
  entries: readonly (readonly [string, A])[],
): Readonly<Record<string, A>> => {
  const record = Object.fromEntries(entries);
  Object.setPrototypeOf(record, Object.getPrototypeOf(other) as object | null);
  return record;
};
