/**
 * Shapes of records.
 *
 * @module
 */

import { nearest } from '../internal/nearest.js';
import type { JsonRecord } from './json.js';
import type { Place } from './place.js';
import type { ModelRules } from './rules.js';
import {
  isRecord,
  meant,
  ofKind,
  quoted,
  restrict,
  restrictCount,
  type Reading,
  type Shape,
} from './shape.js';
import { word } from './values.js';

/** A member of a record. */
export interface Field<A, Needed extends boolean> {
  readonly shape: Shape<A>;
  readonly isNeeded: Needed;
  /** What it means. */
  readonly says: string;
  /** Only people may write it. */
  readonly isPersonal: boolean;
  /** Whether a model is told of it. */
  readonly isToldTo: (model: ModelRules) => boolean;
}

/** The members of a record: all of them, and those that may be left out as such. */
export type Fields<A> = {
  readonly [Key in keyof A]-?: Field<
    Exclude<A[Key], undefined>,
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it fits where the member may be left out
    {} extends Pick<A, Key> ? false : true
  >;
};

/** A member that has to be there. */
export const needed = <A>(shape: Shape<A>, says = ''): Field<A, true> => ({
  shape,
  isNeeded: true,
  says,
  isPersonal: false,
  isToldTo: () => true,
});

/** A member that may be left out. */
export const maybe = <A>(
  shape: Shape<A>,
  says = '',
  isToldTo: (model: ModelRules) => boolean = () => true,
): Field<A, false> => ({ shape, isNeeded: false, says, isPersonal: false, isToldTo });

/** A member that may be left out, and that no model may write. */
export const personal = <A>(shape: Shape<A>): Field<A, false> => ({
  ...maybe(shape, '', () => false),
  isPersonal: true,
});

/**
 * A record of certain members.
 *
 * @param isWhole whether it is of no use when one of its members cannot be read
 */
export const members = <A extends object>(fields: Fields<A>, isWhole = true): Shape<A> => {
  // What `Fields` says of each member.
  const all = Object.entries<Field<unknown, boolean>>(fields);
  const byName = new Map(all);
  return {
    read: ofKind(isRecord, 'a record', (data, place, reading) => {
      const seen = new Set<string>();
      const read = new Map<string, unknown>();
      for (const [key, value] of Object.entries(data)) {
        if (reading.problems.isFull()) return undefined;
        const name = meaningOf(key, data, all, [...place, key], reading);
        const field = name === undefined ? undefined : byName.get(name);
        if (name === undefined || field === undefined) continue;
        if (field.isPersonal) restrict(reading, [...place, key], value, notForModels);
        const member = field.shape.read(value, [...place, key], reading);
        seen.add(name);
        if (member !== undefined) read.set(name, member);
      }
      for (const [name, { isNeeded, says }] of all) {
        if (!isNeeded || seen.has(name)) continue;
        reading.problems.add(place, `"${name}" is missing${says === '' ? '' : `: ${says}`}.`);
      }
      const isReadable = all.every(
        ([name, { isNeeded }]) => read.has(name) || !(isNeeded || (isWhole && seen.has(name))),
      );
      // Each was read by the shape of its field, and none is missing that has to be there.
      return isReadable ? (Object.fromEntries(read) as A) : undefined;
    }),
    tell: (telling) => {
      const lines = all
        .filter(([, { isToldTo }]) => isToldTo(telling.model))
        .map(([name, { shape, isNeeded, says }]) => {
          const told = shape.tell(telling).replaceAll('\n', '\n  ');
          return `  ${name}${isNeeded ? '' : '?'}: ${told};${says === '' ? '' : ` // ${says}`}`;
        });
      return lines.length > 1 || lines.some((line) => line.includes('//'))
        ? `{\n${lines.join('\n')}\n}`
        : `{ ${lines.join('').trim().replace(/;$/u, '')} }`;
    },
  };
};

const notForModels = 'This is not for a model to write. Leave it out.';

/** The member that a key means: its own, or where there is none, the one that was probably meant. */
const meaningOf = (
  key: string,
  data: JsonRecord,
  all: readonly (readonly [string, Field<unknown, boolean>])[],
  place: Place,
  { problems, model }: Reading,
): string | undefined => {
  const names = all
    .filter(([, { isToldTo }]) => model === undefined || isToldTo(model))
    .map(([name]) => name);
  if (all.some(([name]) => name === key)) return key;
  const like = nearest(key, names);
  problems.add(
    place,
    `Unknown key.${like === undefined ? ` There are: ${quoted(names, ', ')}.` : meant(like)}`,
  );
  return like === undefined || Object.hasOwn(data, like) ? undefined : like;
};

/** A record of free names. What is wrong with one of them does not hide the others. */
export const named = <A>(
  shape: Shape<A>,
  check: (name: string, place: Place, reading: Reading) => void,
): Shape<Readonly<Record<string, A>>> => ({
  read: ofKind(isRecord, 'a record', (data, place, reading) => {
    restrictCount(reading, place, data);
    return Object.fromEntries(
      Object.entries(data).flatMap(([name, value]) => {
        if (reading.problems.isFull()) return [];
        check(name, [...place, name], reading);
        const read = shape.read(value, [...place, name], reading);
        return read === undefined ? [] : [[name, read] as const];
      }),
    );
  }),
  tell: (telling) => `{ [name: string]: ${shape.tell(telling)} }`,
});

/** One of several records, each with a member that no other has. */
export const marked = <A extends object>(
  what: string,
  shapes: Readonly<Record<string, Shape<A>>>,
): Shape<A> => {
  const marks = Object.keys(shapes);
  return {
    read: ofKind(isRecord, `a record: ${what}`, (data, place, reading) => {
      const found = marks.filter((mark) => Object.hasOwn(data, mark));
      if (found.length > 1) {
        const message = `It has ${quoted(found, ' and ')}. Keep one: it is ${what}.`;
        reading.problems.add(place, message);
        return undefined;
      }
      const [mark = marks.find((one) => Object.keys(data).some((key) => nearest(key, [one])))] =
        found;
      const shape = mark === undefined ? undefined : shapes[mark];
      if (shape !== undefined) return shape.read(data, place, reading);
      reading.problems.add(place, `It needs one of ${quoted(marks, ', ')}: it is ${what}.`);
      return undefined;
    }),
    tell: (telling) => marks.map((mark) => shapes[mark]?.tell(telling) ?? '').join(' | '),
  };
};

/** One of several records, told apart by what they have at one key. */
export const tagged = <A extends object>(
  key: string,
  shapes: Readonly<Record<string, Shape<A>>>,
): Shape<A> => {
  const tags = Object.keys(shapes);
  return {
    read: ofKind(isRecord, 'a record', (data, place, reading) => {
      const tag = data[key];
      if (tag === undefined) {
        reading.problems.add(place, `"${key}" is missing: ${quoted(tags, ' or ')}.`);
        return undefined;
      }
      const known = word(tags).read(tag, [...place, key], reading);
      // What it was probably meant to be, cannot be read: its tag is another one.
      return known === tag ? shapes[known]?.read(data, place, reading) : undefined;
    }),
    tell: (telling) => tags.map((tag) => shapes[tag]?.tell(telling) ?? '').join(' | '),
  };
};
