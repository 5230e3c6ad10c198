import { expect } from 'chai';
import { isLeft, isRight, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { mismatchOf } from '../../lib/core/codec.js';
import { Audio, Image, isAudio, isImage } from '../../lib/core/media.js';

const picture: Image = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array([1]) };
const sound: Audio = { _tag: 'Audio', mime: 'audio/wav', bytes: new Uint8Array([1]) };

describe('the codecs of pictures and sounds', () => {
  it('know their own and nothing else', () => {
    expect(Image.decode(picture)).to.deep.equal(right(picture));
    expect(isLeft(Image.decode(sound))).to.equal(true);
    expect([Image.is(sound), isImage(picture), isAudio(picture), isAudio(sound)]).to.deep.equal([
      false,
      true,
      false,
      true,
    ]);
    for (const other of [undefined, null, 'x', {}, { _tag: 'Image' }, { ...picture, bytes: [1] }]) {
      expect(isLeft(Image.decode(other))).to.equal(true);
    }
  });

  it('go into the combinators of io-ts', () => {
    const Page = t.intersection([
      t.type({ photos: t.array(Image), sound: t.union([Audio, t.undefined]) }),
      t.partial({ cover: Image }),
    ]);
    const page = { photos: [picture], sound, cover: picture };

    expect(Page.decode(page)).to.deep.equal(right(page));
    expect(Page.is(page)).to.equal(true);
    const wrong = { photos: [picture, sound], sound };
    const decoded = Page.decode(wrong);
    expect(isLeft(decoded) && mismatchOf(decoded.left, wrong, '')).to.deep.include({
      path: 'photos[1]',
      expected: 'Image',
      got: 'Audio',
    });
  });

  it('can be piped, encoded and seen as decoder and encoder', () => {
    const Large = new t.Type<Image, Image, Image>(
      'Large',
      Image.is,
      (image, context) => (image.bytes.length > 1 ? t.success(image) : t.failure(image, context)),
      t.identity,
    );
    const piped = Image.pipe(Large);

    expect(piped.name).to.equal('pipe(Image, Large)');
    expect(isLeft(piped.decode(picture))).to.equal(true);
    expect(isLeft(piped.decode(sound))).to.equal(true);
    expect(isRight(piped.decode({ ...picture, bytes: new Uint8Array(2) }))).to.equal(true);
    expect(piped.encode(picture)).to.equal(picture);
    expect(Image.asDecoder().decode(picture)).to.deep.equal(right(picture));
    expect(Image.asEncoder().encode(picture)).to.equal(picture);
  });
});
