/**
 * What the shapes, colours, lines and marks of a picture mean; of those that occur in it.
 *
 * @module
 */

import type { Box } from './box.js';
import type { Look } from './look.js';
import { chips, type Chip } from './mark.js';
import type { Point, Size } from './lines.js';
import type { StateLook } from './stateLook.js';
import { letters, shorten, widthOf } from './text.js';
import { wayLabelOf, type WayLabel } from './way.js';

/** A legend, with its size. */
export interface Legend<S = Sample> extends Size {
  readonly entries: readonly Entry<S>[];
}

/** One thing that is explained, with its place. */
interface Entry<S> extends Explained<S>, Point {}

/** One thing that is explained. */
export interface Explained<S> {
  /** What it looks like. */
  readonly sample: S;
  /** How wide that is. */
  readonly wide: number;
  readonly meaning: string;
}

/** What is explained. */
export type Sample =
  | { readonly _tag: 'Input' }
  | { readonly _tag: 'Look'; readonly look: Look }
  | { readonly _tag: 'Path'; readonly partials: boolean }
  | { readonly _tag: 'Way'; readonly label: WayLabel }
  | { readonly _tag: 'Mark'; readonly chip: Chip }
  | { readonly _tag: 'State'; readonly look: StateLook };

/** How high a line of the legend is, and how far a meaning is from its sample. */
export const legendLine = { height: 28, gap: 8 } as const;

/** Where samples have their middle. */
export const legendMiddle = legendLine.height / 2;

/** Which paths occur in a picture besides those that are always taken, by what is finished. */
export interface PathKinds {
  readonly partials: boolean;
  readonly routes: boolean;
}

/** Explains what occurs in the picture of a flow, in lines that are no wider than `room`. */
export const legendOf = (boxes: readonly Box[], paths: PathKinds, room: number): Legend =>
  inLines(occurring(boxes, paths), room);

/** Puts what is explained into lines that are no wider than `room`. */
export const inLines = <S>(explained: readonly Explained<S>[], room: number): Legend<S> => {
  let [x, y, width] = [0, 0, 0];
  const entries = explained.map((one): Entry<S> => {
    const text = widthOf(one.meaning, letters.small, 'regular');
    const whole = one.wide + legendLine.gap + Math.ceil(text);
    if (x > 0 && x + whole > room) [x, y] = [0, y + legendLine.height];
    const entry = { ...one, x, y };
    width = Math.max(width, x + whole);
    x += whole + 26;
    return entry;
  });
  return { entries, width, height: entries.length === 0 ? 0 : y + legendLine.height };
};

const occurring = (boxes: readonly Box[], paths: PathKinds): readonly Explained<Sample>[] => {
  const looks = new Map<string, Look>();
  const marks = new Map<string, Chip>();
  const states = new Map<string, StateLook>();
  for (const { task } of boxes) {
    if (task === undefined) continue;
    looks.set(task.look.word, task.look);
    if (task.state !== undefined) states.set(task.state.outcome, task.state.look);
    for (const mark of task.marks) for (const chip of chips([mark])) marks.set(chip.word, chip);
  }
  return [
    ...(boxes.some(({ task }) => task === undefined) ? [input] : []),
    ...Array.from(looks.values(), (look) => ({
      sample: { _tag: 'Look' as const, look },
      wide: 18,
      meaning: shorten(look.word, letters.small, 'regular', 200),
    })),
    ...(paths.partials ? [whole, growing] : []),
    ...(paths.routes ? [way] : []),
    ...Array.from(marks.values(), (chip) => ({
      sample: { _tag: 'Mark' as const, chip },
      wide: chip.width,
      meaning: chip.meaning,
    })),
    ...Array.from(states, ([outcome, look]) => ({
      sample: { _tag: 'State' as const, look },
      wide: 30,
      meaning: outcome,
    })),
  ];
};

const input: Explained<Sample> = { sample: { _tag: 'Input' }, wide: 30, meaning: 'input' };
const whole: Explained<Sample> = {
  sample: { _tag: 'Path', partials: false },
  wide: 34,
  meaning: 'finished output',
};
const growing: Explained<Sample> = {
  sample: { _tag: 'Path', partials: true },
  wide: 34,
  meaning: 'unfinished output too',
};

const key = wayLabelOf(['key']);
const way: Explained<Sample> = {
  sample: { _tag: 'Way', label: key },
  wide: 16 + key.width + 22,
  meaning: 'taken where the route gives this key',
};
