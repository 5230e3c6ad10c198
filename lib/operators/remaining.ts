/**
 * What is left to be done of a graph, from what became of its tasks so far.
 *
 * @module
 */

import { topologicalOrder, type Graph, type Join } from '../core/graph.js';

/** A graph by numbers: tasks in declaration order, and an order in which each comes after all it needs. */
export interface Chart {
  readonly names: readonly string[];
  readonly joins: readonly Join[];
  readonly parents: readonly (readonly Parent[])[];
  readonly children: readonly (readonly number[])[];
  readonly order: readonly number[];
}

/** A task, or an input, that another one waits for. */
export interface Parent {
  /** The number of the task; an input has none. */
  readonly task: number | undefined;
  /** The keys by which its route leads here. */
  readonly ways: readonly string[] | undefined;
}

/** What became of a task so far. */
export type Fate = 'open' | 'done' | 'none';

/** A graph by numbers. */
export const chartOf = ({ tasks, edges }: Graph): Chart => {
  const names = tasks.map(({ name }) => name);
  const numbers = new Map(names.map((name, index) => [name, index]));
  const parents: Parent[][] = names.map(() => []);
  const children: number[][] = names.map(() => []);
  for (const edge of edges) {
    const from = numbers.get(edge.from);
    const to = numbers.get(edge.to);
    if (to === undefined) continue;
    parents[to]?.push({ task: from, ways: edge.ways });
    if (from !== undefined) children[from]?.push(to);
  }
  return {
    names,
    joins: tasks.map(({ join }) => join),
    parents,
    children,
    order: topologicalOrder(names.length, children),
  };
};

/**
 * The longest chain of tasks that wait for each other and can still come to something; of several, the one whose tasks
 * were declared first.
 *
 * @param taken the keys that the route of a task gave
 */
export const remainingOf = (
  chart: Chart,
  fates: readonly Fate[],
  taken: (task: number) => readonly string[],
): readonly number[] => longestChain(chart, fates, alive(chart, fates, taken));

/**
 * Which tasks can still come to something. Those that are to be skipped are told so only when all that they wait for has
 * settled, which may be much later.
 */
const alive = (
  { order, joins, parents }: Chart,
  fates: readonly Fate[],
  taken: (task: number) => readonly string[],
): readonly boolean[] => {
  const known = new Array<boolean>(order.length).fill(false);
  const comes = ({ task, ways }: Parent): boolean => {
    if (task === undefined) return true;
    if (fates[task] === 'open') return known[task] === true;
    return fates[task] === 'done' && (ways?.some((way) => taken(task).includes(way)) ?? true);
  };
  for (const vertex of order) {
    if (fates[vertex] !== 'open') continue;
    const all = parents[vertex] ?? [];
    switch (joins[vertex]) {
      case 'settled':
        known[vertex] = true;
        break;
      case 'any':
      case 'first':
        known[vertex] = all.length === 0 || all.some(comes);
        break;
      default:
        known[vertex] = all.every(comes);
    }
  }
  return known;
};

/** The longest path through what has not settled, by how much of it can still come to something. */
const longestChain = (
  { order, children }: Chart,
  fates: readonly Fate[],
  isAlive: readonly boolean[],
): readonly number[] => {
  const lengths = new Uint32Array(order.length);
  const next = new Map<number, number>();
  let first: number | undefined;
  for (const vertex of order.toReversed()) {
    if (fates[vertex] !== 'open') continue;
    const ahead = longest(children[vertex] ?? [], lengths);
    const own = isAlive[vertex] === true ? 1 : 0;
    lengths[vertex] = own + (ahead === undefined ? 0 : (lengths[ahead] ?? 0));
    if (ahead !== undefined) next.set(vertex, ahead);
    if (own > 0) first = longest(first === undefined ? [vertex] : [vertex, first], lengths);
  }
  const chain: number[] = [];
  for (let at = first; at !== undefined; at = next.get(at)) {
    if (isAlive[at] === true) chain.push(at);
  }
  return chain;
};

/** Of some vertices the one with the greatest length, unless that is 0; of several, the first in declaration order. */
const longest = (vertices: readonly number[], lengths: Uint32Array): number | undefined => {
  let best: number | undefined;
  let most = 0;
  for (const vertex of vertices) {
    const length = lengths[vertex] ?? 0;
    if (length > most || (length === most && best !== undefined && vertex < best)) {
      [best, most] = [vertex, length];
    }
  }
  return best;
};
