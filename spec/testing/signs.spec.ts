import { expect } from 'chai';
import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { InvalidMarbles } from '../../lib/testing/errors.js';
import { signsOf, type Sign } from '../../lib/testing/signs.js';

const read = (marbles: string, frame = 1): readonly Sign[] =>
  signsOf(marbles, { meant: '|#/^@', meaning: 'Only these.', frame });

const refusal = (marbles: string): InvalidMarbles => {
  try {
    read(marbles);
  } catch (error) {
    if (error instanceof InvalidMarbles) return error;
  }
  throw new Error(`${marbles} was read`);
};

const timesOf = (marbles: string, frame?: number): Readonly<Record<string, number>> =>
  Object.fromEntries(read(marbles, frame).map(({ sign, time }) => [sign, time]));

describe('the signs of a marble diagram', () => {
  it('come when RxJS says so', () => {
    const piece = fc.oneof(
      fc.constantFrom('-', '-', '--', 'a', 'b', 'é', '😀', ' ', ' 5ms ', ' 1.5s ', ' 2m '),
      fc.constantFrom('(ab)', '(c)', '( a b )', '(a|)', '|', '#'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const marbles = pieces.join('');
        new TestScheduler(() => undefined).run(() => {
          const messages = TestScheduler.parseMarbles(marbles, undefined, undefined, false, true);
          expect(read(marbles).map(({ time }) => time)).to.deep.equal(
            messages.map(({ frame }) => frame),
          );
        });
      }),
    );
  });

  it('take as many milliseconds as they are told to, where times are what they are', () => {
    expect(timesOf('--a(bc) 50ms d', 10)).to.deep.equal({ a: 20, b: 30, c: 30, d: 120 });
  });

  it('may be told from the beginning, also back into a group', () => {
    expect(timesOf('a @10ms b')).to.deep.equal({ a: 0, b: 10 });
    expect(timesOf('@1s (bcd) @1001ms e')).to.deep.equal({ b: 1000, c: 1000, d: 1000, e: 1001 });
  });

  it('are refused where nobody can have meant them, with the place', () => {
    for (const [marbles, column, why] of [
      ['--(ab', 2, 'does not end'],
      ['--ab)', 4, 'has not begun'],
      ['--(a(b))', 4, 'cannot stand in a group'],
      ['--(a-b)', 4, 'no time passes'],
      ['--( 5ms b)', 4, 'no time passes'],
      ['10ms-a', 0, '"10ms" is no time'],
      ['a 10 ms b', 2, '"10 ms" is no time'],
      ['a10ms b', 1, '"10ms" is no time'],
      ['a @10 b', 2, '"@10" is no time'],
      ['a-@-b', 2, '"@" is no time'],
      ['--a!', 3, '"!" has no meaning here. Only these.'],
    ] as const) {
      const { column: found, message } = refusal(marbles);
      expect(message).to.include(why, marbles);
      expect(found).to.equal(column, marbles);
      expect(message).to.include(`\n  ${marbles}\n  ${' '.repeat(column)}^`);
    }
  });
});
