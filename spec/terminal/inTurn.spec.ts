import { expect } from 'chai';
import { EMPTY, finalize, lastValueFrom, merge, NEVER, throwError, toArray } from 'rxjs';
import { inTurn } from '../../lib/terminal/inTurn.js';
import { marbles } from '../support/marbles.js';

describe('inTurn', () => {
  it('waits until those have ended that wanted the same thing before', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const thing = {};
      const one = cold('-a--|');
      const other = cold('-b|');

      expectObservable(one.pipe(inTurn(thing))).toBe('  -a--|');
      expectObservable(other.pipe(inTurn(thing))).toBe('-----b|');
      expectSubscriptions(one.subscriptions).toBe('     ^---!');
      expectSubscriptions(other.subscriptions).toBe('   ----^-!');
    }));

  it('does not make those wait who want another thing', () =>
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a--|').pipe(inTurn({}))).toBe('-a--|');
      expectObservable(cold('-b|').pipe(inTurn({}))).toBe('-b|');
    }));

  it('goes on when one fails', () =>
    marbles(({ cold, expectObservable }) => {
      const thing = {};

      expectObservable(cold('-#').pipe(inTurn(thing))).toBe(' -#');
      expectObservable(cold('-b|').pipe(inTurn(thing))).toBe('--b|');
    }));

  it('goes on when one leaves, and never begins for one who left before', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const thing = {};
      const [one, other, third] = [cold('-a--|'), cold('-b|'), cold('-c|')];

      expectObservable(one.pipe(inTurn(thing)), '  ^--!').toBe('-a');
      expectObservable(other.pipe(inTurn(thing)), '^-!').toBe(' ---');
      expectObservable(third.pipe(inTurn(thing))).toBe('       ----c|');
      expectSubscriptions(one.subscriptions).toBe('  ^--!');
      expectSubscriptions(other.subscriptions).toBe([]);
      expectSubscriptions(third.subscriptions).toBe('---^-!');
    }));

  it('never begins for one who leaves when it is about to', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const thing = {};
      const [other, third] = [cold('-b|'), cold('-c|')];
      const one = EMPTY.pipe(
        inTurn(thing),
        finalize(() => waiting.unsubscribe()),
      );
      const before = NEVER.pipe(inTurn(thing)).subscribe();
      one.subscribe();
      const waiting = other.pipe(inTurn(thing)).subscribe();
      before.unsubscribe();

      expectObservable(third.pipe(inTurn(thing))).toBe('-c|');
      expectSubscriptions(other.subscriptions).toBe([]);
    }));

  it('has no limit for those who wait', async () => {
    const thing = {};
    const many = Array.from({ length: 20_000 }, () => EMPTY.pipe(inTurn(thing)));

    expect(await lastValueFrom(merge(...many).pipe(toArray()))).to.deep.equal([]);
  });

  it('lets one begin who comes when all have ended', async () => {
    const thing = {};
    const failing = throwError(() => new Error('no')).pipe(inTurn(thing));
    const ended = (): Promise<unknown> =>
      lastValueFrom(failing).catch((reason: unknown) => String(reason));

    expect([await ended(), await ended()]).to.deep.equal(['Error: no', 'Error: no']);
  });
});
