/**
 * Measuring on a machine that others use, too.
 *
 * Contenders take turns, a sample each in every round, and are compared within the round: what slows the
 * machine for a while slows all of them. What is told is the median of the rounds.
 *
 * Garbage is not collected by force between the samples: a full collection while nothing runs also throws away
 * what the compiler knows of objects that none is left of, and the next sample then measures the interpreter.
 *
 * @module
 */

/** Something that takes time. */
export interface Contender {
  readonly name: string;
  /** Is done once. */
  readonly run: () => unknown;
}

/** How long each contender took, in milliseconds, round by round. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** How carefully is measured. */
export interface Care {
  /** How many samples are taken of each. */
  readonly rounds: number;
  /** How long a sample takes at least, in milliseconds: a contender runs as often as that needs. */
  readonly sample?: number;
}

/** Warms all contenders up, then measures them in turns. */
export const measure = async (
  contenders: readonly Contender[],
  { rounds, sample = 50 }: Care,
): Promise<Times> => {
  const runs = new Map<string, number>();
  for (const { name, run } of contenders) {
    const once = await timeOf(run, 5 * sample);
    runs.set(name, Math.max(1, Math.round(sample / once)));
  }
  const times = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const { name, run } = contenders[(round + turn) % contenders.length] ?? nobody;
      const count = runs.get(name) ?? 1;
      const begin = performance.now();
      for (let left = count; left > 0; left--) await run();
      times.get(name)?.push((performance.now() - begin) / count);
    }
  }
  return times;
};

const nobody: Contender = { name: '', run: () => undefined };

/** The time of one run when it has been run for a while, so that it is warm. */
const timeOf = async (run: () => unknown, atLeast: number): Promise<number> => {
  let last = 0;
  const begin = performance.now();
  for (let count = 0; count < 3 || performance.now() - begin < atLeast; count++) {
    const start = performance.now();
    await run();
    last = performance.now() - start;
  }
  return last;
};

/** The value that half of them are below. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const [low = NaN, high = NaN] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (low + high) / 2;
};

/** The median time of a contender, in milliseconds. */
export const timeIn = (times: Times, name: string): number => median(times.get(name) ?? []);

/** How many times as long one contender took as another: the median of the rounds' ratios. */
export const ratioOf = (times: Times, name: string, limit: string): number => {
  const limits = times.get(limit) ?? [];
  return median((times.get(name) ?? []).map((time, round) => time / (limits[round] ?? NaN)));
};
