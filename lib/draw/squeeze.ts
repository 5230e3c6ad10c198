import type { Point, Size } from './lines.js';

/** The rows of a picture, closer together. */
export interface Squeezed {
  /** Where what is at some height comes to be. */
  readonly at: (y: number) => number;
  readonly height: number;
}

/**
 * Moves rows of labels closer to the boxes above and below them: what belongs together is seen at once, and the
 * picture does not become twice as high.
 *
 * @param boxes how many of the sizes and spots are of boxes; the others are of labels
 * @param crossed the heights that paths pass, in some of which nothing stands
 * @param gap the distance of rows of boxes
 */
export const squeezed = (
  sizes: readonly Size[],
  spots: readonly Point[],
  boxes: number,
  crossed: readonly number[],
  gap: number,
): Squeezed => {
  const rows = new Map<number, Row>(crossed.map((y) => [y, { height: 0, isOfLabels: false }]));
  spots.forEach(({ y }, stop) => {
    const height = Math.max(rows.get(y)?.height ?? 0, sizes[stop]?.height ?? 0);
    rows.set(y, { height, isOfLabels: stop >= boxes });
  });
  const places = new Map<number, number>();
  let bottom = 0;
  let before: Row | undefined;
  for (const [y, row] of [...rows].sort(([one], [other]) => one - other)) {
    const top = before === undefined ? 0 : bottom + gap * closeness(before, row);
    places.set(y, top + row.height / 2);
    [bottom, before] = [top + row.height, row];
  }
  return { at: (y) => places.get(y) ?? y, height: bottom };
};

interface Row {
  readonly height: number;
  readonly isOfLabels: boolean;
}

const closeness = (above: Row, below: Row): number => {
  if (below.isOfLabels) return 0.75;
  return above.isOfLabels ? 0.65 : 1;
};
