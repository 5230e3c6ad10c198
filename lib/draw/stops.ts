/**
 * Paths as d3-dag sees them: one with a label is two, to its label and on from there, so that the label has a place
 * of its own that nothing else touches.
 *
 * @module
 */

import type { Stop } from './order.js';
import type { Point } from './lines.js';
import type { Link } from './shape.js';

/** Boxes and labels, and the ways between them. */
export interface Stops {
  /** The boxes, then the labels. */
  readonly stops: readonly Stop[];
  readonly legs: readonly Leg[];
}

/** A path, or its part before or after its label; by the numbers of the stops. */
export interface Leg {
  readonly from: number;
  readonly to: number;
}

/** Parts the paths that have a label. */
export const stopsOf = (boxes: number, links: readonly Link[]): Stops => {
  const stops = Array.from({ length: boxes }, (_, number) => ({ number, place: number, next: 0 }));
  const legs = links.flatMap(({ from, to, label }): readonly Leg[] => {
    if (label === undefined) return [{ from, to }];
    const number = stops.length;
    stops.push({ number, place: from, next: to });
    return [
      { from, to: number },
      { from: number, to },
    ];
  });
  return { stops, legs };
};

/** The points that a path goes through, and the middle of its label. */
export interface Course {
  readonly points: readonly Point[];
  readonly label: Point | undefined;
}

/** Puts the parts of each path together again. */
export const coursesOf = (
  links: readonly Link[],
  legs: readonly (readonly Point[])[],
): readonly Course[] => {
  let next = 0;
  const take = (): readonly Point[] => legs[next++] ?? [];
  return links.map(({ label }) => {
    const before = take();
    if (label === undefined) return { points: before, label: undefined };
    const after = take();
    return { points: [...before, ...after], label: between(before.at(-1), after[0]) };
  });
};

// A path may pass its label a little beside the middle, so that it is straight: the label follows it.
const between = (one: Point = origin, other: Point = origin): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
});

const origin: Point = { x: 0, y: 0 };
