/**
 * The graphs that are run, without a library.
 *
 * @module
 */

import { seeded } from './random.js';

/** By task, the places of its predecessors, which all come before its own. */
export type Parents = readonly (readonly number[])[];

/**
 * Layers of tasks. Each task has 1 to 3 predecessors in the layer above its own; those of the first layer have
 * none.
 *
 * @param width how many tasks a layer has; as many as there are layers, unless it is given
 */
export const layered = (
  size: number,
  seed: number,
  width = Math.round(Math.sqrt(size)),
): Parents => {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: size }, (_, task) => {
    const above = Math.floor(task / width - 1) * width;
    if (above < 0) return [];
    const parents = new Set<number>();
    for (let count = 1 + below(3); count > 0; count--) parents.add(above + below(width));
    return [...parents];
  });
};

/** One task after the other. */
export const chain = (size: number): Parents =>
  Array.from({ length: size }, (_, task) => (task === 0 ? [] : [task - 1]));

/** What the task at a place is called. */
export const nameOf = (task: number): string => `t${String(task)}`;

/** Parent → children, by name. */
export const pathsOf = (graph: Parents): Record<string, readonly string[]> => {
  const paths: Record<string, string[]> = Object.fromEntries(
    graph.map((_, task) => [nameOf(task), []]),
  );
  graph.forEach((parents, task) => {
    for (const parent of parents) paths[nameOf(parent)]?.push(nameOf(task));
  });
  return paths;
};
