/**
 * What stands under a marble diagram: what letters stand for, and what signs mean.
 *
 * @module
 */

import { shorten, widthOf } from '../../../lib/draw/text.js';
import { lanesIn, type Diagram, type LaneRow, type Tone } from './diagram.js';
import { isLetter, momentsOf, sizes } from './measures.js';

/** Something that is explained. */
export interface Item {
  /** A letter, or a sign. */
  readonly sign: string;
  readonly tones: readonly Tone[];
  readonly text: string;
  readonly x: number;
  /** Which line of the legend it is in, from 0. */
  readonly line: number;
}

/** All that is explained, line by line. */
export const legendOf = (diagram: Diagram): readonly Item[] => {
  const letters = lanesIn(diagram).flatMap((lane) =>
    momentsOf(lane).flatMap(({ signs }) =>
      signs.filter(isLetter).map((sign) => ({ sign, tones: tonesOf(diagram, lane, sign) })),
    ),
  );
  // A letter that two lanes say in their own colours is explained once.
  const first = new Map(letters.toReversed().map((letter) => [letter.sign, letter] as const));
  // What stands for itself needs no explanation.
  const known = Object.keys(diagram.values)
    .filter((sign) => String(diagram.values[sign]) !== sign)
    .flatMap((sign) => first.get(sign) ?? []);
  const signs = Object.keys(meanings).filter((sign) =>
    lanesIn(diagram).some((lane) => momentsOf(lane).some((moment) => moment.signs.includes(sign))),
  );
  return [
    ...placed(
      known.map(({ sign, tones }) => ({ sign, tones, text: told(diagram.values[sign]) })),
      0,
    ),
    ...placed(
      signs.map((sign) => ({ sign, tones: ['slate'], text: meanings[sign] ?? '' })),
      lineAfter(known.map(({ sign }) => told(diagram.values[sign]))),
    ),
  ];
};

/** The colours of a letter on a lane. */
export const tonesOf = ({ tones }: Diagram, lane: LaneRow, sign: string): readonly Tone[] => {
  const own = tones?.[sign] ?? lane.tone;
  return typeof own === 'string' ? [own] : own;
};

/** A value as people write it. */
export const told = (value: unknown): string => {
  if (typeof value === 'string') return `“${value}”`;
  if (Array.isArray(value)) return `[${value.map(told).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  const tag = entries.find(([name]) => name === '_tag')?.[1] as unknown;
  const rest = entries.filter(([name]) => name !== '_tag');
  if (typeof tag === 'string') return `${tag} ${rest.map(([, part]) => told(part)).join(', ')}`;
  return `{ ${rest.map(([name, part]) => `${name}: ${told(part)}`).join(', ')} }`;
};

/** What signs mean. */
const meanings: Readonly<Record<string, string>> = {
  '|': 'it is done',
  '^': 'it begins anew',
  '#': 'it fails',
  '/': 'it is skipped',
  '!': 'it is cancelled',
};

type Unplaced = Omit<Item, 'x' | 'line'>;

const size = 12;

const widest = 300;

const roomOf = (text: string): number => 2 * sizes.radius + 8 + widthOf(text, size, 'regular') + 18;

/** In which line something is when all before it have been placed. */
const placed = (items: readonly Unplaced[], from: number): readonly Item[] => {
  let x: number = sizes.margin;
  let line = from;
  return items.map((item) => {
    const text = shorten(item.text, size, 'regular', widest);
    const room = roomOf(text);
    if (x > sizes.margin && x + room > sizes.width - sizes.margin) {
      x = sizes.margin;
      line++;
    }
    const here = { ...item, text, x, line };
    x += room;
    return here;
  });
};

const lineAfter = (texts: readonly string[]): number => {
  const items = placed(
    texts.map((text) => ({ sign: '', tones: [], text })),
    0,
  );
  return items.length === 0 ? 0 : (items.at(-1)?.line ?? 0) + 1;
};
