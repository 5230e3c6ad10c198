import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { z } from 'zod';
import { standard, type AnyCodec } from '../../lib/core/codec.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import { schemaOf } from '../../lib/core/schemaOf.js';
import { strictOf } from '../../lib/core/strictOf.js';
import { sampledTypes } from '../support/codecs.js';

const strict = (codec: AnyCodec): JsonSchema | undefined => strictOf(schemaOf(codec) ?? {});

describe('strictOf', () => {
  it('needs every member, closes every object, and lets what may be missing be null', () => {
    const plan = t.intersection([
      t.type({ title: t.string, steps: t.array(t.type({ minutes: t.Int })) }),
      t.partial({ note: t.string, size: t.union([t.literal('S'), t.number]) }),
    ]);
    expect(strict(plan)).to.deep.equal({
      type: 'object',
      properties: {
        title: { type: 'string' },
        steps: {
          type: 'array',
          items: {
            type: 'object',
            properties: { minutes: { type: 'integer' } },
            required: ['minutes'],
            additionalProperties: false,
          },
        },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        size: { anyOf: [{ type: 'string', enum: ['S'] }, { type: 'number' }, { type: 'null' }] },
      },
      required: ['title', 'steps', 'note', 'size'],
      additionalProperties: false,
    });
  });

  it('lets what may be null be null once', () => {
    const nullable = z.object({ a: z.string().nullable().optional(), b: z.null().optional() });
    expect(strict(standard(nullable)))
      .to.have.property('properties')
      .that.deep.equals({
        a: { type: ['string', 'null'] },
        b: { type: 'null' },
      });
  });

  it('keeps what is recursive', () => {
    interface Tree {
      readonly left?: Tree;
    }
    const Tree: t.Type<Tree> = t.recursion('Tree', () => t.partial({ left: Tree }) as never);
    const tree = {
      type: 'object',
      properties: { left: { anyOf: [{ $ref: '#/$defs/Tree' }, { type: 'null' }] } },
      required: ['left'],
      additionalProperties: false,
    };
    expect(strict(Tree)).to.deep.equal({ ...tree, $defs: { Tree: tree } });

    const list = z.object({
      get next() {
        return list.optional();
      },
    });
    expect(strict(standard(list))).to.have.nested.property('properties.next.anyOf[0].$ref', '#');
  });

  it('leaves out what cannot be there', () => {
    expect(strict(t.type({ ok: t.boolean, error: t.undefined }))).to.deep.include({
      properties: { ok: { type: 'boolean' } },
      required: ['ok'],
    });
  });

  it('keeps the limits that there are, and leaves out the others', () => {
    const schema = standard(
      z.object({
        age: z.int().min(0).max(150),
        name: z.string().min(2).max(9).describe('In full'),
        day: z.iso.date().default('2000-01-01'),
        site: z.url(),
        code: z.string().regex(/^(?!0)\d+$/u),
        tags: z.array(z.string()).min(1).max(3),
      }),
    );
    expect(strict(schema))
      .to.have.property('properties')
      .that.deep.equals({
        age: { type: 'integer', minimum: 0, maximum: 150 },
        name: { description: 'In full', type: 'string' },
        day: {
          anyOf: [
            {
              type: 'string',
              format: 'date',
              pattern: (schemaOf(schema)?.['properties'] as { day: JsonSchema }).day['pattern'],
            },
            { type: 'null' },
          ],
        },
        site: { type: 'string' },
        code: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
      });
  });

  it('says one of where it has no words for exactly one of', () => {
    const shape = z.object({
      shape: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('circle'), radius: z.number() }),
        z.object({ kind: z.literal('square'), side: z.number() }),
      ]),
      size: z.literal([1, 'S']),
    });
    const made = strict(standard(shape));
    expect(made)
      .to.have.nested.property('properties.shape.anyOf[1].properties.kind')
      .that.deep.equals({ type: 'string', const: 'square' });
    expect(made)
      .to.have.nested.property('properties.size')
      .that.deep.equals({ type: ['number', 'string'], enum: [1, 'S'] });
  });

  it('writes a tuple of equals as a list', () => {
    expect(strict(t.type({ point: t.tuple([t.number, t.number]) })))
      .to.have.nested.property('properties.point')
      .that.deep.equals({ type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 });
  });

  it('is not there for what is no object, or where anything goes', () => {
    const inside = [
      t.unknown,
      t.UnknownRecord,
      t.UnknownArray,
      t.record(t.string, t.string),
      t.tuple([t.string, t.number]),
      t.never,
      standard(z.looseObject({ a: z.string() })),
    ];
    for (const codec of inside) {
      const schema = schemaOf(codec) ?? { not: {} };
      expect(strictOf(schema)).to.equal(undefined);
      expect(
        strictOf({ type: 'object', properties: { a: schema }, required: ['a'] }),
        JSON.stringify(schema),
      ).to.equal(undefined);
    }
    const choice = t.union([t.type({ a: t.string }), t.type({ b: t.string })]);
    for (const codec of [t.string, t.array(t.string), choice]) {
      expect(strict(codec)).to.equal(undefined);
    }
  });

  it('is not there for what is built otherwise', () => {
    const parts: readonly JsonSchema[] = [
      { allOf: [{ type: 'string' }, { minLength: 2 }] },
      { type: 'object', properties: {}, patternProperties: { '^a': {} } },
      { type: 'object', properties: {}, required: ['a'] },
      { type: 'object', properties: {}, anyOf: [{ required: ['a'] }] },
      { $ref: '#/definitions/a' },
      { $ref: '#/$defs/toString' },
      { type: 'date' },
      { enum: [{}] },
    ];
    for (const part of parts) {
      const schema = { type: 'object', properties: { part }, required: ['part'] };
      expect(strictOf(schema), JSON.stringify(part)).to.equal(undefined);
    }
    const alone = { allOf: [{ type: 'string' }], description: 'A name' };
    expect(strictOf({ type: 'object', properties: { alone }, required: ['alone'] }))
      .to.have.nested.property('properties.alone')
      .that.deep.equals({ type: 'string', description: 'A name' });
  });

  it('is not there for more than OpenAI takes', () => {
    const many = (count: number): t.Mixed =>
      t.type(
        Object.fromEntries(Array.from({ length: count }, (_, id) => [`m${String(id)}`, t.string])),
      );
    expect(strict(many(5000))).not.to.equal(undefined);
    expect(strict(many(5001))).to.equal(undefined);

    const nested = (levels: number): t.Mixed =>
      levels === 1 ? t.type({ a: t.string }) : t.type({ a: nested(levels - 1) });
    expect(strict(nested(10))).not.to.equal(undefined);
    expect(strict(nested(11))).to.equal(undefined);
    // Far deeper than anybody's stack.
    const deepest = Array.from({ length: 50_000 }).reduce<JsonSchema>(
      (inner) => ({ type: 'object', properties: { a: inner }, required: ['a'] }),
      { type: 'string' },
    );
    expect(strictOf(deepest)).to.equal(undefined);

    const listed = (count: number, text = ''): JsonSchema | undefined =>
      strict(
        t.type({
          a: t.keyof(
            Object.fromEntries(
              Array.from({ length: count }, (_, id) => [`${text}v${String(id)}`, null]),
            ),
          ),
        }),
      );
    expect(listed(1000)).not.to.equal(undefined);
    expect(listed(1001)).to.equal(undefined);
    expect(listed(251, 'x'.repeat(60))).to.equal(undefined);
  });

  it('changes nothing that is strict already', () =>
    fc.assert(
      fc.property(sampledTypes, ({ codec }) => {
        const once = strict(t.type({ answer: codec }));
        fc.pre(once !== undefined);
        expect(strictOf(once)).to.deep.equal(once);
      }),
      { numRuns: 300 },
    ));
});
