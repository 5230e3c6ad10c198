import { Buffer } from 'node:buffer';
import { sign } from './mark.js';

/**
 * Reads what `write` has written, and throws at anything else. Each time it is read, the value is a new one.
 *
 * Nothing recurs, and nothing can come out that `write` does not take.
 */
export const read = (text: string): unknown => {
  const root: unknown[] = [JSON.parse(text)];
  const unread: object[] = [root];
  for (let whole = unread.pop(); whole !== undefined; whole = unread.pop()) {
    for (const name of Object.keys(whole)) {
      const member: unknown = Reflect.get(whole, name);
      if (!isObject(member)) continue;
      const { value, inside } = isMark(member) ? meaningOf(member) : plainly(member);
      // It is a member already, and so `__proto__` is a member like any other.
      if (value !== member) Reflect.set(whole, name, value);
      if (inside !== undefined) unread.push(inside);
    }
  }
  return root[0];
};

/** What a mark stands for. */
interface Meaning {
  readonly value: unknown;
  /** The object whose members are still to be read. */
  readonly inside?: object;
}

interface Mark {
  readonly [sign]: unknown;
  readonly of?: unknown;
}

const meaningOf = ({ [sign]: name, of }: Mark): Meaning => {
  if (name === 'undefined') return { value: undefined };
  if (name === 'number' && of === '-0') return { value: -0 };
  if (name === 'number' && isText(of, /^(?:NaN|-?Infinity)$/u)) return { value: Number(of) };
  if (name === 'bigint' && isText(of, /^-?\d+$/u)) return { value: BigInt(of) };
  if (name === 'date' && typeof of === 'number') return { value: new Date(of) };
  if (name === 'date' && of === null) return { value: new Date(NaN) };
  if (name === 'bytes' && isText(of, /^[A-Za-z\d+/]*={0,2}$/u)) return { value: bytesOf(of) };
  if (name === 'object' && isRecord(of)) return plainly(of);
  if (name === 'bare' && isRecord(of)) return plainly(Object.setPrototypeOf(of, null) as object);
  throw new SyntaxError(`There is no such mark: ${JSON.stringify(name)}.`);
};

const plainly = (value: object): Meaning => ({ value, inside: value });

const isMark = (value: object): value is Mark => Object.hasOwn(value, sign);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isRecord = (value: unknown): value is object => isObject(value) && !Array.isArray(value);

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
