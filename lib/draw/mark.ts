/**
 * What is special about a task, in a word on its box.
 *
 * @module
 */

import type { GraphTask, Join } from '../core/graph.js';
import { letters, widthOf } from './text.js';

/** What is special about a task. */
export interface Mark {
  /** What stands on the box. */
  readonly word: string;
  /** What the legend says of it. */
  readonly meaning: string;
}

/** A mark, with its place. */
export interface Chip extends Mark {
  /** How far it is from the first. */
  readonly x: number;
  readonly width: number;
}

/** How high a mark is. */
export const chipHeight = 15;

/** What is special about a task; nothing, for most. */
export const marksOf = ({ join, optional, exclude, partials }: GraphTask): readonly Mark[] => [
  ...joins[join],
  ...(partials ? [unfinished] : []),
  ...(optional ? [empty] : []),
  ...(exclude ? [left] : []),
];

/** Puts marks side by side. */
export const chips = (marks: readonly Mark[]): readonly Chip[] => {
  let x = 0;
  return marks.map((mark) => {
    const chip = { ...mark, x, width: Math.ceil(widthOf(mark.word, letters.mark, 'regular')) + 10 };
    x += chip.width + 5;
    return chip;
  });
};

const joins: Readonly<Record<Join, readonly Mark[]>> = {
  all: [],
  any: [{ word: 'any', meaning: 'runs with those of its predecessors that came' }],
  first: [{ word: 'first', meaning: 'runs with the first of its predecessors that comes' }],
  settled: [{ word: 'settled', meaning: 'runs whatever became of its predecessors' }],
};
const unfinished: Mark = { word: 'partials', meaning: 'works on unfinished outputs' };
const empty: Mark = { word: 'optional', meaning: 'may complete without a value' };
const left: Mark = { word: 'excluded', meaning: 'is left out of the results' };
