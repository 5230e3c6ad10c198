/**
 * What kinds of objects a memory keeps. Those of another realm, such as a sandbox of a test runner, count as well.
 *
 * @module
 */

import { types } from 'node:util';

/** Whether an object is a record of plain data: its prototype is that of `{}`, or none. */
export const isPlain = (value: object): boolean => {
  const prototype = prototypeOf(value);
  return (
    prototype === null || (prototypeOf(prototype) === null && owns(prototype, 'isPrototypeOf'))
  );
};

/** Whether an object has no prototype. */
export const isBare = (value: object): boolean => prototypeOf(value) === null;

/** Whether an object is a list, and of no class that extends it. */
export const isList = (value: object): value is readonly unknown[] =>
  Array.isArray(value) && Array.isArray(prototypeOf(value));

/** Whether an object is a date, and nothing but that. */
export const isDate = (value: object): value is Date =>
  types.isDate(value) && owns(prototypeOf(value), 'getTime') && Reflect.ownKeys(value).length === 0;

/** Whether an object is bytes. A `Buffer` is. */
export const isBytes = (value: object): value is Uint8Array => types.isUint8Array(value);

/** What an object is that is not kept, in words. */
export const className = (value: object): string => {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== ''
    ? `an object of class ${constructor.name}`
    : 'an object of a class';
};

const prototypeOf = (value: object): object | null =>
  // The language says so.
  Object.getPrototypeOf(value) as object | null;

const owns = (value: object | null, name: string): boolean =>
  value !== null && Object.hasOwn(value, name);
