/**
 * What is painted into, and the coordinates in it.
 *
 * @module
 */

import type { BaseType, Selection } from 'd3-selection';

/** An element that is painted into. */
export type Canvas = Selection<SVGGElement, unknown, BaseType, unknown>;

/** Rounds a coordinate, so that the same picture has the same bytes everywhere. */
export const round = (coordinate: number): number => Math.round(coordinate * 10) / 10;

/** Moves what is painted. */
export const moved = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `translate(${String(round(x))},${String(round(y))})`;

/** Moves and enlarges what is painted. */
export const enlarged = (
  spot: { readonly x: number; readonly y: number },
  scale: number,
): string => (scale === 1 ? moved(spot) : `${moved(spot)} scale(${String(scale)})`);
