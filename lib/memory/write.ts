import { NotStorable } from './errors.js';
import { growingText } from './growingText.js';
import { className, isBare, isList, isPlain } from './kind.js';
import { leafOf } from './leaf.js';
import { around, sign } from './mark.js';

/**
 * Writes a value as text. What would not come back as it is, is refused, with the place where it stands.
 *
 * Nothing recurs, so it may be as deep as it likes.
 *
 * @param key what the value is to be kept under, for the error
 */
export const write = (key: string, value: unknown): string => {
  const text = growingText();
  const levels: Level[] = [];
  const above = new Set<object>();
  const refuse = (got: string, options?: ErrorOptions): never => {
    throw new NotStorable(key, pathOf(levels), got, options);
  };

  const begin = (one: unknown): void => {
    const leaf = leafOf(one);
    if (leaf === undefined) enter(one);
    else text.add(leaf);
  };

  const enter = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return refuse(`a ${typeof one}`);
    if (!isList(one) && !isPlain(one)) return refuse(className(one));
    if (above.has(one)) return refuse('a circle: it is inside itself');
    if (Object.getOwnPropertySymbols(one).length > 0) {
      return refuse('an object with a member whose name is a symbol');
    }
    const level = levelOf(one);
    // Besides its items, a list has its length.
    if (isList(one) && Object.getOwnPropertyNames(one).length > level.size + 1) {
      return refuse('a list with members that have names');
    }
    above.add(one);
    levels.push(level);
    text.add(level.opening);
  };

  const advance = (level: Level): void => {
    level.at++;
    if (level.at > 0) text.add(',');
    begin(level.names === undefined ? itemOf(level) : memberOf(level, level.names));
  };

  const itemOf = ({ whole, at }: Level): unknown => {
    if (!Object.hasOwn(whole, at)) return refuse('nothing: the list has a hole there');
    return Reflect.get(whole, at);
  };

  const memberOf = ({ whole, at }: Level, names: readonly string[]): unknown => {
    const name = names[at] ?? '';
    const member = Object.getOwnPropertyDescriptor(whole, name);
    if (member === undefined || !('value' in member)) return refuse('a getter or a setter');
    if (member.enumerable !== true) return refuse('hidden: it is not enumerable');
    text.add(`${JSON.stringify(name)}:`);
    return member.value;
  };

  const leave = ({ whole, closing }: Level): void => {
    levels.pop();
    above.delete(whole);
    text.add(closing);
  };

  try {
    if (value === undefined) return refuse('undefined, which stands for what is not kept');
    begin(value);
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      if (level.at < level.size - 1) advance(level);
      else leave(level);
    }
    return text.all();
  } catch (cause) {
    // Nothing recurs, so it is not the stack: no text has more than 2²⁹ characters.
    if (cause instanceof RangeError) return refuse('more than a text can hold', { cause });
    throw cause;
  }
};

/** A list or an object whose members are being written. */
interface Level {
  readonly whole: object;
  /** The names of its members; a list has none. */
  readonly names: readonly string[] | undefined;
  readonly size: number;
  readonly opening: string;
  readonly closing: string;
  /** Which member is being written. */
  at: number;
}

const levelOf = (whole: object): Level => {
  if (isList(whole)) {
    return { whole, names: undefined, size: whole.length, opening: '[', closing: ']', at: -1 };
  }
  const names = Object.getOwnPropertyNames(whole);
  const [opening, closing] = isBare(whole)
    ? around('bare')
    : names.includes(sign)
      ? around('object')
      : ['{', '}'];
  return { whole, names, size: names.length, opening, closing, at: -1 };
};

const pathOf = (levels: readonly Level[]): string =>
  levels.reduce((path, { names, at }) => {
    if (names === undefined) return `${path}[${String(at)}]`;
    const name = names[at] ?? '';
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`;
    return path === '' ? name : `${path}.${name}`;
  }, '');
