/**
 * Everything that stands in a timeline, with its place; how it is painted is not its concern.
 *
 * @module
 */

import type { FlowEvent } from '../core/event.js';
import { inLines, type Legend } from './legend.js';
import { margin } from './picture.js';
import type { Size } from './lines.js';
import { letters, onOneLine, shorten, widthOf } from './text.js';
import { axisOf, type Axis, type Happening } from './timelineAxis.js';
import { laneOf, type Lane } from './timelineLane.js';
import { nestedLanes } from './timelineLanes.js';
import { occurring, type TimelineSample } from './timelineLegend.js';
import { lead } from './timelineRouted.js';
import { trackOf } from './timelineTrack.js';
import { summaryOf } from './timelineWords.js';

/** A timeline. */
export interface Timeline extends Size {
  /** The whole title, the title as it is written, and what stands under it. */
  readonly title: string;
  readonly headline: string;
  readonly counts: string;
  /** The timeline for those who cannot see it. */
  readonly told: string;
  readonly axis: Axis;
  readonly lanes: readonly Lane[];
  readonly legend: Legend<TimelineSample>;
  /** Where the lanes begin: those of the texts before them, of the lines, and of the texts behind them. */
  readonly columns: { readonly name: number; readonly line: number; readonly outcome: number };
  /** Where the first lane begins. */
  readonly top: number;
  /** Where the last lane ends. */
  readonly bottom: number;
  /** Where the legend begins. */
  readonly below: number;
}

/** How high a lane is. */
export const laneHeight = 42;

/** How high the times above the lanes are. */
export const axisHeight = 30;

/** How much further to the right the lane of a task begins than that of the task that it is within. */
export const indent = 18;

/** Puts everything in its place. */
export const timelineOf = (
  events: readonly FlowEvent[],
  name: string,
  inner: boolean,
): Timeline => {
  const began = events[0]?.time ?? 0;
  const ended = events.at(-1)?.time ?? began;
  const tracked = nestedLanes(events, inner).map((lane) => ({
    lane,
    track: trackOf(lane, began, ended),
  }));
  const axis = axisOf(happeningsOf(events, began, inner), lineWidth);
  const lanes = tracked.map(({ lane, track }) => laneOf(lane, track, axis));
  const summary = summaryOf(
    events,
    tracked.flatMap(({ lane, track }) => (lane.path.length === 1 ? [track] : [])),
  );

  const deepest = lanes.reduce((most, { depth }) => Math.max(most, depth), 0);
  const names = widestOf(lanes, ({ label, who }) => [label, who]) + deepest * indent;
  const outcomes = widestOf(lanes, ({ outcome, detail }) => [outcome, detail]);
  const reach = lanes
    .flatMap(({ routed }) => routed)
    .reduce((most, { x, label }) => Math.max(most, x + lead.line + label.width), axis.width);
  const line = 32 + names + 26;
  const outcome = line + reach + 26;
  const width = outcome + outcomes;
  const title = onOneLine(name);
  const top = margin + 56 + axisHeight;
  const bottom = top + lanes.length * laneHeight;
  const below = bottom + (lanes.length > tall ? axisHeight : 0) + 36;
  const legend = inLines(occurring(lanes, axis), width);
  return {
    title,
    headline: shorten(title, letters.title, 'bold', width),
    counts: summary,
    told: [`${summary}.`, ...lanes.slice(0, 100).map(({ told }) => told)].join(' '),
    axis,
    lanes,
    legend,
    columns: { name: margin + 32, line: margin + line, outcome: margin + outcome },
    top,
    bottom,
    below,
    width: Math.ceil(width + 2 * margin),
    height: Math.ceil(below + legend.height + margin / 2),
  };
};

/** From so many lanes on, times stand under them too. */
export const tall = 14;

/** How wide what is not folded is. */
const lineWidth = 780;

/** When something happens that is shown. */
const happeningsOf = (
  events: readonly FlowEvent[],
  began: number,
  inner: boolean,
): readonly Happening[] =>
  events.flatMap((event) => {
    const told = inner ? innermost(event) : event;
    return told.type === 'inner'
      ? []
      : [{ time: told.time - began, isPart: told.type === 'partial' }];
  });

const innermost = (event: FlowEvent): FlowEvent =>
  event.type === 'inner' ? innermost(event.event) : event;

const widestOf = (
  lanes: readonly Lane[],
  textsOf: (lane: Lane) => readonly [bold: string, regular: string],
): number =>
  lanes.reduce((most, lane) => {
    const [bold, regular] = textsOf(lane);
    return Math.max(
      most,
      widthOf(bold, letters.name, 'bold'),
      widthOf(regular, letters.small, 'regular'),
    );
  }, 90);
