/**
 * What the compiler knows of tasks within tasks: whether one can be given a value itself.
 *
 * @module
 */

import type { OutOf, Typed } from './task.js';

/** What a task within another has to be given. `unknown` is whatever there is. */
export type ItemOf<T> = T extends Typed ? ItemOfNeed<T['~task']['in']> : never;

type ItemOfNeed<In> = In extends { readonly '~only': infer A }
  ? A
  : In extends { readonly '~told': infer A }
    ? A
    : In extends { readonly '~places': string }
      ? unknown
      : In;

/** A place of a task within another: it is given one value, whose place is `{{it}}`. */
interface UnknownPlaceWithin<Place> {
  readonly '~place': Place;
  readonly '~known': 'it';
}

/** What a task within another needs is not what it is given. */
interface WiringMismatchWithin<Needs, Gets> {
  readonly '~needs': Needs;
  readonly '~gets': Gets;
}

/** `unknown` for a task that can be given one value itself; otherwise what stands in the way. */
export type Bare<T> = T extends {
  readonly '~task': { readonly in: { readonly '~places': infer Place } };
}
  ? [Exclude<Place, 'it'>] extends [never]
    ? unknown
    : string extends Place
      ? unknown
      : UnknownPlaceWithin<Exclude<Place, 'it'>>
  : unknown;

/** `unknown` for a task that can be given that value; otherwise what stands in the way. */
export type Takes<T, Value> =
  unknown extends ItemOf<T>
    ? Bare<T>
    : [Value] extends [ItemOf<T>]
      ? Bare<T>
      : WiringMismatchWithin<ItemOf<T>, Value>;

/** `unknown` for tasks of which each can be given what the one before it gives. */
export type Chained<Steps extends readonly unknown[]> = {
  readonly [Index in keyof Steps]: Index extends keyof Shifted<Steps>
    ? Takes<Steps[Index], OutOf<Shifted<Steps>[Index]>> | First<Index>
    : unknown;
};

/** The steps, each in the place of the one after it. */
type Shifted<Steps extends readonly unknown[]> = readonly [never, ...Steps];

type First<Index> = Index extends '0' ? unknown : never;
