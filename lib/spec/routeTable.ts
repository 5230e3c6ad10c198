/**
 * What routes look like when they are written down.
 *
 * @module
 */

import type { Kind } from '../core/said.js';
import type { KindData, LengthData, PresenceData, ToolsData } from '../flow/decider.js';
import type { ContentSpec, RouteSpec } from './form.js';
import { checkName } from './names.js';
import { alias } from './nested.js';
import { maybe, members, named, needed, tagged, type Fields } from './records.js';
import type { Shape } from './shape.js';
import { byKind, flag, list, number, text, word } from './values.js';

type To = RouteSpec['to'];

const key = text();

const target = byKind<string | readonly string[]>('the name of a task, or a list of them', {
  string: text(),
  list: list(text()),
});

const anyKey = (): void => undefined;

/** The keys of the choice, and where each leads. */
const to: Fields<{ readonly to: To }>['to'] = needed(
  named(target, anyKey),
  'where each key of the choice leads; nowhere by []',
);

const otherwise = needed(key, 'the key where nothing else fits');

/** What a route looks like when it is written down. */
export const route: Shape<RouteSpec> = alias('Route', () =>
  tagged<RouteSpec>('by', {
    content: alias('ByWords', () =>
      members<ContentSpec & { readonly to: To }>({
        by: needed(word(['content'])),
        words: needed(
          named(list(text({ like: filled }), 1), checkName),
          'whole words that stand in the output, by keys',
        ),
        otherwise,
        all: maybe(flag, 'every key that fits, not only the first'),
        to,
      }),
    ),
    length: alias('ByLength', () =>
      members<LengthData & { readonly to: To }>({
        by: needed(word(['length'])),
        limits: needed(
          named(number({ least: 0 }), anyKey),
          'characters at most, by keys, from the smallest',
        ),
        otherwise,
        to,
      }),
    ),
    type: alias('ByType', () =>
      members<KindData & { readonly to: To }>({
        by: needed(word(['type'])),
        ways: needed(
          members<Readonly<Partial<Record<Kind, string>>>>({
            text: maybe(key),
            image: maybe(key),
            audio: maybe(key),
            data: maybe(key),
          }),
          'the key for each kind of output',
        ),
        otherwise,
        to,
      }),
    ),
    presence: alias('ByPresence', () =>
      members<PresenceData & { readonly to: To }>({
        by: needed(word(['presence'])),
        present: needed(key, 'the key when there is something in the output'),
        missing: needed(key, 'the key when there is nothing'),
        to,
      }),
    ),
    tools: alias('ByTools', () =>
      members<ToolsData & { readonly to: To }>({
        by: needed(word(['tools'])),
        ways: needed(named(key, anyKey), 'the key for each tool that the model called'),
        otherwise,
        to,
      }),
    ),
  }),
);

const filled = { pattern: /\S/u, says: 'a word' };
