import { expect } from 'chai';
import fc from 'fast-check';
import { harmless, harmlessLine } from '../../lib/terminal/harmless.js';

const anyCharacter = fc
  .oneof(fc.nat(0xff), fc.nat(0x10ffff))
  .map((code) => String.fromCodePoint(code));

describe('harmless', () => {
  it('makes visible what would steer a terminal', () => {
    expect(harmless('\u001B]0;title\u0007\u001B[2J')).to.equal('␛]0;title␇␛[2J');
    expect(harmless('a\u009B31mb\u007F\b\u0000')).to.equal('a\uFFFD31mb␡␈␀');
    expect(harmless('file\u202Egpj.exe\u2069')).to.equal('file\uFFFDgpj.exe\uFFFD');
  });

  it('keeps lines, and lets none be written over another', () => {
    expect(harmless('a\r\nb\rc\n\td\u2028e')).to.equal('a\nb\nc\n\td\ne');
    expect(harmlessLine('a\nb')).to.equal('a␊b');
  });

  it('lets nothing else pass, and changes nothing else', () =>
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const shown = harmless(text);
        expect(shown).not.to.match(/[^\P{Cc}\n\t]/u);
        if (!/[^\P{Cc}\n\t]|[\u2028-\u202E\u2066-\u2069]/u.test(text)) expect(shown).to.equal(text);
      }),
    ));
});
