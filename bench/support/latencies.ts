/**
 * Work that takes time.
 *
 * @module
 */

import { layered, type Parents } from './graphs.js';
import { lognormal, seeded } from './random.js';

/** A graph and how long each of its tasks takes, in milliseconds. */
export interface Work {
  readonly graph: Parents;
  readonly latencies: readonly number[];
}

/** Tasks in layers. Half of them take up to 40 ms, one in a hundred more than 250 ms. */
export const workOf = (size: number, width: number, seed: number): Work => {
  const graph = layered(size, seed, width);
  const random = seeded(seed + 1_000_000);
  return { graph, latencies: graph.map(() => Math.ceil(lognormal(random, 40, 0.8))) };
};

/** The longest way through the graph: no run takes less. */
export const criticalPath = ({ graph, latencies }: Work): number => {
  const ends: number[] = [];
  graph.forEach((parents, place) => {
    const begin = Math.max(0, ...parents.map((parent) => ends[parent] ?? 0));
    ends.push(begin + (latencies[place] ?? 0));
  });
  return Math.max(...ends);
};

/** All tasks one after the other. */
export const total = ({ latencies }: Work): number =>
  latencies.reduce((sum, latency) => sum + latency, 0);
