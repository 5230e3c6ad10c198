/**
 * The tasks within a task as a plan of its own, called by their places, from 1.
 *
 * @module
 */

import { checkBytes } from './checkBytes.js';
import { checkBare, itself } from './checkNeeds.js';
import { graphOf } from './graphOf.js';
import {
  depthOf,
  follows,
  type Definition,
  type OnFailure,
  type Plan,
  type TaskVertex,
} from './plan.js';

/** A plan of tasks one after the other, of which each but the first is given what the one before it gave. */
export const chainOf = (steps: readonly Definition[], within: string, from = 1): Plan => {
  const last = steps.length - 1;
  const vertices: TaskVertex[] = [];
  for (const [index, definition] of steps.entries()) {
    const name = String(index + from);
    if (index > 0) checkBare(definition, within);
    vertices.push({
      _tag: 'Task',
      name,
      task: name,
      index,
      rank: index,
      height: last - index,
      children: index < last ? [index + 1] : [],
      join: definition.join,
      definition,
      parents: index > 0 ? [index - 1] : [],
      names: index > 0 ? [itself] : [],
      spared: false,
      bare: index > 0,
      route: undefined,
      follows: follows(definition, [vertices[index - 1]]),
    });
  }
  // A flow is given its inputs as one value; whether they are all in it, is seen when it runs.
  for (const vertex of vertices.slice(1)) checkBytes(vertex, vertices);
  const edges = vertices.slice(1).map(({ index }) => ({ from: index - 1, to: index }));
  return planOf(vertices, edges, depthOf(steps), 'stop');
};

/** A plan of one task, which is given one value. */
export const oneOf = (definition: Definition, within: string): Plan => {
  checkBare(definition, within);
  return chainOf([definition], within);
};

/** A plan of one task, which is given what the race is given. */
export const contenderOf = (definition: Definition, number: number): Plan =>
  chainOf([definition], 'a race', number);

/** A plan of as many tasks as there are items, all alike. */
export const manyOf = (
  { vertices: [one], depth }: Plan,
  count: number,
  onFailure: OnFailure,
): Plan => {
  if (one?._tag !== 'Task') throw new RangeError('There is no task to be done for each item.');
  const vertices = Array.from({ length: count }, (_, index): TaskVertex => {
    const name = String(index + 1);
    return { ...one, name, task: name, index, rank: index };
  });
  return planOf(vertices, [], depth, onFailure);
};

const planOf = (
  vertices: readonly TaskVertex[],
  edges: readonly { readonly from: number; readonly to: number }[],
  depth: number,
  onFailure: OnFailure,
): Plan =>
  Object.freeze({
    graph: graphOf(
      [],
      vertices,
      edges,
      vertices.map(({ name }) => name),
    ),
    vertices,
    inputCount: 0,
    depth,
    onFailure,
    concurrency: Infinity,
    budget: {},
    log: false,
  });
