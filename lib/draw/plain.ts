import { blockOf, plainly } from './plainBlocks.js';
import { channelOf } from './plainChannel.js';
import { gridOf } from './plainGrid.js';
import { placed } from './plainPlaces.js';
import { rowsOf } from './plainRows.js';
import type { Segment, Stop } from './plainStops.js';
import { signs, type Letters } from './plainSigns.js';
import type { Outline } from './outline.js';

/**
 * A flow as boxes made of letters, for terminals and comments.
 *
 * Paths lead downwards from row to row. Those that come from one box part on their way, those that lead to one box
 * meet, and where two only cross, the one that goes down is in front. Paths with the same sources and the same aims are
 * one line.
 */
export const plainOf = (outline: Outline, heading: readonly string[], letters: Letters): string => {
  const sign = signs[letters];
  const arranged = rowsOf(outline, (item) => blockOf(item, sign));
  const { rows, segments, nets } = arranged;
  const columns = placed(arranged);
  const grid = gridOf();
  let top = 0;
  rows.forEach((row, index) => {
    const above = segments[index - 1] ?? [];
    const below = segments[index] ?? [];
    const height = Math.max(0, ...row.map(({ lines }) => lines.length));
    for (const stop of row) {
      const column = columns.get(stop) ?? 0;
      const left = column - Math.floor(stop.width / 2);
      stop.lines.forEach((line, at) => {
        grid.write(left, top + at, line);
      });
      const leaving = below.filter(({ from }) => from === stop);
      if (leaving.length === 0) continue;
      if (stop.kind === 'box') {
        const foot = top + stop.lines.length - 1;
        grid.write(left, foot, exited(stop, column - left, sign.exit[stop.edge]));
      }
      const passing = [
        ...leaving,
        ...(stop.kind === 'box' ? [] : above.filter(({ to }) => to === stop)),
      ];
      const line = lineOf(passing, sign);
      for (let at = stop.lines.length; at < height; at++) grid.write(column, top + at, line);
    }
    top += height;
    if (below.length === 0) return;
    const channel = channelOf(nets[index] ?? [], columns, sign);
    for (const { x, y, text } of channel.cells) grid.write(x, top + y, text);
    top += channel.height;
  });
  return [...heading.map((line) => plainly(line, sign)), '', ...grid.lines(), ''].join('\n');
};

const lineOf = (segments: readonly Segment[], sign: (typeof signs)[Letters]): string =>
  segments.every(({ isDashed }) => isDashed) ? sign.dashed.down : sign.solid.down;

/** The lower edge of a box, where a path leaves it. */
const exited = ({ lines }: Stop, column: number, exit: string): string => {
  const edge = Array.from(lines.at(-1) ?? '');
  edge[column] = exit;
  return edge.join('');
};
