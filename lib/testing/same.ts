/**
 * Whether two values look the same: in records, lists, bytes, maps and sets, however deep. Of two errors, name
 * and message count.
 */
export const same = (one: unknown, other: unknown): boolean => compare(one, other, new Map());

type Seen = Map<unknown, unknown>;

const compare = (one: unknown, other: unknown, seen: Seen): boolean => {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other)) return false;
  // Two values that hold themselves are the same as long as nothing else tells them apart.
  if (seen.get(one) === other) return true;
  seen.set(one, other);
  if (one instanceof Error && other instanceof Error)
    return one.name === other.name && one.message === other.message;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (isList(one) && isList(other)) return all([...one], [...other], seen);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && compare(one[name], other[name], seen))
  );
};

const all = (some: readonly unknown[], others: readonly unknown[], seen: Seen): boolean =>
  some.length === others.length && some.every((value, at) => compare(value, others[at], seen));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What gives its parts one by one, and has nothing else. */
const isList = (value: object): value is Iterable<unknown> =>
  Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
