/**
 * What leads from where to where in a flow as data: all that is wrong with it, and not only the first.
 *
 * @module
 */

import {
  CycleFound,
  DuplicateEdge,
  DuplicateName,
  EmptyFlow,
  PathToInput,
  UnknownTask,
} from '../core/errors.js';
import { findCycle, topologicalOrder } from '../core/graph.js';
import { nearest } from '../internal/nearest.js';
import type { FlowBody } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';

/** The names of a flow, inputs first, and also of those that could not be read. */
export interface Names {
  readonly inputs: readonly string[];
  readonly tasks: readonly string[];
}

/** By the number of an input or a task, the numbers of those that it needs. */
export type Parents = readonly (readonly number[])[];

/** Checks names, paths and routes, and tells who needs whom. What is unknown counts as what was probably meant. */
export const wiringOf = (
  { paths = {}, routes = {} }: FlowBody,
  { inputs, tasks }: Names,
  place: Place,
  problems: Problems,
): Parents => {
  const names = [...inputs, ...tasks];
  const numbers = new Map(names.map((name, index) => [name, index]));
  if (tasks.length === 0) problems.add([...place, 'tasks'], new EmptyFlow().message);
  const isInput = new Set(inputs);
  for (const name of tasks) {
    if (isInput.has(name)) problems.add([...place, 'tasks', name], new DuplicateName(name).message);
  }
  const children = names.map(() => new Map<number, 'path' | 'route'>());

  const numberOf = (name: string, known: readonly string[], at: Place, where: string) => {
    const number = numbers.get(name);
    if (number !== undefined) return number;
    const like = problems.isFull() ? undefined : nearest(name, known);
    problems.add(at, new UnknownTask(name, where, like, known).message);
    return like === undefined ? undefined : numbers.get(like);
  };
  const childOf = (parent: string, child: string, at: Place, where: string) => {
    const to = numberOf(child, tasks, at, where);
    if (to === undefined) return undefined;
    const found = names[to] ?? '';
    if (to < inputs.length) problems.add(at, new PathToInput(parent, found).message);
    else if (found === parent) problems.add(at, new CycleFound([parent, found]).message);
    else return to;
    return undefined;
  };

  for (const [parent, some] of Object.entries(paths)) {
    const at = [...place, 'paths', parent];
    const from = numberOf(parent, names, at, 'paths');
    some.forEach((child, index) => {
      const to = childOf(parent, child, [...at, index], `paths.${parent}`);
      if (from === undefined || to === undefined) return;
      if (children[from]?.has(to) === true) {
        problems.add([...at, index], new DuplicateEdge(parent, child).message);
      }
      children[from]?.set(to, 'path');
    });
  }
  for (const [parent, { to: ways }] of Object.entries(routes)) {
    const at = [...place, 'routes', parent];
    const from = numberOf(parent, tasks, at, 'routes');
    if (from !== undefined && from < inputs.length) {
      problems.add(at, 'An input has no route. Put a task behind it, and route that.');
    }
    for (const [key, targets] of Object.entries(ways)) {
      const seen = new Set<number>();
      [targets].flat().forEach((child, index) => {
        const end = [...at, 'to', key, ...(typeof targets === 'string' ? [] : [index])];
        const to = childOf(parent, child, end, `routes.${parent}`);
        if (from === undefined || to === undefined) return;
        const isPaved = children[from]?.get(to) === 'path';
        if (isPaved || seen.has(to)) {
          problems.add(end, new DuplicateEdge(parent, child, isPaved).message);
        }
        seen.add(to);
        if (!isPaved) children[from]?.set(to, 'route');
      });
    }
  }
  checkCircles(
    names,
    children.map((some) => [...some.keys()]),
    place,
    problems,
  );
  const parents: number[][] = names.map(() => []);
  children.forEach((some, from) => {
    for (const to of some.keys()) parents[to]?.push(from);
  });
  return parents;
};

/** Tells every circle, by taking away one path of each until there is none. */
const checkCircles = (
  names: readonly string[],
  children: readonly (readonly number[])[],
  place: Place,
  problems: Problems,
): void => {
  const left = children.map((some) => [...some]);
  for (let told = 0; told < mostCircles; told++) {
    const order = topologicalOrder(names.length, left);
    if (order.length === names.length) return;
    const circle = findCycle(names.length, left, order);
    problems.add(
      [...place, 'paths'],
      new CycleFound(circle.map((index) => names[index] ?? '')).message,
    );
    const [last = -1, first] = circle.slice(-2);
    left[last] = (left[last] ?? []).filter((child) => child !== first);
  }
};

const mostCircles = 12;
