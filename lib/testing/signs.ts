/**
 * The signs of a marble diagram and when they come.
 *
 * The syntax is that of RxJS's `TestScheduler.run`. What RxJS reads as something that nobody meant (a time
 * without a space behind it, a group that is not closed) is refused.
 *
 * @module
 */

import { InvalidMarbles } from './errors.js';

/** A sign of a diagram: a letter, or one of those that have a meaning. */
export interface Sign {
  readonly sign: string;
  /** When it comes, in milliseconds. */
  readonly time: number;
  /** Where it stands in the diagram. */
  readonly column: number;
}

/** How a diagram is read. */
export interface SignOptions {
  /** Which of the signs with a meaning may occur. */
  readonly meant: string;
  /** What they mean, for whoever wrote another one. */
  readonly meaning: string;
  /** How many milliseconds a character takes. */
  readonly frame: number;
}

/** Reads a marble diagram. What is wrong with it throws `InvalidMarbles`. */
export const signsOf = (
  marbles: string,
  { meant, meaning, frame }: SignOptions,
): readonly Sign[] => {
  const signs: Sign[] = [];
  let time = 0;
  let group: { readonly time: number; readonly column: number } | undefined;
  for (const { 0: text, index: column, groups = {} } of marbles.matchAll(tokens)) {
    const refuse = (why: string): InvalidMarbles => new InvalidMarbles(marbles, column, why);
    if (text === ' ') continue;
    if (groups['bad'] !== undefined) throw refuse(badTime(text));
    if (groups['time'] !== undefined) {
      if (group !== undefined) throw refuse(noTimeInGroup);
      const ms = Number(groups['time']) * (units[groups['unit'] ?? ''] ?? 1);
      if (groups['at'] === '') time += ms;
      else if (meant.includes('@')) time = ms;
      else throw refuse(`"@" has no meaning here. ${meaning}`);
      continue;
    }
    switch (text) {
      case '-':
        if (group !== undefined) throw refuse(noTimeInGroup);
        break;
      case '(':
        if (group !== undefined) throw refuse('A group cannot stand in a group.');
        group = { time, column };
        break;
      case ')':
        if (group === undefined) throw refuse('Here a group ends that has not begun.');
        group = undefined;
        break;
      default:
        if (reserved.includes(text) && !meant.includes(text))
          throw refuse(`"${text}" has no meaning here. ${meaning}`);
        signs.push({ sign: text, time: group?.time ?? time, column });
    }
    time += frame;
  }
  if (group !== undefined)
    throw new InvalidMarbles(marbles, group.column, 'Here a group begins that does not end.');
  return signs;
};

/** The signs that are no letters, in some diagram. */
const reserved = '|#!/^@';

const tokens =
  /(?:(?<=^| )(?<at>@?)(?<time>\d+(?:\.\d+)?)(?<unit>ms|s|m)(?= |$))|(?<bad>(?<=^| )@?\d+(?:\.\d+)?(?: *ms|s|m)|@\d*|\d+ms)|./gsu;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

const badTime = (text: string): string =>
  `"${text}" is no time: it is written like 10ms, 1.5s or 2m, with a space before and after it.`;

const noTimeInGroup = 'What stands in a group comes at once: no time passes in it.';
