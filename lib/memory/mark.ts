/**
 * The text form of values: JSON, in which an object with a member `$` stands for what JSON cannot say.
 *
 *     undefined            {"$":"undefined"}
 *     -0, NaN, ±Infinity   {"$":"number","of":"-0"}
 *     12n                  {"$":"bigint","of":"12"}
 *     a date               {"$":"date","of":1700000000000}   null for a date that is none
 *     bytes                {"$":"bytes","of":"AQID"}         in base64
 *     { $: 1 }             {"$":"object","of":{"$":1}}       so that nothing of the user's looks like a mark
 *     no prototype         {"$":"bare","of":{…}}
 *
 * No mark stands for code. What is not listed here is refused by `write` and by `read`.
 *
 * @module
 */

/** The member that makes an object a mark. */
export const sign = '$';

/** A mark of something. What it is of has to be JSON already. */
export const mark = (name: 'number' | 'bigint' | 'date' | 'bytes', of: string): string =>
  `{"${sign}":"${name}","of":${of}}`;

/** The mark of what is not there. */
export const nothing = `{"${sign}":"undefined"}`;

/** What stands around the members of an object that is marked. */
export const around = (name: 'object' | 'bare'): readonly [opening: string, closing: string] => [
  `{"${sign}":"${name}","of":{`,
  '}}',
];
