import fc from 'fast-check';
import type { Join } from '../../lib/core/graph.js';

/** One task of a random graph; its name is made of its place. */
export interface Drawn {
  /** The places of its predecessors, all before its own. */
  readonly parents: readonly number[];
  /** Milliseconds until it says something; 0 is at once. */
  readonly delay: number;
  /** How many unfinished snapshots come before the output, a millisecond apart. */
  readonly partials: number;
  readonly join: Join;
  readonly optional: boolean;
  readonly fate: 'gives' | 'fails' | 'empty';
}

/** Random graphs of up to ten tasks, that may fail, come late, or have nothing to give. */
export const graphs = (): fc.Arbitrary<readonly Drawn[]> =>
  fc.integer({ min: 1, max: 10 }).chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc.record({
          parents: fc.uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), {
            maxLength: Math.min(3, index),
          }),
          delay: fc.constantFrom(0, 0, 1, 2, 5, 10),
          partials: fc.constantFrom(0, 0, 1, 3),
          join: fc.constantFrom<Join>('all', 'all', 'any', 'settled'),
          optional: fc.boolean(),
          fate: fc.constantFrom<Drawn['fate']>('gives', 'gives', 'gives', 'fails', 'empty'),
        }),
      ),
    ),
  );

/** What the task at a place is called. */
export const nameOf = (index: number): string => `t${String(index)}`;

/** The paths of a graph, so that each task hears its predecessors in their order. */
export const pathsOf = (graph: readonly Drawn[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    graph.map((_, parent) => [
      nameOf(parent),
      graph.flatMap(({ parents }, child) => (parents.includes(parent) ? [nameOf(child)] : [])),
    ]),
  );
