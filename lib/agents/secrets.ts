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

/** A copy of an error, and of what caused it, that holds names, codes and masked texts only. */
export const masked = (error: unknown, mask: Mask, depth = 4): Error => {
  if (!(error instanceof Error)) return new Error(mask(String(error)));
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const copy = new Error(
    mask(error.message),
    inner === undefined || depth === 0 ? undefined : { cause: masked(inner, mask, depth - 1) },
  );
  const code = codeOf(error);
  Object.defineProperty(copy, 'name', { value: error.name });
  Object.defineProperty(copy, 'stack', { value: mask(error.stack ?? String(error)) });
  return code === undefined ? copy : Object.assign(copy, { code });
};

/** The code of an error of Node, such as `ECONNRESET`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

const hidden = '[hidden]';

const shapes: readonly RegExp[] = [
  /\b()(?:sk|pk|rk)-[\w-]{8,}/gu,
  /\b()AIza[\w-]{16,}/gu,
  /(\bBearer\s+)[^\s"',;]+/giu,
  /([?&](?:key|api_key|apikey|access_token)=)[^\s"'&#]+/giu,
  /(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@"']+(?=@)/giu,
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
