/**
 * Whether two values are the same: JSON values by their structure, everything else by identity.
 *
 * Nothing recurs, so that depth does not matter. What is no plain JSON, such as bytes or a class of the user's, is
 * only the same as itself.
 */
export const same = (one: unknown, other: unknown): boolean => {
  const left: unknown[] = [one];
  const right: unknown[] = [other];
  while (left.length > 0) {
    const [a, b] = [left.pop(), right.pop()];
    if (Object.is(a, b)) continue;
    if (isList(a) && isList(b)) {
      if (a.length !== b.length) return false;
      for (const item of a) left.push(item);
      for (const item of b) right.push(item);
    } else if (isPlain(a) && isPlain(b)) {
      const keys = Object.keys(a);
      if (keys.length !== Object.keys(b).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false;
        left.push(a[key]);
        right.push(b[key]);
      }
    } else return false;
  }
  return true;
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
