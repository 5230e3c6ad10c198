import { expect } from 'chai';
import fc from 'fast-check';
import { lines } from '../../lib/operators/lines.js';
import { marbles } from '../support/marbles.js';
import { checklist, grown, madeOf, pieces, soFarOf, timeFor, tiresome } from './onText.js';

const texts = {
  a: 'One',
  b: 'One\nTw',
  c: 'One\nTwo',
  d: 'One\nTwo\r\n\r\n',
  e: 'Two',
  f: 'Two\n',
  B: 'One',
  D: 'One\nTwo\r\n',
};

describe('lines', () => {
  it('lets whole lines through, and all of the text at the end', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c--|   ', texts);
      const listens = '  ^-------!   ';
      const expected = ' ---B----(c|)';

      expectObservable(text.pipe(lines())).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('knows both line breaks, and lets the last one through at the end', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-d-|', texts).pipe(lines())).toBe('-B-D-(d|)', texts);
    }));

  it('cuts a text that begins again afresh', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-e-f-|', texts).pipe(lines())).toBe('-B---e-(f|)', texts);
    }));

  it('does not let an unfinished line of a text through that fails', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-#', texts).pipe(lines())).toBe('-B---#', texts);
    }));

  checklist(lines);

  it('ends with the whole text and lets nothing through before but whole lines', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('');
        const said = await madeOf(grown(parts), lines());

        expect(said.at(-1) ?? '').to.equal(text);
        for (const soFar of said.slice(0, -1)) {
          expect(text.startsWith(soFar)).to.equal(true);
          expect(text.slice(soFar.length)).to.match(/^\r?\n/u);
        }
      }),
    ));

  it('has let the same through of a text, whatever it came in', () =>
    fc.assert(
      fc.property(pieces, (parts) => {
        const snapshots = grown(parts);

        expect(soFarOf(snapshots, lines()).at(-1)).to.equal(
          soFarOf(snapshots.slice(-1), lines()).at(-1),
        );
      }),
    ));

  tiresome.forEach((part) => {
    it(`takes well under a second for 10,000 snapshots of ${JSON.stringify(part)} again and again`, () => {
      expect(timeFor(part, lines())).to.be.lessThan(1000);
    });
  });
});
