import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { from, lastValueFrom, NEVER, of, toArray, type ObservableInput } from 'rxjs';
import { z } from 'zod';
import { standard, type AnyCodec } from '../../lib/core/codec.js';
import { GuardRejected } from '../../lib/core/guardErrors.js';
import { guard, type Verdict } from '../../lib/operators/guard.js';
import { json } from '../../lib/operators/json.js';
import { marbles } from '../support/marbles.js';
import { grown, madeOf } from './onText.js';

const texts = { a: 'Once', b: 'Once upon', c: 'Once upon a', d: 'Once upon a time' };
const no = (soFar: unknown): GuardRejected => new GuardRejected('its check said no.', soFar);

/** What comes of a text that is read as JSON and guarded: its values, and the reason why it was stopped. */
const outcomeOf = async (text: string, codec: AnyCodec): Promise<readonly unknown[]> => {
  const told: unknown[] = [];
  return lastValueFrom(from(grown(text.split(''))).pipe(json(), guard(codec), toArray())).catch(
    (error: unknown) => {
      if (!(error instanceof GuardRejected)) throw error;
      told.push(error.reason, error.partial);
      return told;
    },
  );
};

describe('guard', () => {
  it('leaves a text that has become wrong, and ends with an error', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d-|', texts);
      const listens = '  ^----!     ';
      const expected = ' -a-b-#     ';
      const guarded = text.pipe(guard((soFar) => !soFar.endsWith('a')));

      expectObservable(guarded).toBe(expected, texts, no(texts.c));
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('leaves a text of which there is enough, and completes with it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d-|  ', texts);
      const listens = '  ^----!       ';
      const expected = ' -a-b-(c|)    ';
      const guarded = text.pipe(guard((soFar) => soFar.length < 10 || 'enough'));

      expectObservable(guarded).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('lets all through that its check lets go on', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d|', texts);
      const listens = '  ^-------!';
      const expected = ' -a-b-c-d|';

      expectObservable(text.pipe(guard(() => true))).toBe(expected, texts);
      expectObservable(text.pipe(guard(t.string))).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe([listens, listens]);
    }));

  it('says why, when its check does', async () => {
    const why = new Error('It rambles.');
    const error: unknown = await lastValueFrom(of('Well').pipe(guard(() => why))).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.be.instanceOf(GuardRejected).and.include({
      _tag: 'GuardRejected',
      reason: 'It rambles.',
      partial: 'Well',
      cause: why,
      message: 'A guard stopped the output: It rambles.',
    });
  });

  it('leaves with what a check throws', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot('-a-b-|', texts);
      const bug = new Error('bug');
      const check = (): Verdict => {
        throw bug;
      };
      const codec = new t.Type('Bug', t.string.is, check as never, t.identity);

      expectObservable(text.pipe(guard(check))).toBe('-#', texts, bug);
      expectObservable(text.pipe(guard(codec))).toBe('-#', texts, bug);
      expectSubscriptions(text.subscriptions).toBe(['^!', '^!']);
    }));

  for (const [what, check] of [
    ['a check', (): Verdict => true],
    ['a codec', t.string],
  ] as const) {
    it(`completes, waits, fails and is left with ${what} as without it`, () =>
      marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
        const text = hot('-a-b-c-d-|', texts);
        const leave = '   ----!     ';
        const listens = ' ^---!     ';

        expectObservable(cold('--|').pipe(guard(check))).toBe('--|');
        expectObservable(NEVER.pipe(guard<string>(check)), leave).toBe('-----');
        expectObservable(cold('-a-#', texts).pipe(guard(check))).toBe('-a-#', texts);
        expectObservable(text.pipe(guard(check)), leave).toBe('-a-b-', texts);
        expectSubscriptions(text.subscriptions).toBe(listens);
      }));
  }

  it('asks no more of a text that comes all at once than is enough', async () => {
    let asked = 0;
    const text = function* (): Generator<string> {
      for (const snapshot of Object.values(texts)) {
        asked++;
        yield snapshot;
      }
    };
    const enough = await madeOf(
      text() as Iterable<string>,
      guard(() => 'enough' as const),
    );
    expect([enough, asked]).to.deep.equal([['Once'], 1]);

    const wrong = from(text() as ObservableInput<string>).pipe(guard(() => false));
    expect(await lastValueFrom(wrong).catch(String)).to.match(/^GuardRejected/u);
    expect(asked).to.equal(2);
  });

  const codecs = {
    'io-ts': t.type({
      city: t.string,
      days: t.array(t.type({ sight: t.string, hours: t.number })),
    }),
    'a Standard Schema': standard(
      z.object({
        city: z.string(),
        days: z.array(z.object({ sight: z.string(), hours: z.number() })),
      }),
    ),
  };
  Object.entries(codecs).forEach(([library, Plan]) => {
    describe(`with a codec of ${library}`, () => {
      it('stops a value when a part is wrong that is finished', async () => {
        const [reason, partial] = await outcomeOf(
          '{"city":"Rome","days":[{"sight":"Forum","hours":"two"},{"sight":"Pantheon","hours":1}]}',
          Plan,
        );

        expect(reason).to.match(/at days\[0\]\.hours: .*number.*"two"/u);
        expect(partial).to.deep.equal({
          city: 'Rome',
          days: [{ sight: 'Forum', hours: 'two' }, {}],
        });
      });

      it('stops a value when something is missing in a part that is finished', async () => {
        const [reason, partial] = await outcomeOf(
          '{"city":"Rome","days":[{"sight":"A"},{}]}',
          Plan,
        );

        expect(reason).to.match(/at days\[0\]\.hours/u);
        expect(partial).to.deep.equal({ city: 'Rome', days: [{ sight: 'A' }, {}] });
      });

      it('waits with what may yet come, and refuses what has ended without it', async () => {
        const [reason, partial] = await outcomeOf('{"city":"Rome"}', Plan);

        expect(reason).to.match(/at days/u);
        expect(partial).to.deep.equal({ city: 'Rome' });
      });

      it('gives a value or stops it as its codec takes the whole of it or not', () => {
        const odd = <A>(right: fc.Arbitrary<A>): fc.Arbitrary<unknown> =>
          fc.oneof({ weight: 9, arbitrary: right }, fc.jsonValue({ maxDepth: 1 }));
        const day = fc.record({ sight: odd(fc.string()), hours: odd(fc.integer()) });
        const days = fc.array(odd(day), { maxLength: 4 });
        return fc.assert(
          fc.asyncProperty(fc.record({ city: odd(fc.string()), days: odd(days) }), async (plan) => {
            const text = JSON.stringify(plan);
            const told = await outcomeOf(text, Plan);

            if (E.isRight(Plan.decode(JSON.parse(text)))) expect(told.at(-1)).to.deep.equal(plan);
            else expect(told[0]).to.match(/^it is not what its codec says/u);
          }),
        );
      });
    });
  });

  it('never stops a value for an alternative that it does not take', async () => {
    const a = { kind: 'a', size: 1 };
    const b = { kind: 'b', text: 'x', size: 'big' };
    const unions: readonly AnyCodec[] = [
      t.union([
        t.type({ kind: t.literal('a'), size: t.number }),
        t.type({ kind: t.literal('b'), text: t.string, size: t.string }),
      ]),
      standard(
        z.union([
          z.object({ kind: z.literal('a'), size: z.number() }),
          z.object({ kind: z.literal('b'), text: z.string(), size: z.string() }),
        ]),
      ),
    ];
    for (const codec of unions) {
      for (const value of [a, b]) {
        expect((await outcomeOf(JSON.stringify(value), codec)).at(-1)).to.deep.equal(value);
      }
    }
    const [reason] = await outcomeOf('[{"kind":"c"},1,2]', t.array(unions[0] as t.Mixed));
    expect(reason).to.match(/^it is not what its codec says at \[0\]/u);
  });

  it('looks into both parts of an intersection', async () => {
    const Both = t.intersection([t.type({ a: t.number }), t.type({ b: t.type({ c: t.number }) })]);

    expect((await outcomeOf('{"a":1,"b":{"c":2}}', Both)).at(-1)).to.deep.equal({
      a: 1,
      b: { c: 2 },
    });
    expect((await outcomeOf('{"b":{"c":"x"},"a":{}}', Both)).at(-1)).to.deep.equal({
      b: { c: 'x' },
      a: {},
    });
  });

  it('does not take the order of keys that are numbers for the order in which they came', async () => {
    const Numbered = t.record(t.string, t.type({ n: t.number }));
    const value = { name: { n: 1 }, 2: { n: 2 } };

    expect((await outcomeOf('{"name":{"n":1},"2":{"n":2}}', Numbered)).at(-1)).to.deep.equal(value);
  });

  it('judges a text at its end', async () => {
    const Short = t.refinement(t.string, (text) => text.endsWith('.'), 'Ended');

    expect(await madeOf(['a', 'a.', 'a. b', 'a. b.'], guard(Short))).to.have.length(4);
    expect(
      await madeOf(['a.', 'a. b'], guard(Short)).catch((error: unknown) => String(error)),
    ).to.equal(
      'GuardRejected: A guard stopped the output: it is not what its codec says: expected Ended, got "a. b".',
    );
  });
});
