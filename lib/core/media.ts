/**
 * Bytes with a MIME type, and the codecs that know them.
 *
 * @module
 */

import * as t from 'io-ts';

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
  return new t.Type(
    tag,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    (value) => value,
  );
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
