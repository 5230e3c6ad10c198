/**
 * Where the output of a task went, at the end of its lane in a timeline.
 *
 * @module
 */

import { lasting, type Axis } from './timelineAxis.js';
import type { Track } from './timelineTrack.js';
import { wayLabelOf, type WayLabel } from './way.js';

/** The keys that a route gave. */
export interface Routed {
  /** Where the line to them begins. */
  readonly x: number;
  readonly label: WayLabel;
  /** What it says to those who point at it. */
  readonly told: string;
}

/** How far a label is from where the line to it begins, and this from the output. */
export const lead = { line: 8, output: 8 } as const;

/** The keys that the route of a task gave, where there is room for them until the lane goes on. */
export const routedOf = ({ marks, spans }: Track, axis: Axis): readonly Routed[] =>
  marks.flatMap((mark): readonly Routed[] => {
    if (mark._tag !== 'Routed') return [];
    const { time, ways } = mark;
    const line = spans.find(({ from }) => from >= time)?.from ?? Infinity;
    const marble = marks.find((other) => other.time > time)?.time ?? Infinity;
    const goesOn = Math.min(line, marble);
    const next = goesOn === Infinity ? Infinity : axis.at(goesOn);
    const x = axis.at(time) + lead.output;
    const room = Math.min(widest, next - x - lead.line - 24);
    const label = wayLabelOf(ways, room);
    const isTold = room >= least || label.text === wayLabelOf(ways, Infinity).text;
    return isTold && x + lead.line + label.width <= next
      ? [{ x, label, told: `${lasting(time)}: goes on ${label.told}` }]
      : [];
  });

/** How wide keys may be, and how wide they are at the least where they are shortened. */
const [widest, least] = [120, 40];
