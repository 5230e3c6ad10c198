import { NotSaveable } from './errors.js';

/**
 * Data as JSON, on many lines. It is a `NotSaveable` error when something in it would be lost; members that are
 * `undefined` are left out, and what has a `toJSON` says itself what it is.
 *
 * @param file what the file is to be called
 */
export const jsonOf = (file: string, data: unknown): string => {
  try {
    return `${JSON.stringify(plain(data, { file, path: '', above: new Set() }), null, 2)}\n`;
  } catch (error) {
    if (error instanceof NotSaveable) throw error;
    // Code of the value's own threw, or the text is longer than a text can be.
    throw new NotSaveable(file, '', 'cannot be told as JSON', { cause: error });
  }
};

/** Where in the data one is. */
interface Place {
  readonly file: string;
  readonly path: string;
  /** What the value is in. */
  readonly above: Set<object>;
}

/** A copy that nothing is lost of when it becomes JSON. */
const plain = (value: unknown, place: Place): unknown => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw refusal(place, `is ${String(value)}`);
    case 'object':
      return value === null ? null : composed(value, place);
    case 'undefined':
      throw refusal(place, 'is undefined');
    default:
      throw refusal(place, `is a ${typeof value}`);
  }
};

const composed = (value: object, place: Place): unknown => {
  const { file, path, above } = place;
  if (above.has(value)) throw refusal(place, 'holds itself');
  if (above.size === deepest) {
    throw new NotSaveable(file, '', `is nested more than ${String(deepest)} deep`);
  }
  above.add(value);
  const copy = Array.isArray(value)
    ? Array.from(value, (item: unknown, index) =>
        plain(item, { file, path: `${path}[${String(index)}]`, above }),
      )
    : recordOf(value, place);
  above.delete(value);
  return copy;
};

const recordOf = (value: object, place: Place): unknown => {
  const { file, path, above } = place;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw refusal(place, 'is bytes without a MIME type');
  }
  if (value instanceof Date && Number.isNaN(value.getTime())) {
    throw refusal(place, 'is an invalid date');
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return plain(Reflect.apply(value.toJSON, value, []), place);
  }
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (kind !== 'Object') throw refusal(place, `is of type ${kind}`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [
        key,
        plain(member, { file, path: `${path}${stepTo(key, path)}`, above }),
      ]),
  );
};

const stepTo = (key: string, path: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? `${path === '' ? '' : '.'}${key}`
    : `[${JSON.stringify(key)}]`;

const refusal = ({ file, path }: Place, why: string): NotSaveable =>
  new NotSaveable(file, path, why);

/** Deeper ones would break the stack. */
const deepest = 1000;
