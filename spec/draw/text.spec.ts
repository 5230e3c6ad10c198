import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { expect } from 'chai';
import fc from 'fast-check';
import { legal, onOneLine, shorten, widthOf } from '../../lib/draw/text.js';

const here = createRequire(import.meta.url);
const fonts = ['DejaVuSans', 'DejaVuSans-Bold'].map((font) =>
  here.resolve(`dejavu-fonts-ttf/ttf/${font}.ttf`),
);

/** How wide a text is when it is painted. */
const painted = (text: string, size: number, weight: 'bold' | 'regular'): number => {
  const escaped = text.replace(/[&<]/gu, (character) => `&#${String(character.codePointAt(0))};`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="99"><text x="9" y="50" font-family="DejaVu Sans" font-weight="${weight === 'bold' ? 'bold' : 'normal'}" font-size="${String(size)}">${escaped}</text></svg>`;
  const font = { loadSystemFonts: false, fontFiles: fonts };
  return new Resvg(svg, { font }).innerBBox()?.width ?? 0;
};

describe('widthOf', () => {
  it('is never less than what is painted', () => {
    for (const text of ['requirements', 'WWWMMM', 'iiilll', 'a · b · c-2.5', 'Привет', 'Ωμέγα']) {
      for (const weight of ['bold', 'regular'] as const) {
        const [thought, seen] = [widthOf(text, 13, weight), painted(text, 13, weight)];
        expect(seen).to.be.above(0);
        expect(thought, text).to.be.at.least(seen - 1);
        expect(thought, text).to.be.at.most(seen * 1.5 + 4);
      }
    }
  });
});

describe('shorten', () => {
  it('leaves alone what fits, and cuts the rest to what fits', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 20, max: 200 }),
        (text, room) => {
          const cut = shorten(text, 13, 'bold', room);

          if (widthOf(text, 13, 'bold') <= room) expect(cut).to.equal(text);
          else expect(cut.endsWith('…')).to.equal(true);
          expect(widthOf(cut, 13, 'bold')).to.be.at.most(room + 1);
          expect(() => encodeURIComponent(cut)).to.not.throw();
        },
      ),
    ));

  it('does not cut a character in two', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(shorten(family.repeat(9), 10, 'bold', 50)).to.equal(`${family.repeat(2)}…`);
    expect(shorten('🇩🇪🇫🇷🇮🇹', 10, 'bold', 30)).to.equal('🇩🇪…');
  });

  it('counts wide characters as wide', () => {
    expect(shorten('日'.repeat(40), 10, 'bold', 105)).to.have.length.below(11);
    expect(shorten('i'.repeat(40), 10, 'bold', 105)).to.have.length.above(20);
  });
});

describe('legal', () => {
  it('holds only what XML can hold, and keeps all of that', () => {
    expect(legal('\u0000\u0008\u000b\u001f\uFFFE\uD800')).to.equal('\uFFFD'.repeat(6));
    expect(legal('a\tb\nc\rd é 日 😀 <&>')).to.equal('a\tb\nc\rd é 日 😀 <&>');
  });
});

describe('onOneLine', () => {
  it('makes one line of many', () => {
    expect(onOneLine(' a\r\n\tb  c ')).to.equal('a b c');
  });
});
