import type { ValidationError } from 'io-ts';
import type { StandardIssue } from './codec.js';

/**
 * What a codec has to say of a value that still grows and that no growth can mend; `undefined` if nothing.
 *
 * A value that grows at its end, as JSON does while it is written, is settled but for its last member, the last
 * member of that, and so on; what is missing may yet come. So a complaint counts where it is about, or within,
 * a member that has another one after it. A complaint about one alternative of many counts as one about the
 * value that has the alternatives.
 *
 * @param left what `decode` gave; what counts has the same form, for `mismatchOf`
 */
export const settledComplaints = (left: unknown, value: unknown): unknown => {
  if (typeof left !== 'object' || left === null) return undefined;
  // The two forms that `mismatchOf` knows, which checks them for itself.
  if ('issues' in left && Array.isArray(left.issues)) {
    const issues = left.issues as readonly StandardIssue[];
    const settled = issues.filter((issue) => isSettled(value, keysOfIssue(issue)));
    return settled.length === 0 ? undefined : { issues: settled };
  }
  if (Array.isArray(left)) {
    const settled = left.filter(
      (error: ValidationError) => 'context' in error && isSettled(value, keysOfError(error)),
    );
    return settled.length === 0 ? undefined : settled;
  }
  return undefined;
};

const keysOfIssue = ({ path = [] }: StandardIssue): readonly string[] =>
  path.map((step) => String(typeof step === 'object' ? step.key : step));

const keysOfError = ({ context }: ValidationError): readonly string[] => {
  const tags = context.map(({ type }) => ('_tag' in type ? type._tag : undefined));
  const union = tags.indexOf('UnionType');
  return context
    .slice(0, union === -1 ? undefined : union + 1)
    .filter(({ key }, index) => key !== '' && tags[index - 1] !== 'IntersectionType')
    .map(({ key }) => key);
};

const isSettled = (value: unknown, keys: readonly string[]): boolean => {
  let here = value;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false;
    const last = Array.isArray(here) ? String(here.length - 1) : lastKey(here);
    if (last === undefined) return false;
    if (key !== last) return true;
    here = Reflect.get(here, key);
  }
  return false;
};

/** The key that was read last; `undefined` where numbers are keys, since those are sorted to the front. */
const lastKey = (value: object): string | undefined => {
  const keys = Object.keys(value);
  return /^\d/u.test(keys[0] ?? '') ? undefined : keys.at(-1);
};
