import { isRivuletError } from '../core/errors.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';

/** What is made; `undefined` when that is refused, which is a problem at a place. */
export const attempted = <A>(
  place: Place | ((error: Error) => Place),
  problems: Problems,
  make: () => A,
): A | undefined => {
  try {
    return make();
  } catch (error) {
    // What is refused is one of these two; all else is a bug, and goes on as one.
    if (!isRivuletError(error) && !(error instanceof RangeError)) throw error;
    problems.add(typeof place === 'function' ? place(error) : place, error.message);
    return undefined;
  }
};
