import fc from 'fast-check';
import { expect } from 'chai';
import { concatWith, from, lastValueFrom, NEVER, of, take, toArray } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { marbles } from '../support/marbles.js';

/** A text in the snapshots that it had while it came in these pieces. */
export const grown = (pieces: readonly string[]): readonly string[] => {
  let text = '';
  return pieces.map((piece) => (text += piece));
};

/** A text in as many snapshots, of which none is kept. */
export const inSnapshots = function* (text: string, count: number): Generator<string> {
  let snapshot = '';
  for (let index = 0; index < count; index++) {
    const [from, to] = [index, index + 1].map((part) => Math.ceil((part * text.length) / count));
    snapshot += text.slice(from, to);
    yield snapshot;
  }
};

/** The parts from which long texts are made that take much time when they are read more than once. */
export const tiresome = [
  'A brook runs down. ',
  'x',
  'x = y;\n',
  '- a\n',
  '好。',
  'e.g. ',
  ' ',
  '\n',
  '.',
] as const;

/**
 * How many milliseconds an operator computes for a text of 60,000 characters in 10,000 snapshots. What others do on this
 * machine meanwhile does not count.
 */
export const timeFor = (part: string, operator: OperatorFunction<string, unknown>): number => {
  const begun = process.cpuUsage();
  from(inSnapshots(part.repeat(60_000 / part.length), 10_000))
    .pipe(operator)
    .subscribe();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
};

/** What an operator makes of these snapshots. */
export const madeOf = <A>(
  snapshots: Iterable<string>,
  operator: OperatorFunction<string, A>,
): Promise<readonly A[]> => lastValueFrom(from(snapshots).pipe(operator, toArray()));

/** What is let through of a text that goes on. */
export const soFarOf = <A>(
  snapshots: readonly string[],
  operator: OperatorFunction<string, A>,
): readonly A[] => {
  const made: A[] = [];
  from(snapshots)
    .pipe(concatWith(NEVER), operator)
    .subscribe((value) => made.push(value))
    .unsubscribe();
  return made;
};

/** Whatever is hard to cut, in pieces. */
export const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...['Hi', 'I', 'e.g', 'Dr', 'p', 'etc', '3', '12', 'x', 'Über', '你好', 'か', 'ครับ', '🎉'],
      ...['.', '.', '. ', '!', '? ', '…', '...', '。', '！', '」', '“', '”', '"', ')', '*', '['],
      ...[' ', ' ', '  ', '\n', '\n', '\r', '\r\n', '\n\n', '\t', '- ', '#', '1. ', '>'],
    ),
    fc.string({ maxLength: 4, unit: 'grapheme' }),
  ),
  { maxLength: 40 },
);

/** What every operator on a growing text does, whatever it lets through. */
export const checklist = (operator: () => OperatorFunction<string, unknown>): void => {
  it('completes when nothing came', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('---|').pipe(operator())).toBe('---|');
    }));

  it('waits as long as nothing comes, and stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot('-----  ');
      const leave = '           ----!  ';
      const listens = '         ^---!  ';

      expectObservable(text.pipe(operator()), leave).toBe('-----');
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('ends with the error of the text', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot('  -a-#', { a: '"' });
      const listens = '   ^--!';
      const error = '     ---#';

      expectObservable(text.pipe(operator(), toArray())).toBe(error);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('keeps nothing from one subscription to the next', async () => {
    const made = of('"a', '"a. \n', '"a. \nb"').pipe(operator());
    const [first, second] = [made.pipe(toArray()), made.pipe(toArray())];

    expect(await lastValueFrom(first).catch(String)).to.deep.equal(
      await lastValueFrom(second).catch(String),
    );
  });

  it('leaves a text that comes all at once when the first value is enough', async () => {
    let asked = 0;
    const text = function* (): Generator<string> {
      for (const snapshot of ['"', '"a b. C\nd', '"a b. C\nd e. F']) {
        asked++;
        yield snapshot;
      }
    };
    await lastValueFrom(from(text()).pipe(operator(), take(1)));

    expect(asked).to.be.lessThan(3);
  });
};
