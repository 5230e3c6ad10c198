/**
 * Functions for `route` that are made of data, so that a flow can be written down.
 *
 * @module
 */

import type { Kind, Said } from '../core/said.js';
import type { OneOrMore } from './route.js';

/** Chooses by how long an output is. */
export interface LengthData {
  readonly by: 'length';
  /** How long an output may be at most, by keys. */
  readonly limits: Readonly<Record<string, number>>;
  /** The key for what is longer. */
  readonly otherwise: string;
}

/** Chooses by the words that stand in an output. */
export interface ContentData {
  readonly by: 'content';
  /** Words and phrases, by keys. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** The key where none of them stands. */
  readonly otherwise: string;
  /** Whether every key counts whose words stand in the output, and not the first alone. */
  readonly all: boolean;
}

/** Chooses by what kind of value an output is. */
export interface KindData {
  readonly by: 'type';
  /** The key for each kind. */
  readonly ways: Readonly<Partial<Record<Kind, string>>>;
  /** The key for the other kinds. */
  readonly otherwise: string;
}

/** Chooses by whether there is anything in an output. */
export interface PresenceData {
  readonly by: 'presence';
  /** The key when there is. */
  readonly present: string;
  /** The key when there is not. */
  readonly missing: string;
}

/** Chooses by the tools that a model called. */
export interface ToolsData {
  readonly by: 'tools';
  /** The key for each tool. */
  readonly ways: Readonly<Record<string, string>>;
  /** The key when none of them was called. */
  readonly otherwise: string;
}

/** What a ready-made decider is made of. `deciderOf` makes it of that again. */
export type DeciderData = LengthData | ContentData | KindData | PresenceData | ToolsData;

/** A ready-made function for `route`. */
export interface Decider<Key extends string> {
  (output: unknown, said: Said): OneOrMore<Key>;
  /** What it is made of: plain data, which can be written down as JSON. */
  readonly '~decider': DeciderData;
}

/** The keys that a decider made of this may give. */
export const decidedKeys = (data: DeciderData): readonly string[] => {
  switch (data.by) {
    case 'length':
      return [...Object.keys(data.limits), data.otherwise];
    case 'content':
      return [...Object.keys(data.words), data.otherwise];
    case 'type':
    case 'tools':
      return [...Object.values(data.ways), data.otherwise];
    case 'presence':
      return [data.present, data.missing];
  }
};

/** Makes a decider. */
export const decider = <Key extends string>(
  data: DeciderData,
  decide: (output: unknown, said: Said) => OneOrMore<Key>,
): Decider<Key> =>
  // A function of its own, which nobody else holds, so that it can carry the data.
  Object.freeze(
    Object.assign((output: unknown, said: Said) => decide(output, said), {
      '~decider': Object.freeze(data),
    }),
  );
