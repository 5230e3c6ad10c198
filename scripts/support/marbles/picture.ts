/**
 * A marble diagram as an SVG.
 *
 * @module
 */

import { moved, round, type Canvas } from '../../../lib/draw/canvas.js';
import { pageOf } from '../../../lib/draw/page.js';
import { letters } from '../../../lib/draw/text.js';
import { light } from '../../../lib/draw/theme.js';
import { lanesIn, type Diagram, type LaneRow } from './diagram.js';
import { legendOf, told, tonesOf } from './legend.js';
import { linesOf, mono, paintText } from './letters.js';
import { paintMarble, paintSign } from './marble.js';
import {
  heightOf,
  isLetter,
  momentsOf,
  paints,
  scaleOf,
  sharedTimes,
  sizes,
  spansOf,
} from './measures.js';

/** Draws a diagram. There is nothing in it that runs or loads. */
export const pictureOf = (diagram: Diagram): Promise<string> => {
  const says = linesOf(diagram.says, 13, 'regular', sizes.width - 2 * sizes.margin);
  const top = sizes.margin + 30 + says.length * 18 + (diagram.marks === undefined ? 6 : 26);
  const rows = diagram.rows.map((row, index) => ({
    row,
    y: top + diagram.rows.slice(0, index).reduce((sum, each) => sum + heightOf(each), 0),
  }));
  const bottom = top + diagram.rows.reduce((sum, row) => sum + heightOf(row), 0);
  const legend = legendOf(diagram);
  const lines = Math.max(0, ...legend.map(({ line }) => line)) + 1;
  const height = bottom + 14 + lines * 32 + 14;
  const { title, marks = [] } = diagram;

  return pageOf({ width: sizes.width, height, title, told: inWords(diagram) }, (page) => {
    const canvas = page.append('g');
    const at = scaleOf(diagram);
    paintHead(canvas, title, says);
    canvas
      .append('path')
      .attr(
        'd',
        sharedTimes(diagram)
          .map((time) => `M${String(round(at(time)))},${String(top)}V${String(bottom)}`)
          .join(''),
      )
      .attr('stroke', light.rule)
      .attr('stroke-dasharray', '2 4');
    for (const { time, label } of marks) paintMark(canvas, label, at(time), top, bottom);
    for (const { row, y } of rows) {
      if (row._tag === 'Box') paintBox(canvas, row.code, y);
      else paintLane(canvas, diagram, row, y);
    }
    canvas
      .append('path')
      .attr(
        'd',
        `M${String(sizes.margin)},${String(bottom + 6)}H${String(sizes.width - sizes.margin)}`,
      )
      .attr('stroke', light.rule);
    for (const { sign, tones, text, x, line } of legend) {
      const place = canvas
        .append('g')
        .attr('transform', moved({ x: x + sizes.radius, y: bottom + 30 + line * 32 }));
      if (isLetter(sign)) paintMarble(place, sign, tones);
      else paintSign(place.append('g').attr('transform', 'scale(0.6)'), sign, paints.slate);
      paintText(place, text, { x: sizes.radius + 7, y: 4, size: 12, ink: light.soft });
    }
  });
};

const paintHead = (canvas: Canvas, title: string, says: readonly string[]): void => {
  paintText(canvas, title, {
    x: sizes.margin,
    y: sizes.margin + 14,
    size: 18,
    ink: light.strong,
    weight: 'bold',
  });
  says.forEach((line, index) =>
    paintText(canvas, line, {
      x: sizes.margin,
      y: sizes.margin + 38 + index * 18,
      size: 13,
      ink: light.soft,
    }),
  );
};

const paintBox = (canvas: Canvas, code: string, y: number): void => {
  canvas
    .append('rect')
    .attr('x', sizes.margin)
    .attr('y', y + 7)
    .attr('width', sizes.width - 2 * sizes.margin)
    .attr('height', sizes.box - 14)
    .attr('rx', 8)
    .attr('fill', '#f1f5f9')
    .attr('stroke', '#cbd5e1');
  canvas
    .append('text')
    .attr('x', sizes.width / 2)
    .attr('y', y + sizes.box / 2 + 4)
    .attr('text-anchor', 'middle')
    .attr('font-family', mono)
    .attr('font-size', code.length > 78 ? 11 : 12.5)
    .attr('fill', light.strong)
    .text(code);
};

