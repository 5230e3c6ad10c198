/**
 * Shapes with a name, which may stand within themselves.
 *
 * @module
 */

import { restrict, type Shape } from './shape.js';

/** A shape that is told once, under a name. It is made when it is first needed. */
export const alias = <A>(name: string, make: () => Shape<A>): Shape<A> => {
  let made: Shape<A> | undefined;
  const shape: Shape<A> = {
    read: (data, place, reading) => (made ??= make()).read(data, place, reading),
    tell: (telling) => (made ??= make()).tell(telling),
  };
  return { read: shape.read, tell: (telling) => telling.refer(name, shape) };
};

/** A shape that stands within itself, so often at the most. */
export const nested = <A>(name: string, make: () => Shape<A>): Shape<A> => {
  const shape = alias(name, make);
  return {
    read: (data, place, reading) => {
      if (reading.depth >= deepest) {
        reading.problems.add(place, `It is nested more than ${String(deepest)} deep.`);
        return undefined;
      }
      if (reading.depth >= deepestOfModels) {
        restrict(reading, place, data, `It is nested more than ${String(deepestOfModels)} deep.`);
      }
      return shape.read(data, place, { ...reading, depth: reading.depth + 1 });
    },
    tell: shape.tell,
  };
};

const deepest = 16;

const deepestOfModels = 6;
