import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { ToolCall } from '../../lib/core/event.js';
import type { Audio, Image } from '../../lib/core/media.js';
import { kindOf } from '../../lib/core/said.js';
import { byContent } from '../../lib/flow/byContent.js';
import { byLength } from '../../lib/flow/byLength.js';
import { byPresence } from '../../lib/flow/byPresence.js';
import { byTools } from '../../lib/flow/byTools.js';
import { byType } from '../../lib/flow/byType.js';
import type { Decider, DeciderData } from '../../lib/flow/decider.js';
import { deciderOf } from '../../lib/flow/deciderOf.js';
import { route, type OneOrMore, type Route } from '../../lib/flow/route.js';

const image = (...bytes: readonly number[]): Image => ({
  _tag: 'Image',
  mime: 'image/png',
  bytes: Uint8Array.from(bytes),
});

const audio = (...bytes: readonly number[]): Audio => ({
  _tag: 'Audio',
  mime: 'audio/wav',
  bytes: Uint8Array.from(bytes),
});

const calling = (...tools: readonly string[]): readonly ToolCall[] =>
  tools.map((tool) => ({ tool, input: {} }));

const asked = <Key extends string>(
  decide: Decider<Key>,
  output: unknown,
  calls: readonly ToolCall[] = [],
): OneOrMore<Key> => decide(output, { modality: kindOf(output), calls });

/** The same decider, made again of what is written down. */
const again = (decide: Decider<string>): Decider<string> =>
  deciderOf(JSON.parse(JSON.stringify(decide['~decider'])) as DeciderData);

const refused = (make: () => unknown, kind: new (...given: never) => Error, says: RegExp): void => {
  expect(make).to.throw(kind, says);
};

describe('byLength', () => {
  const decide = byLength({ short: 3, medium: 5 }, 'long');

  it('gives the key of the first limit that the length does not pass, or else the last one', () => {
    for (const [text, key] of [
      ['', 'short'],
      ['abc', 'short'],
      ['abcd', 'medium'],
      ['abcde', 'medium'],
      ['abcdef', 'long'],
    ] as const) {
      expect(asked(decide, text)).to.equal(key);
    }
  });

  it('counts characters of a text, items of a list, bytes of media, and the JSON of the rest', () => {
    const one = byLength({ few: 4 }, 'many');
    const few: readonly unknown[] = [
      '😀😀😀😀',
      'naïf',
      [1000, 2000, 3000, 4000],
      image(1, 2, 3, 4),
      audio(1, 2, 3, 4),
      Uint8Array.of(1, 2, 3, 4),
      null,
      undefined,
      1234,
      {},
    ];
    const many: readonly unknown[] = [
      '😀😀😀😀😀',
      '\uD83D\uD83D\uDE00\uDE00\uDE00\uDE00',
      [1, 2, 3, 4, 5],
      image(1, 2, 3, 4, 5),
      audio(1, 2, 3, 4, 5),
      12345,
      false,
      { a: 1 },
    ];

    for (const output of few) expect(asked(one, output), String(output)).to.equal('few');
    for (const output of many) expect(asked(one, output), String(output)).to.equal('many');
  });

  it('takes keys that are numbers, in whatever order', () => {
    const stars = byLength({ 5: 10, 3: 100 }, '1');

    expect(['x', 'x'.repeat(11), 'x'.repeat(101)].map((text) => asked(stars, text))).to.deep.equal([
      '5',
      '3',
      '1',
    ]);
    expectTypeOf(stars).toEqualTypeOf<Decider<'5' | '3' | '1'>>();
  });

  it('refuses limits that cannot be met', () => {
    for (const limit of [NaN, -1, Infinity, '200']) {
      refused(
        () => byLength({ short: limit as number }, 'long'),
        RangeError,
        /"short" .*at least 0/u,
      );
    }
    refused(() => byLength({ a: 10, b: 10 }, 'c'), RangeError, /"b" .* 10 .* "a"/u);
    refused(() => byLength({ a: 10, b: 9 }, 'c'), RangeError, /smallest to the largest/u);
    refused(() => byLength({ 1: 10, 2: 10 }, 'c'), RangeError, /"2" .* "1"/u);
  });

  it('agrees with counting, whatever the limits', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\uD83D', '\uDE00'), maxLength: 25 }),
        (numbers, text) => {
          const limits = numbers.toSorted((one, other) => one - other);
          const made = byLength(
            Object.fromEntries(limits.map((limit) => [`to${String(limit)}`, limit])),
            'more',
          );
          const least = limits.find((limit) => Array.from(text).length <= limit);

          expect(asked(made, text)).to.equal(least === undefined ? 'more' : `to${String(least)}`);
        },
      ),
    ));
});

