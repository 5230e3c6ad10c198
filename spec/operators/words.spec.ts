import { expect } from 'chai';
import fc from 'fast-check';
import { words } from '../../lib/operators/words.js';
import { marbles } from '../support/marbles.js';
import { checklist, grown, madeOf, pieces, soFarOf, timeFor, tiresome } from './onText.js';

const texts = {
  a: 'He',
  b: 'Hello t',
  c: 'Hello th',
  d: 'Hello there. Y',
  e: 'Yo',
  f: 'Yo so',
  B: 'Hello',
  D: 'Hello there.',
  F: 'Yo',
};

describe('words', () => {
  it('lets whole words through, and all of the text at the end', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d--|   ', texts);
      const listens = '  ^---------!   ';
      const expected = ' ---B---D--(d|)';

      expectObservable(text.pipe(words())).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('cuts a text that begins again afresh', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-d-e-f-|', texts).pipe(words())).toBe('-B-D---F-(f|)', texts);
    }));

  it('does not let an unfinished word of a text through that fails', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-#', texts).pipe(words())).toBe('-B---#', texts);
    }));

  checklist(words);

  it('lets scripts that are written without spaces through character by character', () => {
    const through = (text: string): readonly string[] => soFarOf(grown(Array.from(text)), words());

    expect(through('「你好。」再 OK吗')).to.deep.equal([
      '「你',
      '「你好。」',
      '「你好。」再',
      '「你好。」再 OK',
    ]);
    expect(through('ครับ')).to.deep.equal(['ค', 'ครั']);
  });

  it('ends with the whole text and never lets a part of a word through before', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('');
        const said = await madeOf(grown(parts), words());

        expect(said.at(-1) ?? '').to.equal(text);
        for (const soFar of said) {
          expect(text.startsWith(soFar)).to.equal(true);
          expect(/[a-z]$/iu.test(soFar) && /^[a-z]/iu.test(text.slice(soFar.length))).to.equal(
            false,
          );
        }
      }),
    ));

  it('has let the same through of a text, whatever it came in', () =>
    fc.assert(
      fc.property(pieces, (parts) => {
        const snapshots = grown(parts);

        expect(soFarOf(snapshots, words()).at(-1)).to.equal(
          soFarOf(snapshots.slice(-1), words()).at(-1),
        );
      }),
    ));

  tiresome.forEach((part) => {
    it(`takes well under a second for 10,000 snapshots of ${JSON.stringify(part)} again and again`, () => {
      expect(timeFor(part, words())).to.be.lessThan(1000);
    });
  });
});
