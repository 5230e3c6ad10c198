/**
 * Random io-ts types, each with values that it takes.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check';
import * as t from 'io-ts';

/** A type, and values that it takes. */
export interface Sampled {
  readonly codec: t.Mixed;
  readonly values: Arbitrary<unknown>;
}

interface Node {
  readonly id: number;
  readonly children: readonly Node[];
}

const Node: t.Type<Node> = t.recursion('Node', () =>
  t.type({ id: t.number, children: t.readonlyArray(Node) }),
);

interface Chain {
  readonly word: string;
  readonly next?: Chain | null | undefined;
}

const Chain: t.Type<Chain> = t.recursion('a chain', () =>
  t.intersection([
    t.type({ word: t.string }),
    t.partial({ next: t.union([Chain, t.null, t.undefined]) }),
  ]),
);

const numbers = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0.5, -2.25));

const words = fc.constantFrom('a', 'b', 'c', 'x', '');

const nodes = fc.letrec<{ node: Node; chain: Chain }>((tie) => ({
  node: fc.record({
    id: numbers,
    children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('node'), { maxLength: 2 })),
  }),
  chain: fc.oneof(
    { maxDepth: 3 },
    fc.record({ word: words }),
    fc.record({ word: words, next: fc.oneof(fc.constant(null), tie('chain')) }),
  ),
}));

const leaf = (codec: t.Mixed, values: Arbitrary<unknown>): Arbitrary<Sampled> =>
  fc.constant({ codec, values });

const leaves: Arbitrary<Sampled> = fc.oneof(
  leaf(t.string, words),
  leaf(t.number, numbers),
  leaf(t.boolean, fc.boolean()),
  leaf(t.null, fc.constant(null)),
  leaf(t.Int, fc.integer({ min: -9, max: 9 })),
  leaf(t.unknown, fc.jsonValue({ maxDepth: 2 })),
  leaf(t.UnknownArray, fc.array(numbers, { maxLength: 2 })),
  leaf(t.UnknownRecord, fc.dictionary(words, numbers, { maxKeys: 2 })),
  leaf(t.keyof({ a: null, b: null, x: null }), fc.constantFrom('a', 'b', 'x')),
  leaf(Node, nodes.node),
  leaf(Chain, nodes.chain),
  fc
    .constantFrom<string | number | boolean>('a', 'b', 1, 0, true, false)
    .map((value) => ({ codec: t.literal(value), values: fc.constant(value) })),
);

type Members = Readonly<Record<string, Sampled>>;

const propsOf = (members: Members): t.Props =>
  Object.fromEntries(Object.entries(members).map(([name, { codec }]) => [name, codec]));

const valuesOf = (members: Members, optional = false): Arbitrary<object> => {
  const model = Object.fromEntries(
    Object.entries(members).map(([name, { values }]) => [name, values]),
  );
  return optional ? fc.record(model, { requiredKeys: [] }) : fc.record(model);
};

const merged = (...parts: readonly Sampled[]): Arbitrary<unknown> =>
  fc.tuple(...parts.map(({ values }) => values)).map((all) => Object.assign({}, ...all) as object);

/** Types of all kinds that there are schemas for. */
export const sampledTypes: Arbitrary<Sampled> = fc.letrec<{ any: Sampled; object: Sampled }>(
  (tie) => {
    const members = (names: readonly string[]): Arbitrary<Members> =>
      fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 3 });
    const objects = (names: readonly string[]): Arbitrary<Sampled> =>
      fc.oneof(
        members(names).map((all) => ({ codec: t.type(propsOf(all)), values: valuesOf(all) })),
        members(names).map((all) => ({
          codec: t.partial(propsOf(all)),
          values: valuesOf(all, true),
        })),
        members(names).map((all) => ({ codec: t.strict(propsOf(all)), values: valuesOf(all) })),
        members(names).map((all) => ({
          codec: t.exact(t.partial(propsOf(all))),
          values: valuesOf(all, true),
        })),
      );
    const own = ['a', 'b', 'if'];
    const others = ['x', 'y', 'z'];
    const tagged = (tag: string): Arbitrary<Sampled> =>
      members(others).map((all) => {
        const withTag = { ...all, tag: { codec: t.literal(tag), values: fc.constant(tag) } };
        return { codec: t.type(propsOf(withTag)), values: valuesOf(withTag) };
      });
    const unionOf = (one: Sampled, other: Sampled): Sampled => ({
      codec: t.union([one.codec, other.codec]),
      values: fc.oneof(one.values, other.values),
    });
    return {
      object: objects(own),
      any: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        leaves,
        tie('object'),
        tie('any').map(({ codec, values }) => ({
          codec: t.array(codec),
          values: fc.array(values, { maxLength: 2 }),
        })),
        tie('any').map(({ codec, values }) => ({
          codec: t.readonly(t.readonlyArray(codec)),
          values: fc.array(values, { maxLength: 2 }),
        })),
        fc.tuple(tie('any'), tie('any')).map(([one, other]) => ({
          codec: t.tuple([one.codec, other.codec]),
          values: fc.tuple(one.values, other.values),
        })),
        tie('any').map(({ codec, values }) => ({
          codec: t.record(t.string, codec),
          values: fc.dictionary(words, values, { maxKeys: 2 }),
        })),
        tie('any').map(({ codec, values }) => ({
          codec: t.record(t.union([t.literal('a'), t.keyof({ b: null })]), codec),
          values: fc.record({ a: values, b: values }),
        })),
        fc.tuple(tie('any'), tie('any')).map(([one, other]) => unionOf(one, other)),
        tie('any').map(({ codec, values }) => ({
          codec: t.union([codec, t.null]),
          values: fc.oneof(values, fc.constant(null)),
        })),
        tie('any').map(({ codec, values }) => ({
          codec: t.union([codec, t.undefined]),
          values: fc.oneof(values, fc.constant(undefined)),
        })),
        fc.tuple(tagged('one'), tagged('other')).map(([one, other]) => unionOf(one, other)),
        fc.tuple(tie('object'), objects(others)).map(([one, other]) => ({
          codec: t.intersection([one.codec, other.codec]),
          values: merged(one, other),
        })),
        fc.tuple(tie('object'), objects(others), tagged('one')).map(([one, left, right]) => ({
          codec: t.intersection([one.codec, t.union([left.codec, right.codec])]),
          values: merged(one, unionOf(left, right)),
        })),
        fc
          .tuple(tie('any'), fc.array(fc.constantFrom(...own)))
          .map(([{ codec, values }, names]) => ({
            codec: t.intersection([
              t.strict(Object.fromEntries(names.map((name) => [name, t.unknown]))),
              t.record(t.string, codec),
            ]),
            values: fc.dictionary(fc.constantFrom(...own), values),
          })),
        fc.tuple(leaves, leaves).map(([one, other]) => ({
          codec: t.intersection([t.union([one.codec, t.string]), t.union([t.string, other.codec])]),
          values: fc.oneof(one.values, other.values),
        })),
        tie('any').map(({ codec, values }) => ({
          codec: t.refinement(codec, () => true),
          values,
        })),
      ),
    };
  },
).any;

/** A value as it is after it was written and read; `undefined` where it cannot be written. */
export const written = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
