import fc from 'fast-check';

const parsed = (json: string): unknown => JSON.parse(json);

const bare = (): object => Object.setPrototypeOf({}, null) as object;

/** Values that stores and text forms were seen to lose, to change, or to bring to life. */
export const hostileValues: Readonly<Record<string, unknown>> = {
  'what looks like one of our marks': {
    date: { $: 'date', of: 1 },
    marked: { $: 'object', of: { $: 'bytes', of: 'AAAA' } },
    unknown: { $: 'function', of: 'process.exit()' },
    sign: { $: undefined },
    record: 'rivulet-memory/1 ["memory","value"]\n{"$":"undefined"}',
  },
  'what looks like an object of others': {
    lc: 1,
    type: 'constructor',
    id: ['langchain_core', 'messages', 'AIMessage'],
    kwargs: { content: 'x', __type: 'Date', $date: 1, $ref: '#/lc', type: 'Buffer', data: [1] },
  },
  'names of the prototype': parsed(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"then":{"__proto__":null},"toJSON":"x"}',
  ),
  'halves of surrogate pairs': ['\ud800', '\udc00x', 'x\udfff\ud83d', { '\ud800': 1, '\ud801': 2 }],
  'odd letters': '\0\u0001\u2028\u2029\ufeff\u{1f469}\u200d\u{1f680}\r\n"\\:%_*?',
  'odd numbers': [-0, 0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 2 ** 53 + 2],
  'large integers': [10n ** 40n, -1n, 0n],
  dates: [new Date(0), new Date(8.64e15), new Date(-8.64e15), new Date(-1)],
  bytes: [new Uint8Array(), Uint8Array.from({ length: 300 }, (_, index) => index)],
  'a picture and a sound': [
    { _tag: 'Image', mime: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) },
    { _tag: 'Audio', mime: 'audio/wav', bytes: Uint8Array.of(82, 73, 70, 70) },
  ],
  'what is not there': { nothing: undefined, list: [undefined, null, undefined], empty: {} },
  'an object without a prototype': Object.assign(bare(), { $: 1, ['__proto__']: [2] }),
  'false things': [false, 0, '', null, [], {}],
  null: null,
  false: false,
  'the empty text': '',
};

/** Any value that can be kept. */
export const storable: fc.Arbitrary<unknown> = fc
  .anything({
    key: fc.oneof(
      fc.constantFrom('$', 'of', '__proto__', 'constructor', 'toJSON', 'then', 'length', '0'),
      fc.string({ unit: 'binary' }),
    ),
    values: [
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'a', '"', '\\', '\n', '\0') }),
      fc.constantFrom('$', 'date', 'bytes', 'bare'),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.date({ noInvalidDate: true }),
      fc.uint8Array(),
      fc.constantFrom(null, undefined),
    ],
    maxDepth: 4,
    withNullPrototype: true,
  })
  .filter((value) => value !== undefined);

/** Keys that stores were seen to mix up, to cut, or to take for something else. */
export const hostileKeys: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['../x', '/etc/passwd', '\0', 'a\0b', ' ', '*', '%', '_', '?', '.', '..', '=', ':', '::'],
    ...[
      'a',
      'A',
      'ä',
      'a\u0308',
      'a ',
      'rivulet:',
      'rivulet:memory.a',
      'memory.a',
      'a.a',
      '__proto__',
    ],
    ...['constructor', 'toString', '\ud800', '\udfff', '\ufffd', "'; DROP TABLE keyv; --"],
    ...['x'.repeat(10_000), `${'x'.repeat(9_999)}y`, 'x'.repeat(64), 'x'.repeat(65), '-'],
  ),
  fc.string({ minLength: 1, unit: 'binary' }),
);
