import { expect } from 'chai';
import fc from 'fast-check';
import { widthOf } from '../../lib/draw/text.js';
import { byWays, wayLabelOf } from '../../lib/draw/way.js';

describe('the label of a way', () => {
  it('says all keys where there is room for them', () => {
    expect(wayLabelOf(['refund']).text).to.equal('refund');
    expect(wayLabelOf(['threat', 'spam']).text).to.equal('threat, spam');
  });

  it('says of many keys the first, and of a long one its beginning', () => {
    expect(wayLabelOf(['one', 'two', 'three', 'four', 'five', 'six']).text).to.equal(
      'one, two, three, four, …',
    );
    expect(wayLabelOf(['a key that is much too long to be written']).text).to.match(/^a key .*…$/u);
    expect(wayLabelOf(['a key that is much too long to be written', 'b']).text).to.match(
      /^a key .*…$/u,
    );
  });

  it('is seen also where a key is blank, and stays on one line', () => {
    expect(wayLabelOf(['']).text).to.equal('""');
    expect(wayLabelOf([' \n']).text).to.equal('""');
    expect(wayLabelOf(['a\nb']).text).to.equal('a b');
  });

  it('is never wider than it may be, and as wide as its text', () =>
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 20 }),
        (keys) => {
          const { text, width } = wayLabelOf(keys);

          expect(width).to.be.within(30, 160);
          expect(widthOf(text, 11, 'regular')).to.be.at.most(width - 16);
        },
      ),
    ));
});

describe('the keys of a way in a sentence', () => {
  it('are told all', () => {
    expect(byWays(['refund'])).to.equal('by refund');
    expect(byWays(['a', '', 'c'])).to.equal('by a, "" or c');
  });
});
