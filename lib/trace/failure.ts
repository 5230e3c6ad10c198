/**
 * What is told of an error: its name, and the status that a provider gave. Its message may quote what was asked or answered.
 *
 * @module
 */

import { isRivuletError } from '../core/errors.js';
import type { Attributes } from './tracer.js';

/** What an error comes of: one that only says which task or run it stopped is not told. */
export const originOf = (error: unknown): unknown =>
  isRivuletError(error) &&
  (error._tag === 'TaskFailed' || error._tag === 'FlowFailed') &&
  error.cause !== undefined
    ? originOf(error.cause)
    : error;

/** What kind of error it is. */
export const failureAttributes = (error: unknown): Attributes => ({
  'error.type': error instanceof Error ? error.name : '_OTHER',
  ...(isRivuletError(error) &&
    'status' in error &&
    typeof error.status === 'number' && { 'http.response.status_code': error.status }),
});
