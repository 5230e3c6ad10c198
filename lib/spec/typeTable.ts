import type { TypeSpec } from './form.js';
import { nested } from './nested.js';
import { marked, members, named, needed } from './records.js';
import { checkName } from './names.js';
import type { Shape } from './shape.js';
import { namedTypes } from './types.js';
import { byKind, list, text, word } from './values.js';

type Made = Exclude<TypeSpec, string>;
type One<Key extends string> = Extract<Made, Readonly<Record<Key, unknown>>>;

/** What a type looks like when it is written down. */
export const type: Shape<TypeSpec> = nested('Type', () =>
  byKind<TypeSpec>('the name of a type, or a record such as { "list": "text" }', {
    // These are all of its names.
    string: word(Object.keys(namedTypes) as (keyof typeof namedTypes)[]),
    record: marked<Made>('a type', {
      list: members<One<'list'>>({ list: needed(type) }),
      record: members<One<'record'>>({ record: needed(named(type, checkName)) }),
      oneOf: members<One<'oneOf'>>({ oneOf: needed(list(text(), 1)) }),
      optional: members<One<'optional'>>({ optional: needed(type) }),
    }),
  }),
);
