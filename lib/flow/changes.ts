/**
 * Edited copies of what a flow is made of. What would be left without an end is refused by name.
 *
 * @module
 */

import { UnknownTask, WouldDangle } from '../core/errors.js';
import type { Graph } from '../core/graph.js';
import { nearest } from '../internal/nearest.js';
import { recordLike } from '../internal/recordLike.js';
import { needsOf } from './needs.js';
import type { PlainParts } from './parts.js';
import { definitionOf, type AnyTask } from './task.js';

/** The caller's records may change; what a flow was made of does not. */
export const copyOf = (parts: PlainParts): PlainParts => {
  const { inputs = {}, tasks, paths = {}, routes = {} } = parts;
  return {
    ...parts,
    inputs: recordLike(inputs, Object.entries(inputs)),
    tasks: recordLike(tasks, Object.entries(tasks)),
    paths: withLists(paths, (children) => [...children]),
    routes: { ...routes },
  };
};

/** Parts added, or put in the place of others. */
export const merged = (
  parts: PlainParts,
  { inputs, tasks, paths, routes }: Partial<PlainParts>,
): PlainParts => ({
  ...parts,
  inputs: both(parts.inputs, inputs),
  tasks: both(parts.tasks, tasks),
  paths: both(parts.paths, paths),
  routes: both(parts.routes, routes),
});

/** Another task in the place of one. */
export const replaced = (parts: PlainParts, name: string, task: AnyTask): PlainParts => {
  checkKnown(name, Object.keys(parts.tasks), 'replace');
  return merged(parts, { tasks: { [name]: task } });
};

/** Other predecessors for a task. */
export const rewired = (
  parts: PlainParts,
  { edges }: Graph,
  name: string,
  predecessors: readonly string[],
): PlainParts => {
  const { tasks, paths = {} } = parts;
  const names = namesOf(parts);
  checkKnown(name, Object.keys(tasks), 'rewire');
  for (const predecessor of predecessors) checkKnown(predecessor, names, `rewire.${name}`);
  const lost = edges.find(
    ({ from, to, ways }) =>
      to === name && ways === undefined && !predecessors.includes(from) && needs(parts, to, from),
  );
  if (lost !== undefined) throw new WouldDangle(lost.from, [name]);
  const added = predecessors.filter((each) => !Object.hasOwn(paths, each));
  const all = { ...paths, ...Object.fromEntries(added.map((each) => [each, []])) };
  return {
    ...parts,
    paths: Object.fromEntries(
      Object.entries(all).map(([parent, children = []]): readonly [string, readonly string[]] => [
        parent,
        !predecessors.includes(parent)
          ? children.filter((child) => child !== name)
          : children.includes(name)
            ? children
            : [...children, name],
      ]),
    ),
  };
};

/** All but a task or an input, and what leads from and to it. */
export const without = (parts: PlainParts, { edges }: Graph, name: string): PlainParts => {
  const { inputs = {}, tasks, paths = {}, routes = {} } = parts;
  checkKnown(name, namesOf(parts), 'without');
  const dangling = edges.flatMap(({ from, to, ways }) => {
    if (to === name && ways !== undefined) return [from];
    return from === name && needs(parts, to, name) ? [to] : [];
  });
  if (dangling.length > 0) throw new WouldDangle(name, dangling);
  return {
    ...parts,
    inputs: omit(inputs, name),
    tasks: omit(tasks, name),
    paths: omit(
      withLists(paths, (children) => children.filter((child) => child !== name)),
      name,
    ),
    routes: omit(routes, name),
  };
};

/** Whether a task asks for another by name. */
const needs = ({ tasks }: PlainParts, name: string, other: string): boolean => {
  const task = tasks[name];
  return task !== undefined && needsOf(definitionOf(task)).includes(other);
};

const namesOf = ({ inputs = {}, tasks }: PlainParts): readonly string[] => [
  ...Object.keys(inputs),
  ...Object.keys(tasks),
];

const checkKnown = (name: string, known: readonly string[], where: string): void => {
  if (!known.includes(name)) throw new UnknownTask(name, where, nearest(name, known), known);
};

const withLists = (
  paths: Readonly<Record<string, readonly string[] | undefined>>,
  change: (children: readonly string[]) => readonly string[],
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(paths).map(([parent, children = []]) => [parent, change(children)]),
  );

const both = <A>(
  some: Readonly<Record<string, A>> = {},
  others: Readonly<Record<string, A>> = {},
): Readonly<Record<string, A>> =>
  recordLike(others, [...Object.entries(some), ...Object.entries(others)]);

const omit = <A>(record: Readonly<Record<string, A>>, name: string): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
