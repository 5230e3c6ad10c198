/**
 * Bytes with a MIME type, and the codecs that know them.
 *
 * @module
 */

import type * as t from 'io-ts';
import { left, right } from './either.js';

/** A picture: bytes with a MIME type. */
export interface Image {
  readonly _tag: 'Image';
  /** Such as `image/png`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** A sound: bytes with a MIME type. */
export interface Audio {
  readonly _tag: 'Audio';
  /** Such as `audio/wav`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

const bytesOf = <A extends Image | Audio>(tag: A['_tag']): t.Type<A, A> => {
  const is = (value: unknown): value is A =>
    typeof value === 'object' &&
    value !== null &&
    '_tag' in value &&
    value._tag === tag &&
    'mime' in value &&
    typeof value.mime === 'string' &&
    'bytes' in value &&
    value.bytes instanceof Uint8Array;
  return typeOf(
    tag,
    is,
    (value, context) => (is(value) ? right(value) : left([{ value, context }])),
    (value) => value,
  );
};

/** A codec as `new t.Type` of io-ts makes it, without loading io-ts. */
const typeOf = <A, O, I>(
  name: string,
  is: t.Is<A>,
  validate: t.Validate<I, A>,
  encode: t.Encode<A, O>,
): t.Type<A, O, I> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- io-ts reads members, not classes
  const type: t.Type<A, O, I> = {
    name,
    is,
    validate,
    encode,
    decode: (value) => validate(value, [{ key: '', type, actual: value }]),
    pipe: (next, named = `pipe(${name}, ${next.name})`) =>
      typeOf(
        named,
        next.is,
        (value, context) => {
          const first = validate(value, context);
          return first._tag === 'Left' ? first : next.validate(first.right as never, context);
        },
        (value) => encode(next.encode(value) as never),
      ),
    asDecoder: () => type,
    asEncoder: () => type,
    // No values stand behind these: they only carry types.
    _A: undefined as A,
    _O: undefined as O,
    _I: undefined as I,
  };
  return type;
};

/**
 * The codec of pictures.
 *
 * @category codecs
 */
export const Image: t.Type<Image, Image> = bytesOf<Image>('Image');

/**
 * The codec of sounds.
 *
 * @category codecs
 */
export const Audio: t.Type<Audio, Audio> = bytesOf<Audio>('Audio');

/** Whether a value is a picture. */
export const isImage = (value: unknown): value is Image => Image.is(value);

/** Whether a value is a sound. */
export const isAudio = (value: unknown): value is Audio => Audio.is(value);
