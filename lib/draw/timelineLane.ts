/**
 * A lane of a timeline with everything in its place.
 *
 * @module
 */

import type { GraphTask } from '../core/graph.js';
import { causesOf, sizeOf } from '../core/line.js';
import { whoOf } from './box.js';
import { lookOf, type Look } from './look.js';
import { legal, letters, onOneLine, shorten } from './text.js';
import { lasting, type Axis } from './timelineAxis.js';
import type { NestedLane } from './timelineLanes.js';
import { notesOf, type Note } from './timelineNotes.js';
import { routedOf, type Routed } from './timelineRouted.js';
import { detailOf, saidOf } from './timelineWords.js';
import type { Mark, Outcome, Span, Track } from './timelineTrack.js';

/** A lane. Places are those from its left end. */
export interface Lane {
  /** The whole name, with those of the tasks that it is within. */
  readonly name: string;
  /** How many tasks it is within. */
  readonly depth: number;
  /** The name as it is written. */
  readonly label: string;
  /** Who does it, as it is written. */
  readonly who: string;
  readonly look: Look;
  readonly outcome: Outcome;
  /** What there is to be said of that, as it is written. */
  readonly detail: string;
  readonly lines: readonly Line[];
  readonly marbles: readonly Marble[];
  readonly notes: readonly Note[];
  readonly routed: readonly Routed[];
  /** The lane in a sentence. */
  readonly told: string;
}

/** What a task is at, as a line. */
export interface Line {
  readonly kind: Span['kind'];
  readonly x: readonly [number, number];
  /** What it says to those who point at it. */
  readonly told: string;
}

/** Something that happened, or several parts of an output that are shown as one. */
export interface Marble {
  readonly kind: MarbleKind;
  /** Its middle, or the middles of the first and of the last. */
  readonly x: readonly [number, number];
  /** How many are shown as one. */
  readonly count: number;
  /** Where they are, as far as one can see. */
  readonly each: readonly number[];
  /** What it says to those who point at it. */
  readonly told: string;
}

type MarbleKind = Exclude<Mark['_tag'], 'Routed'>;

/** How wide the texts beside a lane may be. */
export const widest = { name: 170, detail: 200 } as const;

/** Puts a track into its place. */
export const laneOf = (
  { name, path, task = unknown(name) }: NestedLane,
  track: Track,
  axis: Axis,
): Lane => ({
  name: legal(path.join('/')),
  depth: path.length - 1,
  label: shorten(onOneLine(path.join('/')), letters.name, 'bold', widest.name),
  who: shorten(onOneLine(whoOf(task)), letters.small, 'regular', widest.name),
  look: lookOf(task),
  outcome: track.outcome,
  detail: shorten(detailOf(name, track), letters.small, 'regular', widest.detail),
  lines: track.spans.map((span) => ({
    kind: span.kind,
    x: [axis.at(span.from), axis.at(span.to)],
    told: `${span.kind} ${lasting(span.to - span.from)}`,
  })),
  marbles: marblesOf(track.marks, axis),
  notes: notesOf(track.marks, axis),
  routed: routedOf(track, axis),
  told: saidOf(path, track),
});

/** Events without their beginning do not tell of the task. */
const unknown = (name: string): GraphTask => ({
  name,
  join: 'all',
  optional: false,
  exclude: false,
  partials: false,
});

/** Parts that are nearer than that are shown as one. */
const near = 13;

const mergedOf = (marks: readonly Mark[], axis: Axis): readonly Marble[] => {
  const marbles: Marble[] = [];
  for (const mark of marks) {
    if (mark._tag === 'Routed') continue;
    const x = axis.at(mark.time);
    const last = marbles.at(-1);
    if (mark._tag === 'Part' && last?.kind === 'Part' && x - last.x[1] < near) {
      const count = last.count + 1;
      const told = `${String(count)} parts until ${lasting(mark.time)}: ${sizeOf(mark.value)}`;
      const isSeen = x - (last.each.at(-1) ?? 0) > 3;
      const each = isSeen ? [...last.each, x] : last.each;
      marbles.splice(-1, 1, { ...last, x: [last.x[0], x], count, each, told });
    } else {
      marbles.push({
        kind: mark._tag,
        x: [x, x],
        count: 1,
        each: [x],
        told: `${lasting(mark.time)}: ${wordsOf(mark)}`,
      });
    }
  }
  return marbles;
};

/** Parts that are shown as one end where what comes next covers them. */
const marblesOf = (marks: readonly Mark[], axis: Axis): readonly Marble[] =>
  mergedOf(marks, axis).map((marble, index, all) => {
    const { x, count } = marble;
    const next = all[index + 1]?.x[0] ?? Infinity;
    return count === 1
      ? marble
      : { ...marble, x: [x[0], Math.max(x[0], Math.min(x[1], next - 5))] };
  });

const wordsOf = (mark: Exclude<Mark, { readonly _tag: 'Routed' }>): string => {
  switch (mark._tag) {
    case 'Part':
      return `a part, ${sizeOf(mark.value)}`;
    case 'Output':
      return `the output, ${sizeOf(mark.value)}`;
    case 'Retrying':
      return `failed, tries again in ${lasting(mark.delay)}: ${causesOf(mark.error).join(' ← ')}`;
    case 'Failed':
      return `failed: ${causesOf(mark.error).join(' ← ')}`;
    case 'Skipped':
      return 'skipped';
    case 'Cancelled':
      return 'cancelled';
    case 'Anew':
      return `begins anew (wave ${String(mark.wave)}, attempt ${String(mark.attempt)})`;
  }
};
