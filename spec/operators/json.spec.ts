import { expect } from 'chai';
import fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { NotJson } from '../../lib/core/guardErrors.js';
import { json } from '../../lib/operators/json.js';
import { marbles } from '../support/marbles.js';
import { checklist, grown, inSnapshots, madeOf, soFarOf } from './onText.js';

const texts = {
  a: '{"to',
  b: '{"to":"Ro',
  c: '{"to":"Ro"',
  d: '{"to":"Ro","days":[1,2',
  e: '{"to":"Ro","days":[1,23]}',
  f: '[',
  g: '[]',
  y: 'Sure! {"a":1}',
};
const values = {
  A: {},
  B: { to: 'Ro' },
  D: { to: 'Ro', days: [1] },
  E: { to: 'Ro', days: [1, 23] },
  F: [],
};

/** Whether one value can have grown into another. */
const grows = (before: unknown, after: unknown): boolean => {
  if (typeof before === 'string') return typeof after === 'string' && after.startsWith(before);
  if (Array.isArray(before)) {
    return Array.isArray(after) && before.every((item, index) => grows(item, after[index]));
  }
  if (typeof before === 'object' && before !== null) {
    return (
      typeof after === 'object' &&
      after !== null &&
      Object.entries(before).every(([key, value]) => grows(value, Reflect.get(after, key)))
    );
  }
  return Object.is(before, after);
};

/** Any JSON, as various programs write it. */
const written = fc
  .tuple(
    fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
    fc.constantFrom(0, 1, '\t', '\r\n'),
    fc.boolean(),
  )
  .map(([value, space, isAscii]) => {
    const text = ` ${JSON.stringify(value, null, space)}\n`;
    return isAscii
      ? text.replaceAll(
          /[^\n\r\t\u0020-\u007F]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      : text;
  });

describe('json', () => {
  it('lets the value so far through whenever it has grown', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d-e--|', texts);
      const listens = '  ^-----------!';
      const expected = ' -A-B---D-E--|';

      expectObservable(text.pipe(json())).toBe(expected, values);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('lets a value through at the end that is not known to be finished before', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-a-b-|', { a: '1', b: '12' }).pipe(json())).toBe('-----(n|)', {
        n: 12,
      });
      expectObservable(hot('-a-|', { a: 'null' }).pipe(json())).toBe('---(n|)', { n: null });
    }));

  it('reads a text that begins again afresh', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-f-g-|', texts).pipe(json())).toBe('-B-F---|', values);
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d-e--|', texts);
      const leave = '    -----!       ';
      const listens = '  ^----!       ';
      const expected = ' -A-B--       ';

      expectObservable(text.pipe(json()), leave).toBe(expected, values);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  checklist(json);

  it('ends with an error when the text has ended and is not JSON', () => {
    for (const [text, ...values] of [
      [texts.b, { to: 'Ro' }],
      ['{"a":1} and', { a: 1 }],
      ['[1,,', [1]],
      ['{"a":"\\x"}'],
      [texts.y],
      [''],
    ] as const) {
      const told: unknown[] = [];
      let error: unknown;
      from([text.slice(0, 10), text])
        .pipe(json())
        .subscribe({
          next: (value) => told.push(value),
          error: (thrown: unknown) => (error = thrown),
        });

      expect(error).to.be.instanceOf(NotJson).and.include({ _tag: 'NotJson', text });
      expect(told).to.deep.equal(values);
    }
  });

  it('waits with half a character, and with half an escape', () => {
    const text = String.raw`"a\ud83d\ude00\n\u0041\ud83d"`;

    expect(soFarOf(grown(text.slice(0, -1).split('')), json())).to.deep.equal([
      '',
      'a',
      'a😀',
      'a😀\n',
      'a😀\nA',
    ]);
    expect(soFarOf([text], json())).to.deep.equal(['a😀\nA\ud83d']);
  });

  it('gives a growing value for every prefix, and in the end what JSON.parse gives', () =>
    fc.assert(
      fc.asyncProperty(written, async (text) => {
        const told = await madeOf(grown(text.split('')), json());

        expect(told.at(-1)).to.deep.equal(JSON.parse(text));
        told.slice(1).forEach((value, index) => {
          expect(grows(told[index], value)).to.equal(true);
          expect(value).not.to.deep.equal(told[index]);
        });
      }),
    ));

  it('never throws on what is no JSON, and gives values that grow', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(...Array.from('{}[]",:\\u12.eE-tfn \n'), 'true', 'null', '"a"', '"b":'),
          {
            maxLength: 30,
          },
        ),
        (parts) => {
          const told = soFarOf(grown(parts), json());

          told.slice(1).forEach((value) => expect(value).not.to.equal(undefined));
        },
      ),
    ));

  it('costs in proportion to the text', async () => {
    const text = JSON.stringify({
      steps: Array.from({ length: 1000 }, (_, index) => ({
        title: `Step ${String(index)}`,
        index,
      })),
      essay: 'word '.repeat(6000),
    });
    const begun = performance.now();
    const told = await lastValueFrom(from(inSnapshots(text, 10_000)).pipe(json(), toArray()));

    expect(performance.now() - begun).to.be.lessThan(1000);
    expect(told.length).to.be.within(200, 2000);
    expect(told.at(-1)).to.deep.equal(JSON.parse(text));
  });
});
