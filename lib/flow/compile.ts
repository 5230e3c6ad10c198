/**
 * From plain data to a checked, immutable plan. Everything that can be wrong with a flow before it runs is
 * found here, and thrown.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import {
  CycleFound,
  DuplicateEdge,
  DuplicateName,
  EmptyFlow,
  InvalidName,
  InvalidOptions,
  PathToInput,
  UnknownPlace,
  UnknownTask,
} from '../core/errors.js';
import {
  findCycle,
  heightsOf,
  topologicalOrder,
  type Graph,
  type GraphTask,
} from '../core/graph.js';
import { nearest } from '../internal/nearest.js';
import { checkBytes } from './checkBytes.js';
import type { Definition } from './definition.js';
import { placesIn } from './perform.js';
import type { OnFailure, Plan, PlanVertex, Print, TaskVertex } from './plan.js';

/** A flow as it is given, whatever its types. */
export interface PlainSpec {
  readonly inputs?: Readonly<Record<string, AnyCodec>> | undefined;
  readonly tasks: Readonly<Record<string, Definition>>;
  readonly paths?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  readonly onFailure?: OnFailure | undefined;
  readonly concurrency?: number | undefined;
  readonly log?: boolean | Print | undefined;
}

/** Checks a flow and numbers its parts. */
export const compile = ({
  inputs = {},
  tasks,
  paths = {},
  onFailure = 'stop',
  concurrency = Infinity,
  log = false,
}: PlainSpec): Plan => {
  const inputNames = namesOf(inputs);
  const taskNames = namesOf(tasks);
  if (taskNames.length === 0) throw new EmptyFlow();
  const names = [...inputNames, ...taskNames];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const twice = taskNames.find((name) => Object.hasOwn(inputs, name));
  if (twice !== undefined) throw new DuplicateName(twice);

  const edges = edgesOf(paths, numbers, inputNames.length);
  const children: number[][] = names.map(() => []);
  const parents: number[][] = names.map(() => []);
  for (const [from, to] of edges) {
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
  const vertices = names.map((name, index): PlanVertex => {
    const placed = {
      name,
      index,
      rank: ranks[index] ?? 0,
      height: heights[index] ?? 0,
      children: children[index] ?? [],
    };
    const codec = inputs[name];
    if (index < inputNames.length && codec !== undefined)
      return { _tag: 'Input', ...placed, codec };
    const definition = tasks[name];
    // Every name is one of an input or of a task.
    if (definition === undefined) throw new UnknownTask(name, 'tasks', undefined, names);
    const above = parents[index] ?? [];
    return {
      _tag: 'Task',
      ...placed,
      task: name,
      join: definition.join,
      definition,
      parents: above,
      names: above.map((parent) => names[parent] ?? ''),
      places: placesOfTask(definition),
      spared:
        placed.children.length > 0 &&
        placed.children.every((child) => tasks[names[child] ?? '']?.join !== 'all'),
    };
  });
  for (const vertex of vertices) {
    if (vertex._tag === 'Input') continue;
    checkPlaces(vertex.name, vertex.places, vertex.names);
    checkChunks(vertex);
    checkBytes(vertex, vertices);
  }
  return Object.freeze({
    graph: graphOf(inputNames, tasks, taskNames, edges, names),
    vertices,
    inputCount: inputNames.length,
    onFailure,
    concurrency: atLeastOne(concurrency),
    log,
  });
};

/** Refuses a concurrency that is no whole number from 1 on. */
export const atLeastOne = (concurrency: number): number => {
  if (concurrency >= 1 && (Number.isInteger(concurrency) || concurrency === Infinity)) {
    return concurrency;
  }
  throw new RangeError(
    `concurrency must be a whole number of at least 1, not ${String(concurrency)}`,
  );
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

const edgesOf = (
  paths: Readonly<Record<string, readonly string[] | undefined>>,
  numbers: ReadonlyMap<string, number>,
  inputCount: number,
): readonly (readonly [from: number, to: number])[] => {
  const known = [...numbers.keys()];
  const numberOf = (name: string, where: string, skipped: number): number => {
    const number = numbers.get(name);
    if (number !== undefined) return number;
    const among = known.slice(skipped);
    throw new UnknownTask(name, where, nearest(name, among), among);
  };
  const edges: (readonly [number, number])[] = [];
  for (const [parent, children = []] of Object.entries(paths)) {
    const from = numberOf(parent, 'paths', 0);
    const seen = new Set<string>();
    for (const child of children) {
      const to = numberOf(child, `paths.${parent}`, inputCount);
      if (to < inputCount) throw new PathToInput(parent, child);
      if (to === from) throw new CycleFound([parent, child]);
      if (seen.has(child)) throw new DuplicateEdge(parent, child);
      seen.add(child);
      edges.push([from, to]);
    }
  }
  return edges;
};

const placesOfTask = ({ work }: Definition): ReadonlySet<string> => {
  switch (work._tag) {
    case 'Agent':
      return placesIn(work);
    case 'Race':
      return new Set(work.contenders.flatMap((contender) => [...placesOfTask(contender)]));
    default:
      return new Set();
  }
};

const checkPlaces = (
  task: string,
  places: ReadonlySet<string>,
  predecessors: readonly string[],
): void => {
  for (const place of places) {
    if (!predecessors.includes(place)) throw new UnknownPlace(task, place, predecessors);
  }
};

const checkChunks = ({ name, names, definition: { chunks = {} } }: TaskVertex): void => {
  for (const chunk of Object.keys(chunks)) {
    if (!names.includes(chunk)) {
      throw new UnknownTask(chunk, `chunks of "${name}"`, nearest(chunk, names), names);
    }
  }
};

const graphOf = (
  inputs: readonly string[],
  tasks: Readonly<Record<string, Definition>>,
  taskNames: readonly string[],
  edges: readonly (readonly [from: number, to: number])[],
  names: readonly string[],
): Graph =>
  Object.freeze({
    inputs: Object.freeze(inputs),
    tasks: Object.freeze(taskNames.flatMap((name) => graphTasks(name, tasks[name]))),
    edges: Object.freeze(
      edges.map(([from, to]) => Object.freeze({ from: names[from] ?? '', to: names[to] ?? '' })),
    ),
  });

const graphTasks = (name: string, definition: Definition | undefined): readonly GraphTask[] => {
  if (definition === undefined) throw new InvalidOptions(name, 'it is not a task.');
  const { work, join, optional, exclude, partials } = definition;
  return [
    Object.freeze({
      name,
      ...(work._tag === 'Agent' && {
        agent: Object.freeze({
          type: work.agent.type,
          provider: work.agent.provider,
          ...(work.agent.model !== undefined && { model: work.agent.model }),
        }),
      }),
      join,
      optional,
      exclude,
      partials,
    }),
  ];
};
