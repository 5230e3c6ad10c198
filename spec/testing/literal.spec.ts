import { expect } from 'chai';
import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { Image } from '../../lib/core/media.js';
import { apart, brief, literal } from '../../lib/testing/literal.js';
import { same } from '../../lib/testing/same.js';

describe('a literal', () => {
  it('is the value where it is run', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.constant(undefined),
        fc.bigInt(),
        fc.uint8Array({ maxLength: 16 }),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('any'), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (original) => {
        const sandbox = { Uint8Array, Object, Array };
        const copy: unknown = runInNewContext(`(${literal(original)})`, sandbox);
        // What another context makes has other prototypes.
        expect(same(structuredClone(copy), structuredClone(original))).to.equal(
          true,
          literal(original),
        );
      }),
    );
  });

  it('is plain to read', () => {
    expect(literal({ a: `it's "so"\n`, 'b c': [1, undefined], 日: null })).to.equal(
      `{ a: 'it\\'s "so"\\n', 'b c': [1, undefined], 日: null }`,
    );
  });

  it('says what cannot be written', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(literal(ring)).to.include('deeper than is told');
    expect(literal(() => 1)).to.equal('undefined /* a function */');
    expect(literal(new Uint8Array(99))).to.equal('new Uint8Array(99 /* other bytes */)');
  });
});

describe('a brief value', () => {
  it('is not too long', () => {
    expect(brief(`a${'x'.repeat(500)}b`))
      .to.have.length(79)
      .and.match(/^'ax+ … x+b'$/u);
    expect(
      brief({ _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(9) } satisfies Image),
    ).to.equal('Image image/png of 9 bytes');
    expect(brief(new RangeError('no'))).to.equal('RangeError: no');
  });

  it('shows what tells two long texts apart', () => {
    const text = 'All of this is the same, and then ';
    expect(apart(`${text}this`, `${text}that`)).to.deep.equal([
      `…'me, and then this'`,
      `…'me, and then that'`,
    ]);
    expect(apart('this', 'that')).to.deep.equal([`'this'`, `'that'`]);
  });
});
