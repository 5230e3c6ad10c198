/**
 * The paths and routes of a flow as pairs of numbers, checked.
 *
 * @module
 */

import {
  CycleFound,
  DuplicateEdge,
  InvalidOptions,
  PathToInput,
  UnknownTask,
} from '../core/errors.js';
import { nearest } from '../internal/nearest.js';
import { decidedKeys, type Decider } from './decider.js';
import type { PlanRoute } from './plan.js';
import { plainRouteOf, type AnyRoute } from './route.js';

/** A path by the numbers of its ends, with the keys of the route that leads along it. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly ways?: readonly string[];
}

/** What leads from where to where. */
export interface Edges {
  /** Those of the paths, then those of the routes, both in declaration order. */
  readonly edges: readonly Edge[];
  /** The routes, by the numbers of their tasks. */
  readonly routes: ReadonlyMap<number, PlanRoute>;
}

/** Finds the ends of paths and routes, or throws what is wrong with them. */
export const edgesOf = (
  paths: Readonly<Record<string, readonly string[] | undefined>>,
  routes: Readonly<Record<string, AnyRoute | undefined>>,
  numbers: ReadonlyMap<string, number>,
  inputCount: number,
): Edges => {
  const known = [...numbers.keys()];
  const numberOf = (name: string, where: string, skipped: number): number => {
    const number = numbers.get(name);
    if (number !== undefined) return number;
    const among = known.slice(skipped);
    throw new UnknownTask(name, where, nearest(name, among), among);
  };
  const edges: Edge[] = [];
  const childrenOf = new Map<number, Set<number>>();
  const childOf = (parent: string, child: string, where: string, seen: Set<number>): number => {
    const to = numberOf(child, where, inputCount);
    if (to < inputCount) throw new PathToInput(parent, child);
    if (parent === child) throw new CycleFound([parent, child]);
    if (seen.has(to)) throw new DuplicateEdge(parent, child);
    seen.add(to);
    return to;
  };
  for (const [parent, children = []] of Object.entries(paths)) {
    const from = numberOf(parent, 'paths', 0);
    const seen = new Set<number>();
    childrenOf.set(from, seen);
    for (const child of children) {
      edges.push({ from, to: childOf(parent, child, `paths.${parent}`, seen) });
    }
  }
  const planned = new Map<number, PlanRoute>();
  for (const [parent, given] of Object.entries(routes)) {
    if (given === undefined) continue;
    const from = numberOf(parent, 'routes', 0);
    checkRoute(parent, given, from < inputCount);
    const { decide, table } = plainRouteOf(given);
    checkDecider(parent, decide, Object.keys(table));
    const ways = new Map<string, readonly number[]>();
    const keysOf = new Map<number, string[]>();
    const paved = childrenOf.get(from) ?? new Set();
    for (const [key, targets] of Object.entries(table)) {
      const seen = new Set<number>();
      const where = `routes.${parent}.${key}`;
      const ends = [targets].flat().map((child) => {
        const to = childOf(parent, child, where, seen);
        if (paved.has(to)) throw new DuplicateEdge(parent, child, true);
        keysOf.set(to, [...(keysOf.get(to) ?? []), key]);
        return to;
      });
      ways.set(key, ends);
    }
    for (const [to, keys] of keysOf) edges.push({ from, to, ways: keys });
    planned.set(from, { decide, ways, targets: new Set(keysOf.keys()) });
  }
  return { edges, routes: planned };
};

/** A ready-made decider tells which keys it gives. */
const checkDecider = (parent: string, decide: object, known: readonly string[]): void => {
  const gives = isDecider(decide) ? decidedKeys(decide['~decider']) : [];
  const missing = gives.find((key) => !known.includes(key));
  if (missing !== undefined) {
    throw new InvalidOptions(
      parent,
      `its route gives "${missing}", which its table does not have. It has: ${known.map((key) => `"${key}"`).join(', ')}.`,
    );
  }
};

const isDecider = (decide: object): decide is Pick<Decider<string>, '~decider'> =>
  '~decider' in decide;

const checkRoute = (parent: string, given: AnyRoute, isInput: boolean): void => {
  if (isInput) {
    throw new InvalidOptions(
      undefined,
      `routes.${parent}: an input has no route, since nothing finishes it. Put a task behind it, and route that.`,
    );
  }
  if (typeof given !== 'object' || !('~route' in given)) {
    throw new InvalidOptions(parent, 'its route is none. Make one with route(decide, { … }).');
  }
};