describe('byContent', () => {
  const decide = byContent({ refund: ['refund', 'money back'], bug: ['crash', 'error'] }, 'other');

  const stands = (word: string, text: string): boolean =>
    asked(byContent({ yes: [word] }, 'no'), text) === 'yes';

  it('gives the first key of which a word stands in the text, or else the last one', () => {
    expect(asked(decide, 'I want a refund')).to.equal('refund');
    expect(asked(decide, 'A crash! I want my money back.')).to.equal('refund');
    expect(asked(decide, 'It crashes with an ERROR')).to.equal('bug');
    expect(asked(decide, 'How are you?')).to.equal('other');
    expect(asked(decide, '')).to.equal('other');
  });

  it('gives every key of which a word stands in the text where that is wanted', () => {
    const all = byContent({ a: ['x'], b: ['y'], c: ['z'] }, 'none', { all: true });

    expect(asked(all, 'z and x')).to.deep.equal(['a', 'c']);
    expect(asked(all, 'y')).to.deep.equal(['b']);
    expect(asked(all, '')).to.equal('none');
  });

  it('finds whole words, and nothing within a word', () => {
    for (const text of [
      'cat',
      'A cat.',
      '(Cat)',
      '"cat"',
      '**cat**',
      '_cat_',
      '__CAT__',
      'cat-like',
    ]) {
      expect(stands('cat', text), text).to.equal(true);
    }
    for (const text of [
      'concatenate',
      'cats',
      'bobcat',
      'cat2',
      '2cat',
      'my_cat',
      'cat_food',
      'cat̂',
    ]) {
      expect(stands('cat', text), text).to.equal(false);
    }
    expect(stands('refund', 'refunds')).to.equal(false);
    expect(stands('erreur', "Il y a une erreur, c'est l'erreur de l’équipe")).to.equal(true);
    expect(stands('équipe', 'l’équipe')).to.equal(true);
    expect(stands("don't", 'We don’t know')).to.equal(true);
  });

  it('knows letters beyond those of English, and both ways to write an accent', () => {
    expect(stands('übel', 'Das ist ÜBEL!')).to.equal(true);
    expect(stands('bel', 'übel')).to.equal(false);
    expect(stands('naïve'.normalize('NFC'), 'how naïve'.normalize('NFD'))).to.equal(true);
    expect(stands('naïve'.normalize('NFD'), 'how naïve'.normalize('NFC'))).to.equal(true);
    expect(stands('u', 'u\u0308bel')).to.equal(false);
    expect(stands('na', 'nai\u0308ve')).to.equal(false);
    expect(stands('ОШИБКА', 'Здесь ошибка.')).to.equal(true);
    expect(stands('ошибка', 'ошибками')).to.equal(false);
    expect(stands('ΟΔΟΣ', 'η οδος')).to.equal(true);
  });

  it('finds words anywhere in scripts without spaces, and other words between them', () => {
    expect(stands('退款', '我要退款谢谢')).to.equal(true);
    expect(stands('返金', '返金してください')).to.equal(true);
    expect(stands('환불', '환불을 원해요')).to.equal(true);
    expect(stands('คืนเงิน', 'ขอคืนเงินค่ะ')).to.equal(true);
    expect(stands('refund', '请refund谢谢')).to.equal(true);
    expect(stands('refund', '请refunds谢谢')).to.equal(false);
    expect(stands('か', 'か\u3099')).to.equal(false);
  });

  it('finds phrases across any white space', () => {
    for (const space of [' ', '\n', '\r\n  ', '\t', '\u00A0', '\u3000']) {
      expect(stands('money back', `my money${space}back.`), JSON.stringify(space)).to.equal(true);
    }
    expect(stands('  money \n back ', 'money back')).to.equal(true);
    expect(stands('money back', 'moneyback')).to.equal(false);
    expect(stands('money back', 'money backs')).to.equal(false);
  });

  it('takes marks for themselves', () => {
    expect(stands('C++', 'I write C++.')).to.equal(true);
    expect(stands('C++', 'C++17')).to.equal(true);
    expect(stands('C++', 'I write C.')).to.equal(false);
    expect(stands('C++', 'ABC++')).to.equal(false);
    expect(stands('node.js', 'Node.js is used')).to.equal(true);
    expect(stands('node.js', 'nodexjs')).to.equal(false);
    expect(stands('.*', 'anything')).to.equal(false);
    expect(stands('a|b', 'a')).to.equal(false);
    expect(stands('[x]', 'todo [x] done')).to.equal(true);
    expect(stands('$5', 'It is $5.')).to.equal(true);
    expect(stands('\\d', '5')).to.equal(false);
    expect(stands('👍', 'ok👍great')).to.equal(true);
    expect(stands('4-5', '14-5')).to.equal(false);
  });

  it('understands nothing: a denial has the word in it, and "Error:" is a word', () => {
    expect(asked(decide, 'No refund is needed')).to.equal('refund');
    expect(asked(decide, 'Error: none')).to.equal('bug');
    expect(asked(byContent({ refund: ['refund'] }, 'other'), 'Error: none')).to.equal('other');
  });

  it('looks at the texts and numbers of data each on its own, and not at the names of fields', () => {
    const made = byContent({ code: ['404', 'true'], back: ['money back'] }, 'none');
    const circle: Record<string, unknown> = { word: 'money\nback' };
    circle['self'] = circle;
    let deep: unknown = 'money back';
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];

    expect(asked(made, { status: 404 })).to.equal('code');
    expect(asked(made, [{ fine: true }])).to.equal('code');
    expect(asked(made, circle)).to.equal('back');
    expect(asked(made, deep)).to.equal('back');
    for (const output of [
      { 'money back': 1 },
      ['money', 'back'],
      null,
      undefined,
      Uint8Array.of(404),
    ]) {
      expect(asked(made, output)).to.equal('none');
    }
    expect(asked(byContent({ bytes: ['1', 'image'] }, 'none'), { picture: [] })).to.equal('none');
  });

  it('finds no words in images and sounds', () => {
    const made = byContent({ found: ['1', 'Image', 'png', 'image/png', 'Audio', 'wav'] }, 'none');

    expect(asked(made, image(1))).to.equal('none');
    expect(asked(made, audio(1))).to.equal('none');
    expect(asked(made, [{ picture: image(1) }])).to.equal('none');
  });

  it('takes no longer than the text is long', () => {
    const hostile = ['_', ' ', 'a', 'money ', 'cat_', '\u0301'].map((part) =>
      part.repeat(1_000_000 / part.length),
    );
    const made = byContent({ a: ['money back', 'cat'], b: ['a b'] }, 'none');
    const begun = performance.now();

    for (const text of hostile) expect(asked(made, text)).to.equal('none');
    expect(performance.now() - begun).to.be.below(5000);
  });

  it('refuses words that cannot be told apart, and tables without words', () => {
    refused(() => byContent({}, 'other'), InvalidOptions, /table is empty/u);
    refused(() => byContent({ a: [] }, 'b'), InvalidOptions, /"a" needs a list/u);
    refused(() => byContent({ a: 'word' as never }, 'b'), InvalidOptions, /"a" needs a list/u);
    refused(() => byContent({ a: ['x', ' \n'] }, 'b'), InvalidOptions, /a word of "a" is empty/u);
    refused(() => byContent({ a: [1 as never] }, 'b'), InvalidOptions, /a word of "a" is no text/u);
    refused(
      () => byContent({ a: ['Money  Back'], b: ['money back'] }, 'c'),
      InvalidOptions,
      /"money back" stands under "a" and under "b"/u,
    );
    expect(() => byContent({ a: ['x', 'X'] }, 'b')).not.to.throw();
  });

  it('refuses keys whose order is lost, or that every object has', () => {
    refused(() => byContent({ b: ['x'], 1: ['y'] }, 'c'), InvalidOptions, /"1".*order/u);
    refused(() => byContent({ '': ['x'] }, 'c'), InvalidOptions, /empty/u);
    refused(
      () => byContent({ constructor: ['x'] } as never, 'c'),
      InvalidOptions,
      /"constructor"/u,
    );
    refused(() => byContent({ __proto__: ['x'] } as never, 'c'), InvalidOptions, /plain record/u);
    refused(
      () => byContent(JSON.parse('{ "__proto__": ["x"] }') as never, 'c'),
      InvalidOptions,
      /"__proto__"/u,
    );
  });

  it('agrees with looking at each place of the text', () => {
    const unit = fc.constantFrom(
      'a',
      'B',
      'ü',
      '1',
      '_',
      ' ',
      '\n',
      '.',
      '+',
      '字',
      '👍',
      '\u0301',
    );
    const word = fc
      .string({ unit, minLength: 1, maxLength: 3 })
      .filter((text) => text.trim() !== '' && !text.startsWith('\u0301'));
    fc.assert(
      fc.property(word, fc.string({ unit, maxLength: 14 }), (one, text) => {
        expect(stands(one, text)).to.equal(standsSimply(one, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every word that is put between others', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\p{Lu}\p{Ll}]{1,6}$/u),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (one, before, after) => {
          expect(stands(one, `${before} ${one}\n${after}`)).to.equal(true);
        },
      ),
    ));
});

/** Whether a word stands in a text: the meaning of `byContent`, as plain as can be. */
const standsSimply = (word: string, text: string): boolean => {
  const plain = (given: string): readonly string[] =>
    Array.from(given.normalize('NFC').toLowerCase().replace(/\s+/gu, ' '));
  const [wanted, all] = [plain(word.trim()), plain(text)];
  return all.some((_, start) => {
    const end = start + wanted.length;
    if (all.slice(start, end).join('') !== wanted.join('')) return false;
    const first = wanted.at(0) ?? '';
    const last = wanted.at(-1) ?? '';
    const before = all
      .slice(0, start)
      .join('')
      .replace(/_{1,3}$/u, '');
    const after = all
      .slice(end)
      .join('')
      .replace(/^_{1,3}/u, '');
    const goesOnBefore = isLetter(first) && isLetter(Array.from(before).at(-1) ?? '');
    const goesOnAfter = isLetter(last) && isLetter(Array.from(after).at(0) ?? '');
    const cutsCharacter = /[\p{L}\p{N}\p{M}]/u.test(last) && all[end] === '\u0301';
    return !goesOnBefore && !goesOnAfter && !cutsCharacter;
  });
};

const isLetter = (character: string): boolean => /^(?:[abáü1]|ǘ|\u0301)$/u.test(character);

describe('byType', () => {
  it('gives the key of the kind of value, or else the last one', () => {
    const decide = byType({ image: 'paint', text: 'read' }, 'other');

    expect(
      [image(1), 'x', audio(1), 1, null, { _tag: 'Image' }].map((output) => asked(decide, output)),
    ).to.deep.equal(['paint', 'read', 'other', 'other', 'other', 'other']);
    expect(asked(byType({ audio: 'hear', data: 'see' }, 'x'), audio())).to.equal('hear');
  });

  it('refuses what is no kind of value, and an empty table', () => {
    refused(
      () => byType({ picture: 'x' } as never, 'y'),
      InvalidOptions,
      /"picture".*text, image/u,
    );
    refused(() => byType({}, 'y'), InvalidOptions, /table is empty/u);
    refused(() => byType({ text: undefined as never }, 'y'), InvalidOptions, /at "text"/u);
  });
});

describe('byPresence', () => {
  it('tells something from nothing', () => {
    const decide = byPresence('found', 'missing');
    const nothing = [
      '',
      ' \n\t\u00A0',
      [],
      {},
      null,
      undefined,
      image(),
      audio(),
      new Uint8Array(),
    ];
    const something = ['x', '.', 0, false, NaN, [''], [null], { a: null }, image(0), audio(0)];

    for (const output of nothing)
      expect(asked(decide, output), inspect(output)).to.equal('missing');
    for (const output of something)
      expect(asked(decide, output), inspect(output)).to.equal('found');
  });
});

describe('byTools', () => {
  const decide = byTools({ weather: 'outside', sum: 'inside', news: 'outside' }, 'answer');

  it('gives the keys of the tools that were called, each once and in the order of the table', () => {
    expect(asked(decide, '', calling('weather'))).to.deep.equal(['outside']);
    expect(asked(decide, '', calling('sum', 'news', 'sum', 'weather'))).to.deep.equal([
      'outside',
      'inside',
    ]);
  });

  it('gives the last key when none of them was called', () => {
    expect(asked(decide, 'weather')).to.equal('answer');
    expect(asked(decide, '', calling('toString', '__proto__', 'other'))).to.equal('answer');
  });

  it('does not mind tools that it does not know', () => {
    expect(asked(decide, '', calling('other', 'sum'))).to.deep.equal(['inside']);
  });
});

describe('a ready-made decider', () => {
  const some: readonly Decider<string>[] = [
    byLength({ short: 3, medium: 5 }, 'long'),
    byLength({ 5: 10, 3: 100 }, '1'),
    byContent({ refund: ['refund', 'money back'], bug: ['C++', '漢字'] }, 'other'),
    byContent({ refund: ['refund', 'money back'], bug: ['C++', '漢字'] }, 'other', { all: true }),
    byType({ image: 'paint', text: 'read' }, 'other'),
    byPresence('found', 'missing'),
    byTools({ weather: 'outside', sum: 'inside' }, 'answer'),
  ];

  it('carries what it is made of', () => {
    expect(byLength({ short: 3 }, 'long')['~decider']).to.deep.equal({
      by: 'length',
      limits: { short: 3 },
      otherwise: 'long',
    });
    expect(byContent({ a: ['x'] }, 'b')['~decider']).to.deep.equal({
      by: 'content',
      words: { a: ['x'] },
      otherwise: 'b',
      all: false,
    });
    for (const decide of some) {
      const data = decide['~decider'];
      expect(JSON.parse(JSON.stringify(data))).to.deep.equal(data);
      expect(again(decide)['~decider']).to.deep.equal(data);
      expect(Object.isFrozen(data)).to.equal(true);
    }
  });

  it('decides the same when it is made again', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom('a refund and 漢字', 'C++', 'money\nback'),
          fc.jsonValue(),
          fc.uint8Array({ maxLength: 9 }).map((bytes) => image(...bytes)),
        ),
        fc.array(fc.constantFrom('weather', 'sum', 'other')),
        (output, tools) => {
          const calls = calling(...tools);
          for (const decide of some) {
            const key = asked(decide, output, calls);
            expect(asked(again(decide), output, calls)).to.deep.equal(key);
            expect(asked(decide, output, calls)).to.deep.equal(key);
          }
        },
      ),
    ));

  it('does not change when what it was given does', () => {
    const ways: Record<string, string> = { weather: 'outside' };
    const words = { a: ['x'] };
    const [tools, content] = [byTools(ways, 'answer'), byContent(words, 'b')];
    ways['weather'] = 'changed';
    words.a[0] = 'changed';

    expect(asked(tools, '', calling('weather'))).to.deep.equal(['outside']);
    expect(tools['~decider']).to.have.deep.property('ways', { weather: 'outside' });
    expect(asked(content, 'x')).to.equal('a');
    expect(content['~decider']).to.have.deep.property('words', { a: ['x'] });
  });

  it('needs a key for all other cases', () => {
    refused(() => byLength({ a: 1 }, undefined as never), InvalidOptions, /last parameter/u);
    refused(() => byContent({ a: ['x'] }, ''), InvalidOptions, /second parameter/u);
    refused(() => byType({ text: 'a' }, 1 as never), InvalidOptions, /last parameter/u);
    refused(() => byPresence('a', ''), InvalidOptions, /second parameter/u);
    refused(() => byTools({ a: '' }, 'b'), InvalidOptions, /at "a"/u);
    refused(() => byTools(undefined as never, 'b'), InvalidOptions, /plain record/u);
  });

  it('is not made of data of another kind', () => {
    refused(() => deciderOf({ by: 'mood' } as never), InvalidOptions, /"mood".*length, content/u);
    refused(() => deciderOf({ by: 'length' } as never), InvalidOptions, /plain record/u);
  });

  it('has the types of its keys, which a route checks against its table', () => {
    const made = route(byLength({ short: 200 }, 'long'), { short: 'a', long: ['b', 'c'] });
    expectTypeOf(made).toEqualTypeOf<
      Route<unknown, { readonly short: 'a'; readonly long: readonly ['b', 'c'] }>
    >();
    expectTypeOf(byContent({ a: ['x'], b: ['y'] }, 'c')).toEqualTypeOf<Decider<'a' | 'b' | 'c'>>();
    expectTypeOf(byType({ image: 'a' }, 'b')).toEqualTypeOf<Decider<'a' | 'b'>>();
    expectTypeOf(byPresence('a', 'b')).toEqualTypeOf<Decider<'a' | 'b'>>();
    expectTypeOf(byTools({ x: 'a', y: 'b' }, 'c')).toEqualTypeOf<Decider<'a' | 'b' | 'c'>>();

    // @ts-expect-error the table has no key "long"
    route(byLength({ short: 200 }, 'long'), { short: 'a' });
    // @ts-expect-error the table has no key "c"
    route(byContent({ a: ['x'] }, 'c'), { a: 'a', b: 'b' });
    // @ts-expect-error the table has no key "b"
    route(byTools({ x: 'b' }, 'a'), { a: 'a' });
    // @ts-expect-error nothing is said of what is longer
    refused(() => byLength({ short: 200 }), InvalidOptions, /last parameter/u);
    // @ts-expect-error there is no such kind
    refused(() => byType({ picture: 'a' }, 'b'), InvalidOptions, /picture/u);
  });
});
