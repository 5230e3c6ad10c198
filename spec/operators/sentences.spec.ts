import { expect } from 'chai';
import fc from 'fast-check';
import { sentences } from '../../lib/operators/sentences.js';
import { marbles } from '../support/marbles.js';
import { checklist, grown, madeOf, pieces, soFarOf, tiresome, timeFor } from './onText.js';

const texts = {
  a: 'Hi',
  b: 'Hi. I',
  c: 'Hi. I am',
  d: 'Hi. I am. Yo',
  e: 'Yo',
  f: 'Yo! So',
  B: 'Hi.',
  D: 'Hi. I am.',
  F: 'Yo!',
};

describe('sentences', () => {
  it('lets whole sentences through, and all of the text at the end', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d--|   ', texts);
      const listens = '  ^---------!   ';
      const expected = ' ---B---D--(d|)';

      expectObservable(text.pipe(sentences())).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('lets a text of one snapshot through at the end', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-a--|', texts).pipe(sentences())).toBe('----(a|)', texts);
    }));

  it('does not repeat a text that ends with a whole sentence', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-B-|', texts).pipe(sentences())).toBe('-B---|', texts);
    }));

  it('cuts a text that begins again afresh', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-d-e-f-|', texts).pipe(sentences())).toBe('-B-D---F-(f|)', texts);
    }));

  it('does not let an unfinished sentence of a text through that fails', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-#', texts).pipe(sentences())).toBe('-B---#', texts);
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d--|', texts);
      const leave = '    -----!     ';
      const listens = '  ^----!     ';
      const expected = ' ---B--     ';

      expectObservable(text.pipe(sentences()), leave).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  checklist(sentences);

  it('always ends with the whole text', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const said = await madeOf(grown(parts), sentences());

        expect(said.at(-1) ?? '').to.equal(parts.join(''));
      }),
    ));

  it('only ever adds to what it has let through', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const said = await madeOf(grown(parts), sentences());

        said.forEach((text, index) => {
          const before = said[index - 1] ?? '';
          expect(text.startsWith(before) && text !== before).to.equal(true);
        });
      }),
    ));

  it('has let the same through of a text, whatever it came in and whatever came before it', () =>
    fc.assert(
      fc.property(pieces, pieces, (before, parts) => {
        const snapshots = grown(parts);
        const last = snapshots.slice(-1);

        expect(soFarOf(snapshots, sentences()).at(-1)).to.equal(soFarOf(last, sentences()).at(-1));
        expect(
          soFarOf([...grown(before), 'Another one! So', ...snapshots], sentences()).at(-1),
        ).to.be.oneOf([soFarOf(last, sentences()).at(-1), 'Another one!']);
      }),
    ));

  tiresome.forEach((part) => {
    it(`takes well under a second for 10,000 snapshots of ${JSON.stringify(part)} again and again`, () => {
      expect(timeFor(part, sentences())).to.be.lessThan(1000);
    });
  });
});
