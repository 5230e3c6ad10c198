import type { Segment, Stop } from './plainStops.js';

/** Paths that are drawn as one line: all of its sources lead to all of its aims. */
export interface Net {
  readonly from: readonly Stop[];
  readonly to: readonly Stop[];
  readonly isDashed: boolean;
}

/** Puts those sources together that have the same aims, and no others. */
export const netsOf = (segments: readonly Segment[]): readonly Net[] => {
  const numbers = new Map<Stop, number>();
  const bySource = new Map<string, { from: Stop; isDashed: boolean; to: Set<Stop> }>();
  const numberOf = (stop: Stop): number => {
    const number = numbers.get(stop) ?? numbers.size;
    numbers.set(stop, number);
    return number;
  };
  for (const { from, to, isDashed } of segments) {
    const key = `${String(numberOf(from))} ${String(isDashed)}`;
    const known = bySource.get(key);
    if (known === undefined) bySource.set(key, { from, isDashed, to: new Set([to]) });
    else known.to.add(to);
  }
  const counts = new Map<Stop, number>();
  for (const { from } of bySource.values()) counts.set(from, (counts.get(from) ?? 0) + 1);
  const nets = new Map<string, { from: Stop[]; to: readonly Stop[]; isDashed: boolean }>();
  for (const { from, to, isDashed } of bySource.values()) {
    const aims = [...to].map(numberOf).sort((one, two) => one - two);
    // Two lines that leave a box as one would be seen as two that lead to both.
    const own = counts.get(from) === 1 ? '' : String(numberOf(from));
    const key = `${aims.join(' ')} ${String(isDashed)} ${own}`;
    const known = nets.get(key);
    if (known === undefined) nets.set(key, { from: [from], to: [...to], isDashed });
    else known.from.push(from);
  }
  return [...nets.values()];
};

/** The columns in which nets reach a stop, side by side in the order in which they come. */
export const entriesOf = (
  stop: Stop,
  nets: readonly Net[],
  columnOf: (stop: Stop) => number,
): ReadonlyMap<Net, number> => {
  const middleOf = ({ from }: Net): number =>
    from.reduce((sum, source) => sum + columnOf(source), 0) / from.length;
  const reaching = nets
    .filter(({ to }) => to.includes(stop))
    .sort((one, two) => middleOf(one) - middleOf(two));
  return new Map(
    reaching.map((net, place) => [net, columnOf(stop) + 2 * place - (reaching.length - 1)]),
  );
};
