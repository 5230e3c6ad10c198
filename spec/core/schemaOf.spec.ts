import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { z } from 'zod';
import { standard, type AnyCodec } from '../../lib/core/codec.js';
import { Image } from '../../lib/core/media.js';
import { schemaOf } from '../../lib/core/schemaOf.js';
import { sampledTypes, written } from '../support/codecs.js';
import { fitsSchema } from '../support/schemaCheck.js';

describe('schemaOf', () => {
  it('tells the types that are built in', () => {
    expect(schemaOf(t.string)).to.deep.equal({ type: 'string' });
    expect(schemaOf(t.number)).to.deep.equal({ type: 'number' });
    expect(schemaOf(t.boolean)).to.deep.equal({ type: 'boolean' });
    expect(schemaOf(t.null)).to.deep.equal({ type: 'null' });
    expect(schemaOf(t.Int)).to.deep.equal({ type: 'integer' });
    expect(schemaOf(t.unknown)).to.deep.equal({});
    expect(schemaOf(t.UnknownRecord)).to.deep.equal({ type: 'object' });
    expect(schemaOf(t.UnknownArray)).to.deep.equal({ type: 'array' });
  });

  it('tells what may be missing', () => {
    const steps = t.intersection([
      t.type({ title: t.string, note: t.union([t.string, t.undefined]) }),
      t.partial({ minutes: t.number }),
    ]);
    expect(schemaOf(steps)).to.deep.equal({
      type: 'object',
      properties: {
        title: { type: 'string' },
        note: { type: 'string' },
        minutes: { type: 'number' },
      },
      required: ['title'],
    });
  });

  it('closes what is exact, and a whole only where all of it is', () => {
    const closed = t.strict({ a: t.string });
    const open = t.type({ b: t.string });
    expect(schemaOf(closed)).to.have.property('additionalProperties', false);
    expect(schemaOf(open)).not.to.have.property('additionalProperties');
    expect(schemaOf(t.exact(t.intersection([open, t.partial({ c: t.string })])))).to.deep.include({
      required: ['b'],
      additionalProperties: false,
    });
    expect(schemaOf(t.intersection([closed, open]))).to.deep.equal({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      required: ['a', 'b'],
    });
    expect(schemaOf(t.intersection([closed, t.strict({ b: t.string })]))).to.have.property(
      'additionalProperties',
      false,
    );
  });

  it('lists what is listed, in one list', () => {
    const size = t.union([t.literal('S'), t.literal('M'), t.keyof({ L: null, M: null }), t.null]);
    expect(schemaOf(size)).to.deep.equal({
      anyOf: [{ type: 'string', enum: ['S', 'M', 'L'] }, { type: 'null' }],
    });
    expect(schemaOf(t.union([t.literal(1), t.literal(2)]))).to.deep.equal({
      type: 'number',
      enum: [1, 2],
    });
  });

  it('tells lists, tuples and records', () => {
    expect(schemaOf(t.readonlyArray(t.string))).to.deep.equal({
      type: 'array',
      items: { type: 'string' },
    });
    expect(schemaOf(t.tuple([t.string, t.union([t.number, t.undefined])]))).to.deep.equal({
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'number' }],
      minItems: 1,
      maxItems: 2,
    });
    expect(schemaOf(t.record(t.string, t.number))).to.deep.equal({
      type: 'object',
      additionalProperties: { type: 'number' },
    });
    expect(schemaOf(t.record(t.keyof({ a: null, b: null }), t.number))).to.deep.equal({
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'number' } },
      required: ['a', 'b'],
      additionalProperties: false,
    });
  });

  it('gives each choice what is common to all', () => {
    const shape = t.intersection([
      t.type({ name: t.string }),
      t.union([
        t.type({ kind: t.literal('circle'), radius: t.number }),
        t.type({ kind: t.literal('square'), side: t.number }),
      ]),
    ]);
    expect(schemaOf(shape))
      .to.have.nested.property('anyOf[1].required')
      .that.deep.equals(['name', 'kind', 'side']);
  });

  it('holds each member to all that is said of it', () => {
    const counted = t.intersection([
      t.strict({ a: t.union([t.Int, t.string]) }),
      t.record(t.string, t.union([t.number, t.null])),
    ]);
    expect(schemaOf(counted)).to.deep.equal({
      type: 'object',
      properties: { a: { type: 'integer' } },
      required: ['a'],
      additionalProperties: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    });
    const half = t.union([t.literal(1), t.literal(0.5)]);
    expect(schemaOf(t.intersection([half, t.Int]))).to.deep.equal({ type: 'integer', enum: [1] });
    expect(schemaOf(t.intersection([t.array(half), t.array(t.Int)]))).to.deep.equal({
      type: 'array',
      items: { type: 'integer', enum: [1] },
    });
    expect(schemaOf(t.intersection([t.string, t.number]))).to.equal(undefined);
  });

  it('defines what is recursive, and is never a reference itself', () => {
    interface Tree {
      readonly value: number;
      readonly children: readonly Tree[];
    }
    const Tree: t.Type<Tree> = t.recursion('My tree', () =>
      t.type({ value: t.number, children: t.readonlyArray(Tree) }),
    );
    const tree = {
      type: 'object',
      properties: {
        value: { type: 'number' },
        children: { type: 'array', items: { $ref: '#/$defs/My_tree' } },
      },
      required: ['value', 'children'],
    };
    expect(schemaOf(Tree)).to.deep.equal({ ...tree, $defs: { My_tree: tree } });
    expect(schemaOf(t.type({ left: Tree, right: Tree }))).to.deep.equal({
      type: 'object',
      properties: { left: { $ref: '#/$defs/My_tree' }, right: { $ref: '#/$defs/My_tree' } },
      required: ['left', 'right'],
      $defs: { My_tree: tree },
    });
  });

  it('follows what only leads to something else', () => {
    const Named: t.Mixed = t.recursion('Named', () => t.type({ name: t.string }));
    const Other: t.Mixed = t.recursion('Other', () => Named);
    expect(schemaOf(t.readonly(Other))).to.deep.equal({
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
    });
  });

  it('keeps the names of two recursive types apart', () => {
    const named = (): t.Mixed => {
      const Own: t.Mixed = t.recursion('__proto__', () => t.partial({ own: Own }));
      return Own;
    };
    const schema = schemaOf(t.type({ one: named(), other: named() }));
    expect(Object.keys(Object(schema?.['$defs']) as object)).to.deep.equal(['proto_', 'proto_1']);
  });

  it('tells of a refinement what its base is, and an integer only where it is one', () => {
    const long = t.refinement(t.string, (text) => text.length > 3, 'Long');
    const notAnInt = t.refinement(t.number, (number) => number > 0, 'Int');
    expect(schemaOf(long)).to.deep.equal({ type: 'string' });
    expect(schemaOf(notAnInt)).to.deep.equal({ type: 'number' });
    expect(schemaOf(t.refinement(t.Int, (number) => number > 0))).to.deep.equal({
      type: 'integer',
    });
  });

  it('leaves out what cannot be written, and needs no more than can be', () => {
    expect(schemaOf(t.type({ ok: t.boolean, error: t.undefined }))).to.deep.equal({
      type: 'object',
      properties: { ok: { type: 'boolean' }, error: { not: {} } },
      required: ['ok'],
    });
    expect(schemaOf(t.array(t.union([t.string, t.undefined])))).to.deep.equal({
      type: 'array',
      items: { type: 'string' },
    });
    for (const nothing of [t.undefined, t.void, t.never, t.keyof({})]) {
      expect(schemaOf(nothing)).to.equal(undefined);
    }
  });

  it('tells nothing where one part cannot be told', () => {
    const own = new t.Type<string>('Own', t.string.is, t.string.validate, t.identity);
    for (const unknown of [own, Image, t.Function, t.bigint, t.literal(Number.NaN)]) {
      expect(schemaOf(unknown)).to.equal(undefined);
      expect(schemaOf(t.array(unknown))).to.equal(undefined);
      expect(schemaOf(t.partial({ deep: t.union([t.string, unknown]) }))).to.equal(undefined);
      expect(schemaOf(t.intersection([t.string, unknown]))).to.equal(undefined);
      expect(schemaOf(t.record(t.string, unknown))).to.equal(undefined);
    }
    expect(schemaOf(t.record(own, t.string))).to.equal(undefined);
    expect(schemaOf(t.string.pipe(own))).to.equal(undefined);
  });

  it('takes what a codec says itself', () => {
    const date = Object.assign(
      new t.Type<string>('Date', t.string.is, t.string.validate, t.identity),
      { schema: () => ({ type: 'string', format: 'date' }) },
    );
    expect(schemaOf(date)).to.deep.equal({ type: 'string', format: 'date' });
    expect(schemaOf(t.type({ date }))).to.have.nested.property('properties.date.format', 'date');

    const linked = Object.assign(
      new t.Type<string>('Linked', t.string.is, t.string.validate, t.identity),
      { schema: () => ({ $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }) },
    );
    expect(schemaOf(linked)).to.have.property('$ref');
    // Within another schema its references would point elsewhere.
    expect(schemaOf(t.array(linked))).to.equal(undefined);
  });

  it('takes what a Standard Schema says, where it does', () => {
    const plan = z.object({ steps: z.array(z.string()), note: z.string().optional() });
    expect(schemaOf(standard(plan))).to.deep.equal({
      type: 'object',
      properties: {
        steps: { type: 'array', items: { type: 'string' } },
        note: { type: 'string' },
      },
      required: ['steps'],
    });
    expect(schemaOf(standard(z.date()))).to.equal(undefined);
    // What has to be written, and not what becomes of it.
    expect(schemaOf(standard(z.string().transform(Number)))).to.deep.equal({ type: 'string' });

    const silent = { vendor: 'silent', validate: (value: unknown) => ({ value }) };
    expect(schemaOf(standard({ '~standard': silent }))).to.equal(undefined);
  });

  it('comes to an end, whatever it is given', () => {
    const endless = (): t.Mixed => t.recursion('Endless', () => t.type({ next: endless() }));
    const itself: t.Mixed = t.recursion('Itself', () => t.union([itself, t.string]));
    const deep = Array.from({ length: 20_000 }).reduce<t.Mixed>(
      (inner) => t.array(inner, ''),
      t.string,
    );
    const wide = Array.from({ length: 60 }).reduce<t.Mixed>(
      (inner) => t.type({ a: inner, b: inner }, ''),
      t.string,
    );
    const choices = t.union([t.type({ a: t.string }), t.type({ b: t.string })]);
    const many: t.Mixed = Array.from({ length: 60 }).reduce<t.Mixed>(
      (all) => t.intersection([all, choices], ''),
      t.type({}),
    );
    const props: Record<string, t.Mixed> = {};
    const round = t.type(props, 'Round');
    props['round'] = round;
    for (const codec of [endless(), itself, deep, wide, round]) {
      expect(schemaOf(codec)).to.equal(undefined);
    }
    expect(schemaOf(many)).to.have.property('anyOf');
    const lists = t.keyof(
      Object.fromEntries(Array.from({ length: 200_000 }, (_, id) => [id, null])),
    );
    expect(schemaOf(lists)).to.have.property('enum').that.has.length(200_000);
  });

  it('does not take the name of a member for more than a name', () => {
    const schema = schemaOf(t.type({ ['__proto__']: t.string, constructor: t.number }));
    expect(JSON.stringify(schema)).to.equal(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"number"}},"required":["__proto__","constructor"]}',
    );
  });

  const cases = sampledTypes.chain(({ codec, values }) =>
    fc.tuple(
      fc.constant<AnyCodec>(codec),
      fc.oneof({ weight: 3, arbitrary: values }, fc.jsonValue({ maxDepth: 2 })).map(written),
    ),
  );

  it('takes whatever the codec takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(cases, ([codec, value]) => {
        const decoded = codec.decode(value);
        fc.pre(value !== undefined && decoded._tag === 'Right');
        // Without what the codec takes out.
        expect(fitsSchema(schemaOf(codec), written(decoded.right))).to.equal(true);
        taken += 1;
      }),
      { numRuns: 1000 },
    );
    expect(taken).to.be.above(500);
  });

  it('takes nothing that the codec does not take', () =>
    fc.assert(
      fc.property(cases, ([codec, value]) => {
        const schema = schemaOf(codec);
        fc.pre(value !== undefined && schema !== undefined && fitsSchema(schema, value));
        expect(codec.decode(value)._tag).to.equal('Right');
      }),
      { numRuns: 1000 },
    ));
});
