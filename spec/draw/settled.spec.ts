import { expect } from 'chai';
import fc from 'fast-check';
import { settled } from '../../lib/draw/settled.js';

describe('settled', () => {
  it('gives all what they wish where there is room', () => {
    expect(settled([0, 10, 30], [0, 5, 5])).to.deep.equal([0, 10, 30]);
    expect(settled([], [])).to.deep.equal([]);
  });

  it('lets those who would overlap give way to each other alike', () => {
    expect(settled([10, 10], [0, 4])).to.deep.equal([8, 12]);
    expect(settled([20, 0], [0, 4])).to.deep.equal([8, 12]);
    expect(settled([0, 10, 10, 13], [0, 2, 4, 4])).to.deep.equal([0, 7, 11, 15]);
  });

  it('keeps the order and the distances, and moves nobody for nothing', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 20 }))),
        (things) => {
          const wishes = things.map(([wish]) => wish);
          const apart = things.map(([, distance]) => distance);
          const middles = settled(wishes, apart);

          middles.slice(1).forEach((middle, index) => {
            expect(middle - (middles[index] ?? 0)).to.be.at.least((apart[index + 1] ?? 0) - 1e-9);
          });
          const moved = middles.reduce(
            (sum, middle, index) => sum + middle - (wishes[index] ?? 0),
            0,
          );
          expect(moved).to.be.closeTo(0, 1e-6);
        },
      ),
    ));
});
