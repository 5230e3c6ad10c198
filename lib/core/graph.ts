/**
 * Tasks and who waits for whom, as plain data: what a picture is drawn from and a run is told by.
 *
 * @module
 */

/** How a task joins its predecessors. */
export type Join = 'all' | 'any' | 'first' | 'settled';

/** A flow without its functions: plain, frozen data. */
export interface Graph {
  /** The inputs, in declaration order. */
  readonly inputs: readonly string[];
  /** The tasks, in declaration order. */
  readonly tasks: readonly GraphTask[];
  /** The paths, in declaration order. */
  readonly edges: readonly GraphEdge[];
}

/** One task of a graph. */
export interface GraphTask {
  readonly name: string;
  /** Who does it: an agent of a provider, or code. */
  readonly agent?: GraphAgent;
  readonly join: Join;
  /** May complete without a value. */
  readonly optional: boolean;
  /** Is left out of the results. */
  readonly exclude: boolean;
  /** Works on the unfinished outputs of its predecessors. */
  readonly partials: boolean;
  /** What it is made of, where it is made of tasks, or that it asks a person. */
  readonly inside?: GraphInside;
}

/** What a task is made of. */
export type GraphInside =
  /** A person is asked. */
  | { readonly kind: 'ask' }
  /** The tasks of the graph are done one after the other. */
  | { readonly kind: 'sequence'; readonly graph: Graph }
  /** The task of the graph is done again and again. */
  | {
      readonly kind: 'loop';
      readonly graph: Graph;
      readonly max: number;
      /** All answers are given, not only the last. */
      readonly history: boolean;
    }
  /** The task of the graph is done for each item of a list; `concurrency` of them at once, where that is limited. */
  | { readonly kind: 'each'; readonly graph: Graph; readonly concurrency?: number }
  /** The tasks of the graph compete, `after` milliseconds apart. */
  | { readonly kind: 'race'; readonly graph: Graph; readonly after: number }
  /** The graph is that of a flow. */
  | { readonly kind: 'flow'; readonly graph: Graph };

/** The agent of a task. */
export interface GraphAgent {
  /** `text`, `image`, … */
  readonly type: string;
  readonly provider: string;
  readonly model?: string;
}

/** A path from an input or a task to a task. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The keys by which the route of the first leads to the second; a path that is always taken has none. */
  readonly ways?: readonly string[];
}

/**
 * Puts vertices into an order in which each comes after all that it needs; of those that could come
 * next, the one declared first (Kahn's algorithm).
 *
 * @param size how many vertices there are, numbered from 0 in declaration order
 * @param children by vertex, those that need it
 * @returns the order; it is shorter than `size` when some vertices wait for each other
 */
export const topologicalOrder = (
  size: number,
  children: readonly (readonly number[])[],
): readonly number[] => {
  const missing = new Uint32Array(size);
  for (const some of children) for (const child of some) missing[child] = (missing[child] ?? 0) + 1;
  const order: number[] = [];
  missing.forEach((count, vertex) => {
    if (count === 0) order.push(vertex);
  });
  // The list grows while it is walked.
  for (const vertex of order) {
    for (const child of children[vertex] ?? []) {
      missing[child] = (missing[child] ?? 0) - 1;
      if (missing[child] === 0) order.push(child);
    }
  }
  return order;
};

/** By vertex, how many others come one after the other below it, at the most. */
export const heightsOf = (
  order: readonly number[],
  children: readonly (readonly number[])[],
): Uint32Array => {
  const heights = new Uint32Array(order.length);
  for (const vertex of order.toReversed()) {
    for (const child of children[vertex] ?? []) {
      heights[vertex] = Math.max(heights[vertex] ?? 0, (heights[child] ?? 0) + 1);
    }
  }
  return heights;
};

/**
 * One circle of a graph that has one, from its first vertex back to it, along the paths.
 *
 * @param order what {@link topologicalOrder} could put in order
 */
export const findCycle = (
  size: number,
  children: readonly (readonly number[])[],
  order: readonly number[],
): readonly number[] => {
  const free = new Set(order);
  const parentOf = new Map<number, number>();
  for (let vertex = 0; vertex < size; vertex++) {
    if (free.has(vertex)) continue;
    for (const child of children[vertex] ?? []) if (!free.has(child)) parentOf.set(child, vertex);
  }
  // Every vertex that is left has a parent that is left, so walking up must meet itself.
  const seen: number[] = [];
  const place = new Map<number, number>();
  let vertex = parentOf.keys().next().value ?? 0;
  while (!place.has(vertex)) {
    place.set(vertex, seen.length);
    seen.push(vertex);
    vertex = parentOf.get(vertex) ?? vertex;
  }
  const circle = seen.slice(place.get(vertex)).reverse();
  const first = circle.indexOf(Math.min(...circle));
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)];
};
