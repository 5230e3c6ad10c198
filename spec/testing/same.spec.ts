import { expect } from 'chai';
import fc from 'fast-check';
import { same } from '../../lib/testing/same.js';

describe('same', () => {
  it('is true of a value and its copy', () =>
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (value) => {
          expect(same(value, structuredClone(value))).to.equal(true);
        },
      ),
    ));

  it('tells values apart', () => {
    const values = [
      0,
      -0,
      NaN,
      '',
      'a',
      null,
      undefined,
      true,
      1n,
      [],
      [1],
      [1, 2],
      [undefined],
      {},
      { a: 1 },
      { a: 2 },
      { b: 1 },
      { a: undefined },
      new Map([[1, 2]]),
      new Set([1]),
      new Date(0),
      new Date(1),
      Uint8Array.of(1),
      Uint8Array.of(2),
      new Error('a'),
      new Error('b'),
      new TypeError('a'),
      { a: { b: [1, { c: 2 }] } },
      { a: { b: [1, { c: 3 }] } },
    ];
    values.forEach((one, index) =>
      values.forEach((other, place) => {
        expect(same(one, other)).to.equal(index === place, `${String(index)}, ${String(place)}`);
      }),
    );
  });

  it('ends with values that hold themselves', () => {
    const ring = (name: string): object => {
      const value: Record<string, unknown> = { name };
      value['self'] = value;
      return value;
    };
    expect(same(ring('a'), ring('a'))).to.equal(true);
    expect(same(ring('a'), ring('b'))).to.equal(false);
  });
});
