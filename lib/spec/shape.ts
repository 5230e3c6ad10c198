/**
 * What the form of a flow is made of. A shape reads data and tells all that is wrong with it; and it says what the data
 * should be. So what is read, and what a model is told to write, are one table.
 *
 * @module
 */

import { sample } from '../core/codec.js';
import { same } from '../core/same.js';
import type { Json, JsonRecord } from './json.js';
import { at, type Place } from './place.js';
import type { Problems } from './problems.js';
import type { ModelRules } from './rules.js';

/** What is known while data is read. */
export interface Reading {
  readonly problems: Problems;
  /** What a model has to keep to; a person has not. */
  readonly model: ModelRules | undefined;
  /** The names of the agents there are. */
  readonly agents: readonly string[];
  /** How many tasks or types are around what is read. */
  readonly depth: number;
}

/** Says what data should be. */
export interface Telling {
  readonly model: ModelRules;
  /** The name of a shape that is told once, elsewhere. */
  readonly refer: (name: string, shape: Shape<unknown>) => string;
}

/** One kind of data. */
export interface Shape<A> {
  /** Reads data. `undefined` where it is so wrong that nothing can be made of it, which is a problem. */
  readonly read: (data: Json, place: Place, reading: Reading) => A | undefined;
  /** What the data should be, in the language of types. */
  readonly tell: (telling: Telling) => string;
}

/** Refuses what a model may not write, unless it was there before. */
export const restrict = (
  { problems, model }: Pick<Reading, 'problems' | 'model'>,
  place: Place,
  data: Json,
  message: string,
): void => {
  if (model === undefined || same(at(model.before, place), data)) return;
  problems.add(place, message);
};

/** How many parts a model may put into one list or record. */
export const mostParts = 100;

/** Refuses more parts than a model may write. */
export const restrictCount = (
  reading: Reading,
  place: Place,
  data: readonly Json[] | JsonRecord,
): void => {
  if (Object.keys(data).length <= mostParts) return;
  restrict(reading, place, data, `It can have ${String(mostParts)} parts at the most.`);
};

/** Refuses data that is something else. */
export const unfit = (data: Json, place: Place, { problems }: Reading, needs: string): void =>
  problems.add(place, `It has to be ${needs}, not ${sample(data)}.`);

/** Reads data of one kind, and refuses all other. */
export const ofKind =
  <D extends Json, A>(
    isKind: (data: Json) => data is D,
    needs: string,
    read: (data: D, place: Place, reading: Reading) => A | undefined,
  ): Shape<A>['read'] =>
  (data, place, reading) => {
    if (isKind(data)) return read(data, place, reading);
    unfit(data, place, reading, needs);
    return undefined;
  };

/** Whether it is a text. */
export const isText = (data: Json): data is string => typeof data === 'string';

/** Whether it is a record. */
export const isRecord = (data: Json): data is JsonRecord =>
  typeof data === 'object' && data !== null && !isList(data);

/** Whether it is a list: `Array.isArray` would take it for one that can be changed. */
export const isList = (data: Json): data is readonly Json[] => Array.isArray(data);

/** Words in quotes. */
export const quoted = (words: readonly string[], between: string): string =>
  words.map((word) => JSON.stringify(word)).join(between);

/** The end of a sentence about a word that is unknown. */
export const meant = (like: string | undefined): string =>
  like === undefined ? '' : ` Did you mean ${JSON.stringify(like)}?`;
