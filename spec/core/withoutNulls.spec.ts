import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { madeUpForm } from '../../lib/agents/scripted/madeUpForm.js';
import type { AnyCodec } from '../../lib/core/codec.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import { schemaOf } from '../../lib/core/schemaOf.js';
import { strictOf } from '../../lib/core/strictOf.js';
import { withoutNulls } from '../../lib/core/withoutNulls.js';
import { sampledTypes } from '../support/codecs.js';
import { fitsSchema } from '../support/schemaCheck.js';

const schemaFor = (codec: AnyCodec): JsonSchema => schemaOf(codec) ?? { not: {} };

const cleaned = (codec: AnyCodec, value: unknown): unknown => withoutNulls(schemaFor(codec), value);

describe('withoutNulls', () => {
  it('takes out a member that is null, may be missing and may not be null', () => {
    const step = t.partial({ note: t.string, minutes: t.union([t.number, t.null]) });
    expect(cleaned(step, { note: null, minutes: null })).to.deep.equal({ minutes: null });
    expect(
      cleaned(t.type({ steps: t.array(step) }), { steps: [{ note: null, minutes: 1 }] }),
    ).to.deep.equal({ steps: [{ minutes: 1 }] });
    expect(cleaned(t.type({ a: t.string }), { a: null })).to.deep.equal({ a: null });
    expect(cleaned(t.record(t.string, t.string), { a: null })).to.deep.equal({ a: null });
  });

  it('gives the same where nothing changes', () => {
    const codec = t.partial({ changed: t.partial({ a: t.string }), same: t.array(t.unknown) });
    const value = { changed: { a: null }, same: [{ a: null }] };
    const given = cleaned(codec, value);
    expect(given).to.deep.equal({ changed: {}, same: [{ a: null }] });
    expect(given).to.have.property('same', value.same);
    expect(value).to.deep.equal({ changed: { a: null }, same: [{ a: null }] });

    const full = { changed: { a: 'x' }, same: [] };
    expect(cleaned(codec, full)).to.equal(full);
    for (const other of ['text', 1, null, [null], undefined]) {
      expect(cleaned(codec, other)).to.equal(other);
    }
  });

  it('chooses what fits', () => {
    const part = (kind: string, rest: t.Props): t.Mixed =>
      t.intersection([t.type({ kind: t.literal(kind) }), t.partial(rest)]);
    const codec = t.type({
      part: t.union([
        part('a', { note: t.union([t.string, t.null]) }),
        part('b', { note: t.string }),
        t.type({ kind: t.number }),
      ]),
    });
    const kept = { part: { kind: 'a', note: null } };
    expect(cleaned(codec, kept)).to.equal(kept);
    expect(cleaned(codec, { part: { kind: 'b', note: null } })).to.deep.equal({
      part: { kind: 'b' },
    });

    const wider = t.union([
      t.type({ a: t.number }),
      t.intersection([t.type({ a: t.number }), t.partial({ b: t.number })]),
    ]);
    expect(cleaned(wider, { a: 1, b: null })).to.deep.equal({ a: 1 });

    const unfit = { part: { kind: 'c', note: null } };
    expect(cleaned(codec, unfit)).to.equal(unfit);
  });

  it('follows references', () => {
    interface Tree {
      readonly id: number;
      readonly left?: Tree;
    }
    const Tree: t.Type<Tree> = t.recursion(
      'Tree',
      () => t.intersection([t.type({ id: t.number }), t.partial({ left: Tree })]) as never,
    );
    expect(cleaned(Tree, { id: 1, left: { id: 2, left: null } })).to.deep.equal({
      id: 1,
      left: { id: 2 },
    });
    const itself = { $ref: '#' };
    expect(withoutNulls(itself, { a: null })).to.deep.equal({ a: null });
  });

  it('ends soon where choices lie within choices', () => {
    const both = (kind: JsonSchema): JsonSchema => ({
      type: 'object',
      properties: {
        left: { $ref: '#/$defs/Sum' },
        right: { $ref: '#/$defs/Sum' },
        kind,
      },
      required: ['left', 'right', 'kind'],
    });
    const $defs = {
      Sum: { anyOf: [both({ enum: [1] }), both({ enum: [2] }), { type: 'number' }] },
    };
    const deep = Array.from({ length: 60 }).reduce<unknown>(
      (inner) => ({ left: inner, right: 0, kind: 2 }),
      1,
    );
    const value = { sum: deep, none: null };
    const properties = { sum: { $ref: '#/$defs/Sum' }, none: { type: 'string' } };
    expect(withoutNulls({ type: 'object', properties, $defs }, value)).to.deep.equal({ sum: deep });
  });

  it('reads values however deep they are', () => {
    interface Nest {
      readonly in?: Nest;
    }
    const Nest: t.Type<Nest> = t.recursion('Nest', () => t.partial({ in: Nest }) as never);
    const deep = JSON.parse(`${'{"in":'.repeat(100_000)}null${'}'.repeat(100_000)}`) as unknown;
    expect(cleaned(Nest, deep)).to.equal(deep);
  });

  it('keeps members with the names of others', () => {
    const codec = t.partial({ ['__proto__']: t.string, constructor: t.string, a: t.string });
    const value: unknown = JSON.parse(
      '{"__proto__":"x","constructor":null,"hasOwnProperty":null,"a":null}',
    );
    const given = cleaned(codec, value);
    expect(JSON.stringify(given)).to.equal('{"__proto__":"x","hasOwnProperty":null}');
    expect(Object.getPrototypeOf(given)).to.equal(Object.prototype);
  });

  it('makes of whatever a strict schema lets through what the codec takes', () => {
    let seen = 0;
    fc.assert(
      fc.property(sampledTypes, fc.string({ minLength: 4 }), ({ codec }, seed) => {
        const whole = t.type({ answer: codec });
        const schema = schemaOf(whole);
        const strict = schema && strictOf(schema);
        fc.pre(schema !== undefined && strict !== undefined);
        const text = madeUpForm({ name: 'answer', schema: strict }, seed, '');
        const value: unknown = JSON.parse(text);
        expect(fitsSchema(strict, value), text).to.equal(true);

        const read = withoutNulls(schema, value);
        expect(whole.decode(read)._tag, text).to.equal('Right');
        expect(withoutNulls(schema, read)).to.equal(read);
        seen += 1;
      }),
      { numRuns: 600 },
    );
    expect(seen).to.be.above(200);
  });
});
