/**
 * Who is connected with whom in a random flow, and what that means for them.
 *
 * @module
 */

import type { Join } from '../../lib/core/graph.js';
import { keyOf } from './said.js';
import type { Shape, Work } from './shapes.js';

/** What the task at a place of a flow is called: another name for each flow that stands in another. */
export const nameOf = (index: number, flow = ''): string =>
  `${'tuvw'[flow.split('/').length - 1] ?? ''}${String(index)}`;

/** The successors of a task. */
export const childrenOf = ({ tasks }: Shape, index: number): readonly number[] =>
  tasks.flatMap(({ parents }, child) => (parents.includes(index) ? [child] : []));

/** By key, where the route of a task leads. */
export const waysOf = (
  shape: Shape,
  index: number,
): Readonly<Record<string, readonly number[]>> => {
  const children = childrenOf(shape, index);
  const ways = shape.tasks[index]?.route?.ways ?? [];
  return Object.fromEntries(
    ways.map((places, way) => [
      keyOf(way),
      [...new Set(places.flatMap((place) => children[place % children.length] ?? []))],
    ]),
  );
};

/** Whether a route of one leads to the other. */
export const isRouted = (shape: Shape, from: number, to: number): boolean =>
  Object.values(waysOf(shape, from)).some((targets) => targets.includes(to));

/** The predecessors of a task in the order in which it is given what they gave: by paths, then by routes. */
export const parentsOf = (shape: Shape, index: number): readonly number[] => {
  const parents = shape.tasks[index]?.parents ?? [];
  return [
    ...parents.filter((parent) => !isRouted(shape, parent, index)),
    ...parents.filter((parent) => isRouted(shape, parent, index)),
  ];
};

/** The inputs that a task is given: one without predecessors in an even place all of them, the others none. */
export const inputsOf = (
  { tasks }: Shape,
  index: number,
  inputs: readonly string[],
): readonly string[] => (tasks[index]?.parents.length === 0 && index % 2 === 0 ? inputs : []);

/** How a task joins its predecessors. */
export const joinOf = (work: Work | undefined): Join => {
  switch (work?._tag) {
    case 'Code':
    case 'Ask':
      return work.join;
    case 'Sequence':
      return joinOf(work.steps[0]);
    default:
      return 'all';
  }
};

/** Whether all successors of a task do without it. */
export const isSpared = (shape: Shape, index: number): boolean => {
  const children = childrenOf(shape, index);
  return (
    children.length > 0 && children.every((child) => joinOf(shape.tasks[child]?.work) !== 'all')
  );
};

/** Whether all who would hear a task may choose another, so that it may be cancelled. */
export const mayLose = (shape: Shape, index: number): boolean => {
  const children = childrenOf(shape, index);
  return children.length > 0 && children.every((child) => isFirst(shape, child));
};

/** Whether a task is left out of the results, since it depends on the time whether it is one. */
export const isExcluded = (shape: Shape, index: number): boolean =>
  isOwn(shape.tasks[index]?.work) &&
  childrenOf(shape, index).some((child) => isFirst(shape, child));

/** Whether a task does its work itself. */
export const isOwn = (work: Work | undefined): boolean =>
  work?._tag === 'Code' || work?._tag === 'Ask';

const isFirst = ({ tasks }: Shape, index: number): boolean =>
  joinOf(tasks[index]?.work) === 'first';
