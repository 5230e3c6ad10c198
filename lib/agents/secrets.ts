/**
 * Keeping keys out of everything that is shown.
 *
 * @module
 */

/** Takes the keys out of a text. */
export type Mask = (text: string) => string;

/**
 * Masks these keys, pieces of them, and whatever else looks like a key. A piece counts from eight characters
 * on, because a key that was cut short is still most of a key.
 */
export const masking = (...keys: readonly (string | undefined)[]): Mask => {
  const pieces = keys
    .filter((key) => key !== undefined)
    .filter(({ length }) => length >= 4)
    .flatMap((key) => [key, encodeURIComponent(key)])
    .flatMap(piecesOf);
  return (text) =>
    shapes.reduce(
      (masked, shape) => masked.replace(shape, `$1${hidden}`),
      without(new Set(pieces), text),
    );
};

/**
 * A copy of an error, and of what caused it, that holds names, codes and masked texts only. What is long is cut: a vendor
 * may repeat all that it was asked.
 */
export const masked = (error: unknown, mask: Mask, depth = 4): Error => {
  if (!(error instanceof Error)) return new Error(shortened(mask(String(error))));
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const message = shortened(mask(error.message));
  const copy = new Error(
    message,
    inner === undefined || depth === 0 ? undefined : { cause: masked(inner, mask, depth - 1) },
  );
  const code = codeOf(error);
  Object.defineProperty(copy, 'name', { value: error.name });
  Object.defineProperty(copy, 'stack', {
    value: `${error.name}: ${message}${mask(framesOf(error))}`,
  });
  return code === undefined ? copy : Object.assign(copy, { code });
};

/** The code of an error of Node, such as `ECONNRESET`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** A text in so many characters that nobody reads all of what was asked in it. */
export const shortened = (text: string): string =>
  text.length > 300 ? `${text.slice(0, 299)}…` : text;

/** What stands in a stack behind the message. */
const framesOf = ({ message, stack = '' }: Error): string => {
  const begin = stack.indexOf(message);
  return begin === -1 ? '' : stack.slice(begin + message.length);
};

const hidden = '[hidden]';

const shapes: readonly RegExp[] = [
  /\b()(?:sk|pk|rk)-[\w-]{8,}/gu,
  /\b()AIza[\w-]{16,}/gu,
  /(\bBearer\s+)[^\s"',;]+/giu,
  /([?&](?:[\w-]*(?:key|token|secret|password|signature)|sig)=)[^\s"'&#]+/giu,
  // A scheme is short: otherwise each word of a long line that has none would be read to the end of the line.
  /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#"']+(?=@)/giu,
];

const piecesOf = (key: string): readonly string[] => {
  const length = Math.min(longest, key.length);
  return Array.from({ length: key.length - length + 1 }, (_, start) =>
    key.slice(start, start + length),
  );
};

const without = (pieces: ReadonlySet<string>, text: string): string => {
  const lengths = [...new Set([...pieces].map(({ length }) => length))];
  let shown = '';
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const found = lengths.filter((length) => pieces.has(text.slice(at, at + length)));
    if (found.length === 0) continue;
    // Pieces that touch each other are hidden as one.
    if (at > end || shown === '') shown += text.slice(end, at) + hidden;
    end = Math.max(end, at + Math.max(...found));
  }
  return shown + text.slice(end);
};

const longest = 8;
