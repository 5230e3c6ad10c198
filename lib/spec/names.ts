/**
 * How inputs, tasks and agents may be called.
 *
 * @module
 */

import { at, type Place } from './place.js';
import type { Reading } from './shape.js';
import type { Like } from './values.js';

/** What a model may call something: nothing that has a meaning in a path, a shell or on a terminal. */
export const plainName: Like = {
  pattern: /^[\p{L}_][\p{L}\p{M}\p{N}_ -]{0,63}$/u,
  says: 'a plain name: letters, digits, "_", "-" and spaces',
};

/** Refuses what cannot be the name of something. */
export const checkName = (name: string, place: Place, { problems, model }: Reading): void => {
  const why = complaintAbout(name);
  if (why !== undefined) {
    problems.add(place, `Nothing can be called so: ${why}. Rename it.`);
  } else if (
    model !== undefined &&
    !plainName.pattern.test(name) &&
    at(model.before, place) === undefined
  ) {
    problems.add(place, `It has to be called by ${plainName.says}.`);
  }
};

const complaintAbout = (name: string): string | undefined => {
  if (name === '') return 'it is empty';
  if (name.length > 200) return 'it is longer than 200 characters';
  if (name in Object.prototype) return 'every object of JavaScript has a member of that name';
  if (/^(0|[1-9]\d*)$/u.test(name)) {
    return 'JavaScript puts members whose names are numbers first, so the order would be lost';
  }
  return /\p{Cc}/u.test(name) ? 'it has a control character in it' : undefined;
};
