/**
 * Where things stand in a marble diagram, and what colours they have.
 *
 * @module
 */

import { signsOf } from '../../../lib/testing/signs.js';
import { lanesIn, type Diagram, type LaneRow, type Row, type Tone } from './diagram.js';

/** The colours of a tone. */
export interface Paint {
  readonly ink: string;
  readonly tint: string;
}

/** The colours of all tones. Letters on a tint are dark, and an ink stands on white. */
export const paints: Readonly<Record<Tone, Paint>> = {
  blue: { ink: '#2563eb', tint: '#dbeafe' },
  violet: { ink: '#7c3aed', tint: '#ede9fe' },
  teal: { ink: '#0f766e', tint: '#ccfbf1' },
  amber: { ink: '#b45309', tint: '#fde68a' },
  rose: { ink: '#be123c', tint: '#fecdd3' },
  slate: { ink: '#475569', tint: '#e2e8f0' },
};

/** The sizes of everything, in pixels. */
export const sizes = {
  width: 800,
  margin: 28,
  /** Where time begins. */
  left: 190,
  /** Where the last marble stands at the most. */
  right: 742,
  radius: 12,
  lane: 54,
  box: 44,
} as const;

/** What is on a lane at one time. */
export interface Moment {
  readonly time: number;
  readonly signs: readonly string[];
}

/** What is on a lane, in the order of time. */
export const momentsOf = ({ marbles }: Pick<LaneRow, 'marbles'>): readonly Moment[] => {
  const moments: { time: number; signs: string[] }[] = [];
  for (const { sign, time } of signsOf(marbles, { meant: '|#!/^@', meaning: '', frame: 1 })) {
    const last = moments.at(-1);
    if (last?.time === time) last.signs.push(sign);
    else moments.push({ time, signs: [sign] });
  }
  return moments;
};

/** Whether a sign is a value. */
export const isLetter = (sign: string): boolean => !'|#!/^'.includes(sign);

/** Where a time is. */
export const scaleOf = (diagram: Diagram): ((time: number) => number) => {
  const last = Math.max(
    ...lanesIn(diagram).flatMap((lane) => momentsOf(lane).map(({ time }) => time)),
  );
  const step = Math.min(44, (sizes.right - sizes.left) / last);
  return (time) => sizes.left + time * step;
};

/** How high a row is: marbles that come at the same time stand upon each other. */
export const heightOf = (row: Row): number => {
  if (row._tag === 'Box') return sizes.box;
  const most = Math.max(1, ...momentsOf(row).map(({ signs }) => signs.filter(isLetter).length));
  return sizes.lane + (most - 1) * 2 * sizes.radius;
};

/** The times at which something happens on several lanes. */
export const sharedTimes = (diagram: Diagram): readonly number[] => {
  const counts = new Map<number, number>();
  for (const lane of lanesIn(diagram)) {
    for (const { time } of momentsOf(lane)) counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return [...counts].flatMap(([time, count]) => (count > 1 ? [time] : [])).sort((a, b) => a - b);
};

/** When a lane is at work: from its beginning, or from where it begins anew, to where it ends. */
export const spansOf = (lane: LaneRow, end: number): readonly (readonly [number, number])[] => {
  const spans: [number, number][] = [];
  let begun: number | undefined = Number.isFinite(lane.from) ? lane.from : undefined;
  for (const { time, signs } of momentsOf(lane)) {
    for (const sign of signs) {
      if (sign === '^') begun = time;
      else if ('|#!/'.includes(sign) && begun !== undefined) {
        spans.push([begun, time]);
        begun = undefined;
      }
    }
  }
  if (begun !== undefined) spans.push([begun, end]);
  return spans;
};
