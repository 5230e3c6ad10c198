/**
 * Shapes of single values and of lists.
 *
 * @module
 */

import { sample } from '../core/codec.js';
import { nearest } from '../internal/nearest.js';
import type { Json } from './json.js';
import {
  isList,
  isRecord,
  isText,
  meant,
  ofKind,
  quoted,
  restrict,
  restrictCount,
  unfit,
  type Shape,
} from './shape.js';

/** What a text looks like. */
export interface Like {
  readonly pattern: RegExp;
  readonly says: string;
}

/** How a text has to be. */
export interface TextRules {
  /** Whoever writes it. */
  readonly like?: Like;
  /** When a model writes it. */
  readonly model?: Like;
}

/** A text. */
export const text = ({ like, model }: TextRules = {}): Shape<string> => ({
  read: ofKind(isText, 'a text', (data, place, reading) => {
    const isUnlike = (rule: Like | undefined): rule is Like => rule?.pattern.test(data) === false;
    if (isUnlike(like)) {
      unfit(data, place, reading, like.says);
      return undefined;
    }
    if (isUnlike(model)) {
      restrict(reading, place, data, `It has to be ${model.says}, not ${sample(data)}.`);
    }
    return data;
  }),
  tell: () => {
    const rule = model ?? like;
    return rule === undefined ? 'string' : `string /* ${rule.says} */`;
  },
});

/** How a number has to be. */
export interface NumberRules {
  readonly isWhole?: boolean;
  /** How small it may be. */
  readonly least?: number;
  /** What it has to be more than. */
  readonly above?: number;
  /** How large it may be when a model writes it. */
  readonly most?: number;
}

/** A number. */
export const number = ({ isWhole, least, above, most }: NumberRules = {}): Shape<number> => {
  const says = [
    isWhole === true ? 'a whole number' : 'a number',
    ...(least === undefined ? [] : [`of at least ${String(least)}`]),
    ...(above === undefined ? [] : [`of more than ${String(above)}`]),
  ].join(' ');
  const fits = (data: Json): data is number =>
    typeof data === 'number' &&
    (isWhole !== true || Number.isInteger(data)) &&
    (least === undefined || data >= least) &&
    (above === undefined || data > above);
  return {
    read: ofKind(fits, says, (data, place, reading) => {
      if (most !== undefined && data > most) {
        restrict(
          reading,
          place,
          data,
          `It can be ${String(most)} at the most, not ${String(data)}.`,
        );
      }
      return data;
    }),
    tell: () => `number /* ${says}${most === undefined ? '' : `, at most ${String(most)}`} */`,
  };
};

/** `true` or `false`. */
export const flag: Shape<boolean> = {
  read: ofKind(
    (data): data is boolean => typeof data === 'boolean',
    'true or false',
    (data) => data,
  ),
  tell: () => 'boolean',
};

/** One of some words. */
export const word = <A extends string>(words: readonly A[]): Shape<A> => ({
  read: (data, place, reading) => {
    const found = words.find((one) => one === data);
    if (found !== undefined) return found;
    const like = typeof data === 'string' ? nearest(data, words) : undefined;
    reading.problems.add(
      place,
      `It has to be ${quoted(words, ' or ')}, not ${sample(data)}.${meant(like)}`,
    );
    // Of what was probably meant, it is told what else is wrong, too.
    return words.find((one) => one === like);
  },
  tell: () => quoted(words, ' | '),
});

/** A list. */
export const list = <A>(item: Shape<A>, least = 0, most = Infinity): Shape<readonly A[]> => ({
  read: ofKind(isList, 'a list', (data, place, reading) => {
    if (data.length < least || data.length > most) {
      const many = least === most ? String(least) : `at least ${String(least)}`;
      unfit(data, place, reading, `a list of ${many}`);
      return undefined;
    }
    restrictCount(reading, place, data);
    const items = data.map((one, index) => item.read(one, [...place, index], reading));
    const known = items.filter((one) => one !== undefined);
    return known.length < items.length ? undefined : known;
  }),
  tell: (telling) => {
    const told = item.tell(telling);
    if (least === most) return `[${Array.from({ length: least }, () => told).join(', ')}]`;
    return `${/^\w+$/u.test(told) ? told : `(${told})`}[]${least > 1 ? ` /* at least ${String(least)} */` : ''}`;
  },
});

/** What is read by the kind of data that it is. */
export const byKind = <A>(
  what: string,
  { boolean, string, list: listed, record }: ByKind<A>,
): Shape<A> => {
  const shapeOf = (data: Json): Shape<A> | undefined => {
    if (isText(data)) return string;
    if (isList(data)) return listed;
    return isRecord(data) ? record : boolean;
  };
  const all = [boolean, string, listed, record].filter((shape) => shape !== undefined);
  return {
    read: (data, place, reading) => {
      const shape = typeof data === 'number' || data === null ? undefined : shapeOf(data);
      if (shape !== undefined) return shape.read(data, place, reading);
      unfit(data, place, reading, what);
      return undefined;
    },
    tell: (telling) => all.map((shape) => shape.tell(telling)).join(' | '),
  };
};

/** Shapes by the kinds of data that they read. */
export interface ByKind<A> {
  readonly string?: Shape<A>;
  readonly boolean?: Shape<A>;
  readonly list?: Shape<A>;
  readonly record?: Shape<A>;
}
