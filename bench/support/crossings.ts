import type { Point } from '../../lib/draw/lines.js';

/** How often lines cross each other. Those that only touch, as where they leave the same box, do not. */
export const crossings = (lines: readonly (readonly Point[])[]): number => {
  const steps = lines
    .flatMap((points, line) =>
      points.slice(1).map((to, index): Step => ({ from: points[index] ?? to, to, line })),
    )
    .sort((one, other) => top(one) - top(other));
  let count = 0;
  steps.forEach((one, index) => {
    for (let next = index + 1; next < steps.length; next++) {
      const other = steps[next];
      if (other === undefined || top(other) >= bottom(one)) break;
      if (other.line !== one.line && cross(one, other) && cross(other, one)) count++;
    }
  });
  return count;
};

interface Step {
  readonly from: Point;
  readonly to: Point;
  readonly line: number;
}

const top = ({ from, to }: Step): number => Math.min(from.y, to.y);
const bottom = ({ from, to }: Step): number => Math.max(from.y, to.y);

/** Whether the ends of the second are on two sides of the first. */
const cross = (one: Step, other: Step): boolean => side(one, other.from) * side(one, other.to) < 0;

const side = ({ from, to }: Step, { x, y }: Point): number =>
  Math.sign(Math.round(((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) * 1e6));
