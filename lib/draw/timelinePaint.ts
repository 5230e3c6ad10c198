/**
 * The axis and the lanes of a timeline.
 *
 * @module
 */

import { moved, round, type Canvas } from './canvas.js';
import { legendMiddle } from './legend.js';
import { margin } from './picture.js';
import { paintSigns } from './paintSigns.js';
import { letters } from './text.js';
import type { Fold } from './timelineAxis.js';
import type { Lane } from './timelineLane.js';
import type { TimelineSample } from './timelineLegend.js';
import { paintLine, paintMarble, paintRouted } from './timelineMarbles.js';
import { axisHeight, indent, laneHeight, tall, type Timeline } from './timelinePlan.js';
import { outcomeInk } from './timelineWords.js';

/** Paints the times, and what is behind the lanes. */
export const paintAxis = (
  canvas: Canvas,
  { axis, columns, top, bottom, width, lanes }: Timeline,
): void => {
  const rules = canvas.append('g').attr('stroke', '#eef2f6');
  lanes.forEach((_, index) => {
    rules
      .append('path')
      .attr(
        'd',
        `M${String(margin)},${String(top + index * laneHeight)}H${String(width - margin)}`,
      );
  });
  const place = canvas.append('g').attr('transform', moved({ x: columns.line, y: 0 }));
  for (const fold of axis.folds) paintFold(place, fold, top, bottom);
  place
    .append('path')
    .attr(
      'd',
      axis.ticks.map(({ x }) => `M${String(round(x))},${String(top)}V${String(bottom)}`).join(''),
    )
    .attr('stroke', '#e2e8f0');
  paintTimes(place, axis, top - 11);
  if (lanes.length > tall) paintTimes(place, axis, bottom + axisHeight - 12);
};

const paintTimes = (canvas: Canvas, { ticks, folds }: Timeline['axis'], y: number): void => {
  const times = canvas.append('g').attr('font-size', letters.small).attr('text-anchor', 'middle');
  for (const { x, label } of ticks) {
    times.append('text').attr('x', round(x)).attr('y', y).attr('fill', '#475569').text(label);
  }
  for (const { x, label } of folds) {
    times
      .append('text')
      .attr('x', round((x[0] + x[1]) / 2))
      .attr('y', y)
      .attr('fill', '#64748b')
      .text(`// ${label} //`);
  }
};

const paintFold = (
  canvas: Canvas,
  { x: [left, right] }: Fold,
  top: number,
  bottom: number,
): void => {
  canvas
    .append('rect')
    .attr('x', round(left + 6))
    .attr('y', top)
    .attr('width', round(right - left - 12))
    .attr('height', bottom - top)
    .attr('fill', '#f1f5f9');
};

/** Paints the lanes. */
export const paintLanes = (canvas: Canvas, timeline: Timeline): void => {
  const { lanes, top } = timeline;
  lanes.forEach((lane, index) => {
    const place = canvas
      .append('g')
      .attr('data-task', lane.name)
      .attr('transform', moved({ x: 0, y: top + index * laneHeight }));
    place.append('title').text(lane.told);
    paintName(place, lane, timeline);
    paintOutcome(place, lane, timeline);
    paintTrack(
      place.append('g').attr('transform', moved({ x: timeline.columns.line, y: 0 })),
      lane,
      timeline,
    );
  });
};

const middle = laneHeight / 2;

const paintName = (
  lane: Canvas,
  { look, label, who, depth }: Lane,
  { columns }: Timeline,
): void => {
  const place =
    depth === 0 ? lane : lane.append('g').attr('transform', moved({ x: depth * indent, y: 0 }));
  paintSigns(
    place.append('g').attr('transform', moved({ x: margin, y: middle - 11 })),
    22,
    () => look,
  );
  place
    .append('text')
    .attr('x', columns.name)
    .attr('y', middle - 2)
    .attr('font-size', letters.name)
    .attr('font-weight', 'bold')
    .attr('fill', '#0f172a')
    .text(label);
  place
    .append('text')
    .attr('x', columns.name)
    .attr('y', middle + 13)
    .attr('font-size', letters.small)
    .attr('fill', '#475569')
    .text(who);
};

const paintOutcome = (place: Canvas, { outcome, detail }: Lane, { columns }: Timeline): void => {
  place
    .append('text')
    .attr('x', columns.outcome)
    .attr('y', detail === '' ? middle + 4 : middle - 2)
    .attr('font-size', letters.name)
    .attr('font-weight', 'bold')
    .attr('fill', outcomeInk(outcome))
    .text(outcome);
  place
    .append('text')
    .attr('x', columns.outcome)
    .attr('y', middle + 13)
    .attr('font-size', letters.small)
    .attr('fill', '#475569')
    .text(detail);
};

const paintTrack = (
  place: Canvas,
  { lines, marbles, notes, routed, look }: Lane,
  { axis }: Timeline,
): void => {
  for (const line of lines) paintLine(place, line, middle, look).append('title').text(line.told);
  for (const { x } of axis.folds) paintBreaks(place, lines, x);
  for (const marble of marbles) {
    paintMarble(place, marble, middle, look).append('title').text(marble.told);
  }
  for (const keys of routed) paintRouted(place, keys, middle).append('title').text(keys.told);
  for (const { x, text, side } of notes) {
    place
      .append('text')
      .attr('x', round(side === 'under' ? x : x + 9))
      .attr('y', side === 'under' ? middle + 17 : middle - 12)
      .attr('font-size', letters.mark)
      .attr('fill', '#92400e')
      .text(text);
  }
};

/** Two strokes through every line that goes on while time is folded. */
const paintBreaks = (
  place: Canvas,
  lines: Lane['lines'],
  [left, right]: readonly [number, number],
): void => {
  const x = (left + right) / 2;
  if (!lines.some((line) => line.x[0] < x && line.x[1] > x)) return;
  const stroke = (from: number): string =>
    `M${String(round(from - 3))},${String(middle + 7)}l6,-14`;
  place
    .append('path')
    .attr('d', `${stroke(x - 3)}l6,0${stroke(x + 3).replace('M', 'L')}Z`.replace(/l6,0L/u, 'L'))
    .attr('fill', '#f1f5f9');
  place
    .append('path')
    .attr('d', `${stroke(x - 3)}${stroke(x + 3)}`)
    .attr('stroke', '#94a3b8')
    .attr('stroke-width', 1.4);
};

/** Paints what the legend explains. */
export const paintTimelineSample = (place: Canvas, sample: TimelineSample): void => {
  const paint = { ink: '#475569', tint: '#f1f5f9' };
  switch (sample._tag) {
    case 'Line':
      paintLine(place, { kind: sample.kind, x: [1, 29] }, legendMiddle, paint);
      return;
    case 'Marble': {
      const { kind, count } = sample;
      const x = count === 1 ? ([7, 7] as const) : ([2, 32] as const);
      const each = count === 1 ? [] : [7, 27];
      paintMarble(place, { kind, count, x, each }, legendMiddle, paint);
      return;
    }
    case 'Routed':
      paintRouted(place, sample.routed, legendMiddle);
      return;
    case 'Fold':
      place
        .append('text')
        .attr('y', legendMiddle + 4)
        .attr('fill', '#64748b')
        .text('// //');
  }
};