const paintLane = (canvas: Canvas, diagram: Diagram, lane: LaneRow, y: number): void => {
  const at = scaleOf(diagram);
  const middle = y + heightOf(lane) / 2;
  const paint = paints[lane.tone];
  const place = canvas.append('g').attr('data-lane', lane.name);
  paintText(place, lane.name.replace(/^.*\//u, ''), {
    x: sizes.margin,
    y: middle + (lane.note === '' ? 4 : -2),
    size: letters.name,
    ink: light.strong,
    weight: 'bold',
  });
  paintText(place, lane.note, {
    x: sizes.margin,
    y: middle + 13,
    size: letters.small,
    ink: light.soft,
  });
  paintTrack(place, lane, middle, at);
  for (const { time, signs } of momentsOf(lane)) {
    const x = round(at(time));
    for (const sign of signs.filter((each) => each === '|')) {
      paintSign(place.append('g').attr('transform', moved({ x, y: middle })), sign, paint);
    }
    const said = signs.filter(isLetter);
    said.forEach((sign, index) => {
      const up = ((said.length - 1) / 2 - index) * -2 * sizes.radius;
      const spot = place.append('g').attr('transform', moved({ x, y: middle + up }));
      paintMarble(spot, sign, tonesOf(diagram, lane, sign));
      spot.append('title').text(`${String(time)} ms: ${told(diagram.values[sign])}`);
    });
    const others = signs.filter((sign) => !isLetter(sign) && sign !== '|');
    others.forEach((sign) => {
      // What begins where something is said or ends stands a little aside.
      const aside = sign !== '^' || signs.length === 1 ? 0 : signs[0] === '^' ? -17 : 15;
      paintSign(
        place.append('g').attr('transform', moved({ x: x + aside, y: middle })),
        sign,
        paint,
      );
    });
  }
};

/** The line of a lane: dots while it waits, a line while it is at work, and the arrow of time. */
const paintTrack = (
  place: Canvas,
  lane: LaneRow,
  y: number,
  at: (time: number) => number,
): void => {
  const end = sizes.width - sizes.margin;
  const line = (from: number, to: number, ink: string, width: number, dashes?: string): void => {
    place
      .append('path')
      .attr('d', `M${String(round(from))},${String(y)}H${String(round(to))}`)
      .attr('stroke', ink)
      .attr('stroke-width', width)
      .attr('stroke-linecap', 'round')
      .attr('stroke-dasharray', dashes ?? null);
  };
  const { ink } = paints[lane.tone];
  line(sizes.left, end, '#94a3b8', 1.5, '0.1 6');
  place
    .append('path')
    .attr(
      'd',
      `M${String(end - 6)},${String(y - 4)}L${String(end + 1)},${String(y)}L${String(end - 6)},${String(y + 4)}`,
    )
    .attr('fill', 'none')
    .attr('stroke', '#94a3b8')
    .attr('stroke-width', 1.5);
  for (const [from, to] of spansOf(lane, Infinity)) {
    line(at(from), Number.isFinite(to) ? at(to) : end - 10, ink, 2);
  }
};

const paintMark = (canvas: Canvas, label: string, x: number, top: number, bottom: number): void => {
  canvas
    .append('path')
    .attr('d', `M${String(round(x))},${String(top - 4)}V${String(bottom)}`)
    .attr('stroke', paints.rose.ink)
    .attr('stroke-width', 1.6)
    .attr('stroke-dasharray', '5 4');
  canvas
    .append('text')
    .attr('x', round(x))
    .attr('y', top - 10)
    .attr('text-anchor', 'middle')
    .attr('font-size', 12)
    .attr('font-weight', 'bold')
    .attr('fill', paints.rose.ink)
    .text(label);
};

/** The same for those who cannot see it. */
const inWords = (diagram: Diagram): string =>
  [
    diagram.says,
    ...lanesIn(diagram).map((lane) => {
      const happened = momentsOf(lane).flatMap(({ time, signs }) =>
        signs.map((sign) => {
          const what = isLetter(sign) ? told(diagram.values[sign]) : happenings[sign];
          return `at ${String(time)} ${what ?? ''}`;
        }),
      );
      return `${lane.name}: ${happened.join(', ')}.`;
    }),
  ].join(' ');

const happenings: Readonly<Record<string, string>> = {
  '|': 'done',
  '^': 'begins anew',
  '#': 'failed',
  '/': 'skipped',
  '!': 'cancelled',
};
