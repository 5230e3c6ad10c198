/**
 * What JSON can hold.
 *
 * @module
 */

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonRecord;

/** A record of JSON. */
export interface JsonRecord {
  readonly [name: string]: Json;
}
