import { deepStrictEqual } from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { NotStorable } from '../../lib/memory/errors.js';
import { read } from '../../lib/memory/read.js';
import { write } from '../../lib/memory/write.js';
import { hostileValues, storable } from './values.js';

const again = (value: unknown): unknown => read(write('key', value));

const refusal = (value: unknown): unknown => {
  try {
    return write('key', value);
  } catch (error) {
    return error;
  }
};

describe('the text form of values', () => {
  for (const [what, value] of Object.entries(hostileValues)) {
    it(`keeps ${what}`, () => deepStrictEqual(again(value), value));
  }

  it('keeps every value', () =>
    fc.assert(
      fc.property(storable, (value) => deepStrictEqual(again(value), value)),
      { numRuns: 1000 },
    ));

  it('is JSON wherever JSON can say it', () =>
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json, (key, member: unknown) =>
          Object.is(member, -0) ? 0 : key === '$' ? undefined : member,
        );
        expect(write('key', value)).to.equal(JSON.stringify(value));
      }),
    ));

  it('makes a new value each time, down to the bytes', () => {
    const value = { list: [new Uint8Array([1])] };
    const text = write('key', value);
    const [one, other] = [read(text), read(text)] as [typeof value, typeof value];
    one.list[0]?.fill(7);

    deepStrictEqual(value, { list: [new Uint8Array([1])] });
    deepStrictEqual(other, value);
  });

  it('keeps values that are very deep', () => {
    const depth = 100_000;
    let value: unknown = 'the bottom';
    for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { $: value };
    let found: unknown = again(value);
    for (let level = depth - 1; level >= 0; level--) {
      found = Reflect.get(Object(found), level % 2 ? 0 : '$');
    }
    expect(found).to.equal('the bottom');
  });

  it('keeps a text of 50 MB', () => {
    const text = '0123456789\u20ac"\n\ud800'.repeat(50_000_000 / 14);
    expect(again({ text })).to.satisfy((found: { text: string }) => found.text === text);
  });

  it('keeps what is frozen, comes twice, or is of another realm', () => {
    const shared = Object.freeze({ a: Object.freeze([1]) });
    deepStrictEqual(again([shared, shared]), [{ a: [1] }, { a: [1] }]);
    const foreign: unknown = runInNewContext(
      '({ list: [1], date: new Date(1), bytes: new Uint8Array([1]), none: Object.create(null) })',
    );
    deepStrictEqual(again(foreign), {
      list: [1],
      date: new Date(1),
      bytes: new Uint8Array([1]),
      none: Object.setPrototypeOf({}, null) as object,
    });
  });

  it('keeps a date that is none', () => {
    const [found] = again([new Date(NaN)]) as readonly unknown[];
    expect(found).to.be.instanceOf(Date);
    expect(String(found)).to.equal('Invalid Date');
  });

  it('takes a buffer for the bytes that it is', () => {
    const found = again(Buffer.from('abc').subarray(1));
    deepStrictEqual(found, new Uint8Array([98, 99]));
  });

  describe('refuses', () => {
    class Point {
      readonly x = 1;
    }
    class MyList extends Array {}
    class MyDate extends Date {}
    const bare = Object.setPrototypeOf({ a: 1 }, null) as object;
    const circle: { self?: unknown } = {};
    circle.self = [circle];
    const hole = [1, 2, 3];
    Reflect.deleteProperty(hole, 1);
    let isRead = false;
    const spied = {
      get secret() {
        isRead = true;
        return 1;
      },
    };
    const cases: readonly (readonly [what: string, value: unknown, path: string, got: RegExp])[] = [
      ['a function', { steps: [1, 2, { run: () => 1 }] }, 'steps[2].run', /^a function$/u],
      ['a class', [Point], '[0]', /^a function$/u],
      ['a symbol', { a: Symbol('x') }, 'a', /^a symbol$/u],
      ['an instance', { 'odd key': new Point() }, '["odd key"]', /class Point$/u],
      ['an instance that extends a list', { a: MyList.of(1) }, 'a', /class MyList$/u],
      ['an instance that extends a date', { a: new MyDate() }, 'a', /class MyDate$/u],
      ['a date with a member', Object.assign(new Date(), { a: 1 }), '', /class Date$/u],
      ['what inherits from nothing known', [Object.create(bare)], '[0]', /of a class$/u],
      ['an error', new Error('hush'), '', /class Error$/u],
      ['a promise', [[Promise.resolve(1)]], '[0][0]', /class Promise$/u],
      ['a map', { a: { b: new Map() } }, 'a.b', /class Map$/u],
      ['a set', new Set([1]), '', /class Set$/u],
      ['a regular expression', [/x/u], '[0]', /class RegExp$/u],
      ['numbers of a fixed kind', [new Float32Array(1)], '[0]', /class Float32Array$/u],
      ['a boxed text', [Object('x')], '[0]', /class String$/u],
      ['a circle', circle, 'self[0]', /circle/u],
      ['a list with a hole', { list: hole }, 'list[1]', /hole/u],
      ['a list of nothing but holes', new Array(4e9), '[0]', /hole/u],
      ['a list with a name', Object.assign([1], { total: 1 }), '', /names/u],
      ['a member whose name is a symbol', { a: { [Symbol('x')]: 1 } }, 'a', /symbol/u],
      ['a getter', { a: spied }, 'a.secret', /getter/u],
      ['a hidden member', Object.defineProperty({}, 'a', { value: 1 }), 'a', /hidden/u],
      ['undefined itself', undefined, '', /undefined/u],
    ];
    for (const [what, value, path, got] of cases) {
      it(`${what}, and says where it is`, () => {
        const error = refusal(value);
        expect(error).to.be.instanceOf(NotStorable);
        expect(error).to.have.property('key', 'key');
        expect(error).to.have.property('path', path);
        expect(error).to.have.property('got').that.matches(got);
        expect(String(error)).to.include(path).and.not.include('hush');
      });
    }

    it('a getter without asking it', () => {
      refusal(spied);
      expect(isRead).to.equal(false);
    });

    it('what is more than a text can hold', () => {
      const error = refusal({ pieces: [1, new Uint8Array(2 ** 29)] });
      expect(error).to.be.instanceOf(NotStorable);
      expect(error).to.include({ path: 'pieces[1]', got: 'more than a text can hold' });
      expect(error).to.have.property('cause').that.is.instanceOf(RangeError);
    });
  });

  it('is read from nothing but itself', () => {
    for (const text of [
      '',
      '{',
      'undefined',
      '{"a":{"$":"function","of":"process.exit()"}}',
      '{"$":"date"}',
      '{"$":"date","of":"2020"}',
      '{"$":"number","of":"1"}',
      '{"$":"number","of":NaN}',
      '{"$":"bigint","of":"0x10"}',
      '{"$":"bytes","of":"&&&&"}',
      '{"$":"bytes","of":[1]}',
      '{"$":"object","of":[1]}',
      '{"$":"bare","of":1}',
      '{"$":["date"],"of":1}',
      '{"__proto__":{"$":"Map"}}',
    ]) {
      expect(() => read(text), text).to.throw(SyntaxError);
    }
    expect({}).to.not.have.property('$');
  });

  it('gives values, and never code, for any JSON of others', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (name, of) => {
        const text = JSON.stringify([{ $: name, of }, { of: { $: name } }]);
        let value: unknown;
        try {
          value = read(text);
        } catch (error) {
          expect(error).to.be.instanceOf(SyntaxError);
          return;
        }
        deepStrictEqual(again(value), value);
      }),
    ));
});
