/**
 * Where a time is in a timeline: as far to the right as it is late, but for idle times, which are folded.
 *
 * @module
 */

import { letters, widthOf } from './text.js';

/** The way from times to places. */
export interface Axis {
  readonly width: number;
  /** Where a time is. */
  readonly at: (time: number) => number;
  readonly folds: readonly Fold[];
  readonly ticks: readonly Tick[];
}

/** A time in which nothing happens, and which is shown shorter than it is. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  /** Its left and its right. */
  readonly x: readonly [number, number];
  /** How long it is. */
  readonly label: string;
}

/** A time that is written. */
export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** How wide a folded time is, at the least: it is as wide as its label. */
export const foldWidth = 64;

/**
 * Makes the axis of a run.
 *
 * @param times when something happens, with whether it is a part of an output
 * @param room how wide it is without its folds
 */
export const axisOf = (times: readonly Happening[], room: number): Axis => {
  const end = times.reduce((last, { time }) => Math.max(last, time), 0);
  const idle = idleOf(times);
  const kept = end - idle.reduce((sum, { from, to }) => sum + to - from, 0);
  const scale = kept > 0 ? room / kept : 0;

  const stretches: Stretch[] = [];
  const folds: Fold[] = [];
  let [time, x] = [0, 0];
  const stretch = (to: number): void => {
    const next = x + (to - time) * scale;
    stretches.push({ from: time, to, x: [x, next] });
    [time, x] = [to, next];
  };
  for (const { from, to } of idle) {
    stretch(from);
    const label = lasting(to - from);
    const right = x + Math.max(foldWidth, widthOf(`// ${label} //`, letters.small, 'regular'));
    const fold = { from, to, x: [x, right] as const, label };
    folds.push(fold);
    stretches.push(fold);
    [time, x] = [to, right];
  }
  stretch(end);

  const at = (wanted: number): number => {
    const found = stretches.find(({ to }) => wanted <= to) ?? stretches.at(-1);
    if (found === undefined || found.to === found.from) return found?.x[0] ?? 0;
    const [left, right] = found.x;
    return left + ((wanted - found.from) / (found.to - found.from)) * (right - left);
  };
  const straight = stretches.filter((each) => !folds.some((fold) => fold === each));
  return { width: Math.max(x, room), at, folds, ticks: ticksOf(straight, folds, scale) };
};

/** When something happens, and whether it is a part of an output. */
export interface Happening {
  readonly time: number;
  readonly isPart: boolean;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly x: readonly [number, number];
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly isPart: boolean;
}

const sizeOf = ({ from, to }: Gap): number => to - from;

/**
 * The times in which nothing happens, where they are few and so long that what happens between them could not be
 * seen. There has to be something to see: parts of an output, and more of it than of such times.
 */
const idleOf = (times: readonly Happening[]): readonly Gap[] => {
  const gaps = gapsOf(times);
  const longest = gaps.toSorted((one, other) => sizeOf(other) - sizeOf(one));
  let rest = longest.reduce((sum, gap) => sum + sizeOf(gap), 0);
  let parts = longest.filter(({ isPart }) => isPart).length;
  let idle = 0;
  for (const [index, gap] of longest.slice(0, mostFolds).entries()) {
    rest -= sizeOf(gap);
    parts -= Number(gap.isPart);
    const count = index + 1;
    const isRich = parts >= 2 && longest.length - count >= 3 * count;
    if (isRich && sizeOf(gap) > 2 * rest) idle = count;
  }
  return longest.slice(0, idle).sort((one, other) => one.from - other.from);
};

const mostFolds = 8;

const gapsOf = (times: readonly Happening[]): readonly Gap[] => {
  const parts = new Map<number, boolean>([[0, false]]);
  for (const { time, isPart } of times) parts.set(time, isPart || parts.get(time) === true);
  const ordered = [...parts].sort(([one], [other]) => one - other);
  return ordered.flatMap(([to, isPart], index) => {
    const from = ordered[index - 1]?.[0];
    return from === undefined ? [] : [{ from, to, isPart }];
  });
};

/** Round times that are far enough from each other and from the folds to be read. */
const ticksOf = (
  stretches: readonly Stretch[],
  folds: readonly Fold[],
  scale: number,
): readonly Tick[] => {
  const step = scale > 0 ? roundUp(80 / scale) : Infinity;
  const ticks: Tick[] = [];
  const end = stretches.at(-1)?.to ?? 0;
  let free = -Infinity;
  for (const { from, to, x } of stretches) {
    const first = Math.ceil(from / step) * step || 0;
    for (let time = first; time <= to; time += step) {
      const place = x[0] + (time - from) * scale;
      const label = timeOf(time, step, end >= 1000);
      const half = widthOf(label, letters.small, 'regular') / 2;
      const isFolded = folds.some(
        ({ x: [left, right] }) => place + half > left + 2 && place - half < right - 2,
      );
      if (place - half < free || isFolded) continue;
      ticks.push({ x: place, label });
      free = place + half + 10;
    }
  }
  return ticks;
};

/** A time, as fine as the steps are. */
const timeOf = (ms: number, step: number, inSeconds: boolean): string => {
  if (ms === 0) return '0';
  if (!inSeconds) return `${String(Math.round(ms * 1000) / 1000)} ms`;
  if (step >= 60_000) return lasting(ms);
  return `${(ms / 1000).toFixed(Math.max(0, -Math.floor(Math.log10(step / 1000))))} s`;
};

/** The next of 1, 2 and 5, times a power of ten; of minutes, of 1, 2, 5, 10 and 30. */
const roundUp = (ms: number): number => {
  const minutes = [1, 2, 5, 10, 30, 60].find((size) => ms <= size * 60_000);
  if (ms > 30_000 && minutes !== undefined) return minutes * 60_000;
  const power = 10 ** Math.floor(Math.log10(ms));
  return ([1, 2, 5].find((size) => ms <= size * power) ?? 10) * power;
};

/** A time in words that are short. */
export const lasting = (ms: number): string => {
  if (ms < 1) return ms === 0 ? '0 s' : `${String(Math.round(ms * 100) / 100)} ms`;
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  if (ms < 59_950) return `${String(Math.round(ms / 100) / 10)} s`;
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60)
    return rest === 0 ? `${String(minutes)} min` : `${String(minutes)} min ${String(rest)} s`;
  const left = minutes % 60;
  return `${String(Math.floor(minutes / 60))} h${left === 0 ? '' : ` ${String(left)} min`}`;
};
