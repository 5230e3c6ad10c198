/**
 * From plain data to a checked, immutable plan. Everything that can be wrong with a flow before it runs is
 * found here, and thrown.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import { CycleFound, DuplicateName, EmptyFlow, InvalidName, UnknownTask } from '../core/errors.js';
import { findCycle, heightsOf, topologicalOrder } from '../core/graph.js';
import { nearest } from '../internal/nearest.js';
import { atLeastOne } from './atLeastOne.js';
import { checkedBudget, type Budget } from './budget.js';
import { checkBytes } from './checkBytes.js';
import { checkInputs, checkNeeds, checkOnly } from './checkNeeds.js';
import { edgesOf } from './edges.js';
import { graphOf } from './graphOf.js';
import {
  depthOf,
  follows,
  type Definition,
  type OnFailure,
  type Plan,
  type PlanVertex,
  type Print,
  type TaskVertex,
} from './plan.js';
import type { AnyRoute } from './route.js';

/** A flow as it is given, whatever its types. */
export interface PlainSpec {
  readonly inputs?: Readonly<Record<string, AnyCodec>> | undefined;
  readonly tasks: Readonly<Record<string, Definition>>;
  readonly paths?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  readonly routes?: Readonly<Record<string, AnyRoute | undefined>> | undefined;
  readonly onFailure?: OnFailure | undefined;
  readonly concurrency?: number | undefined;
  readonly budget?: Budget | undefined;
  readonly log?: boolean | Print | undefined;
}

/** Checks a flow and numbers its parts. */
export const compile = ({
  inputs = {},
  tasks,
  paths = {},
  routes: given = {},
  onFailure = 'stop',
  concurrency = Infinity,
  budget = {},
  log = false,
}: PlainSpec): Plan => {
  const inputNames = namesOf(inputs);
  const taskNames = namesOf(tasks);
  if (taskNames.length === 0) throw new EmptyFlow();
  const names = [...inputNames, ...taskNames];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const twice = taskNames.find((name) => Object.hasOwn(inputs, name));
  if (twice !== undefined) throw new DuplicateName(twice);

  const { edges, routes } = edgesOf(paths, given, numbers, inputNames.length);
  const children: number[][] = names.map(() => []);
  const parents: number[][] = names.map(() => []);
  for (const { from, to } of edges) {
    children[from]?.push(to);
    parents[to]?.push(from);
  }
  for (const some of children) some.sort((one, other) => one - other);
  const order = topologicalOrder(names.length, children);
  if (order.length < names.length) {
    const circle = findCycle(names.length, children, order);
    throw new CycleFound(circle.map((vertex) => names[vertex] ?? ''));
  }
  const ranks = new Uint32Array(names.length);
  order.forEach((vertex, rank) => (ranks[vertex] = rank));

  const heights = heightsOf(order, children);
  const vertices: PlanVertex[] = [];
  // In an order in which those that a task reads from are there before it.
  for (const index of order) {
    const name = names[index] ?? '';
    const placed = {
      name,
      index,
      rank: ranks[index] ?? 0,
      height: heights[index] ?? 0,
      children: children[index] ?? [],
    };
    const codec = inputs[name];
    if (index < inputNames.length && codec !== undefined) {
      vertices[index] = { _tag: 'Input', ...placed, codec };
      continue;
    }
    const definition = tasks[name];
    // Every name is one of an input or of a task.
    if (definition === undefined) throw new UnknownTask(name, 'tasks', undefined, names);
    const above = parents[index] ?? [];
    vertices[index] = {
      _tag: 'Task',
      ...placed,
      task: name,
      join: definition.join,
      definition,
      parents: above,
      names: above.map((parent) => names[parent] ?? ''),
      spared:
        placed.children.length > 0 &&
        placed.children.every((child) => tasks[names[child] ?? '']?.join !== 'all'),
      bare: false,
      route: routes.get(index),
      follows: follows(
        definition,
        above.map((parent) => vertices[parent]),
      ),
    };
  }
  for (const vertex of vertices) {
    if (vertex._tag === 'Input') continue;
    checkNeeds(vertex);
    checkOnly(vertex);
    checkInputs(vertex);
    checkChunks(vertex);
    checkBytes(vertex, vertices);
  }
  return Object.freeze({
    graph: graphOf(inputNames, vertices, edges, names),
    vertices,
    inputCount: inputNames.length,
    depth: depthOf(Object.values(tasks)),
    onFailure,
    concurrency: atLeastOne(concurrency),
    budget: Object.freeze({ ...checkedBudget(budget) }),
    log,
  });
};

const namesOf = (record: Readonly<Record<string, unknown>>): readonly string[] => {
  const prototype: unknown = Object.getPrototypeOf(record);
  // `{ __proto__: task }` makes no member, but changes the prototype.
  if (prototype !== Object.prototype && prototype !== null) {
    throw new InvalidName('__proto__', 'it is the prototype of the record');
  }
  const names = Object.keys(record);
  for (const name of names) {
    if (name === '') throw new InvalidName(name, 'it is empty');
    if (name in Object.prototype) {
      throw new InvalidName(name, 'every object of JavaScript has a member of that name');
    }
    if (/^(0|[1-9]\d*)$/u.test(name)) {
      throw new InvalidName(
        name,
        'JavaScript puts members whose names are numbers first, so the order of declaration would be lost',
      );
    }
  }
  return names;
};

const checkChunks = ({ name, names, definition: { chunks = {} } }: TaskVertex): void => {
  for (const chunk of Object.keys(chunks)) {
    if (!names.includes(chunk)) {
      throw new UnknownTask(chunk, `chunks of "${name}"`, nearest(chunk, names), names);
    }
  }
};
