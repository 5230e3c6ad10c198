/**
 * Settings that stand in an environment variable, of which only the name is known.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import type { Variable } from '../flow/ports.js';
import { environment } from '../internal/environment.js';

/** Whether a setting names a variable instead of standing there itself. */
export const isVariable = (given: unknown): given is Variable =>
  typeof given === 'object' && given !== null;

/** A setting that may stand in a variable. One that is named has to be set: another one never takes its place. */
export const valueOf = (
  given: string | Variable | undefined,
  missing: (variable: string) => Error,
): string | undefined => {
  if (!isVariable(given)) return given;
  const value = environment(given.env);
  if (value === undefined) throw missing(given.env);
  return value;
};

/** Refuses what cannot be the name of a variable. */
export const checkVariable = (option: string, given: string | Variable | undefined): void => {
  if (!isVariable(given) || /^[A-Za-z_]\w*$/u.test(given.env)) return;
  throw new InvalidOptions(
    undefined,
    `${option} must be a text, or { env: 'NAME' } with the name of an environment variable.`,
  );
};
