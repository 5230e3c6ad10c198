import { expect } from 'chai';
import fc from 'fast-check';
import { eachLine } from '../../lib/operators/eachLine.js';
import { marbles } from '../support/marbles.js';
import { checklist, grown, madeOf, pieces, timeFor, tiresome } from './onText.js';

const texts = {
  a: 'One',
  b: 'One\nTw',
  c: 'One\nTwo',
  d: 'One\n\r\n  Two\r',
  e: 'One\n\r\n  Two\r\n',
  f: '1\n2',
  B: 'One',
  C: 'Two',
  D: '  Two',
  E: '',
  F: '1',
  G: '2',
};

describe('eachLine', () => {
  it('lets each line through once, and the unfinished one at the end', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c--|   ', texts);
      const listens = '  ^-------!   ';
      const expected = ' ---B----(C|)';

      expectObservable(text.pipe(eachLine())).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('lets empty lines through, and none after the last line break', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-a-d---e-|', texts).pipe(eachLine())).toBe('---(BE)D-|', texts);
    }));

  it('tells a text that begins again from its start', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-f-|', texts).pipe(eachLine())).toBe('-B-F-(G|)', texts);
    }));

  it('does not let an unfinished line of a text through that fails', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-#', texts).pipe(eachLine())).toBe('-B---#', texts);
    }));

  checklist(eachLine);

  it('tells the lines of the text, whatever it came in', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('');
        const told = await madeOf(grown(parts), eachLine());

        expect(told).to.deep.equal(text === '' ? [] : text.replace(/\r?\n$/u, '').split(/\r?\n/u));
      }),
    ));

  tiresome.forEach((part) => {
    it(`takes well under a second for 10,000 snapshots of ${JSON.stringify(part)} again and again`, () => {
      expect(timeFor(part, eachLine())).to.be.lessThan(1000);
    });
  });
});
