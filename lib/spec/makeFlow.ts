/**
 * From a flow as data to a flow.
 *
 * @module
 */

import { UnknownPlace } from '../core/errors.js';
import { checkBytes } from '../flow/checkBytes.js';
import { checkInputs, checkNeeds, checkOnly, placesIn } from '../flow/checkNeeds.js';
import type { PlanVertex, TaskVertex } from '../flow/plan.js';
import { plainFlow, type PlainFlow } from '../flow/plainFlow.js';
import { definitionOf, type AnyTask } from '../flow/task.js';
import { attempted } from './attempted.js';
import type { FlowBody } from './form.js';
import { makeRoute } from './makeRoute.js';
import { makeTask } from './makeTask.js';
import type { Making } from './making.js';
import { at, type Place } from './place.js';
import { isRecord } from './shape.js';
import { codecOfType } from './types.js';
import { wiringOf, type Names, type Parents } from './wiring.js';

/** Makes a flow. One that cannot be made is a problem, and all that is wrong with it is told. */
export const makeFlow = (body: FlowBody, place: Place, making: Making): PlainFlow | undefined => {
  const { problems, data } = making;
  const keysAt = (part: string): readonly string[] => {
    const there = at(data, [...place, part]) ?? null;
    return isRecord(there) ? Object.keys(there) : [];
  };
  // What could not be read has a name all the same.
  const names: Names = {
    inputs: [...new Set([...keysAt('inputs'), ...Object.keys(body.inputs ?? {})])],
    tasks: [...new Set([...keysAt('tasks'), ...Object.keys(body.tasks)])],
  };
  const tasks = new Map(
    Object.entries(body.tasks).flatMap(([name, spec]): [string, AnyTask][] => {
      const made = makeTask(spec, [...place, 'tasks', name], making);
      return made === undefined ? [] : [[name, made]];
    }),
  );
  const routes = Object.entries(body.routes ?? {}).flatMap(([name, spec]) => {
    const made = makeRoute(spec, [...place, 'routes', name], problems);
    return made === undefined ? [] : [[name, made] as const];
  });
  const parents = wiringOf(body, names, place, problems);
  // Where paths could not be read, nobody knows who is missing.
  const isWired = (['paths', 'routes'] as const).every(
    (part) =>
      at(data, [...place, part]) === undefined ||
      (body[part] !== undefined &&
        keysAt(part).every((name) => Object.hasOwn(body[part] ?? {}, name))),
  );
  if (isWired) checkTasks(tasks, names, parents, body, place, making);
  if (!problems.isEmpty()) return undefined;

  const { inputs = {}, paths = {}, onFailure, concurrency, budget } = body;
  return attempted(
    (error) =>
      'task' in error && typeof error.task === 'string' && tasks.has(error.task)
        ? [...place, 'tasks', error.task]
        : place,
    problems,
    () =>
      plainFlow({
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([name, type]) => [name, codecOfType(type)]),
        ),
        tasks: Object.fromEntries(tasks),
        paths,
        routes: Object.fromEntries(routes),
        onFailure,
        concurrency,
        budget,
      }),
  );
};

/** Checks of every task whether it is given what it needs. */
const checkTasks = (
  tasks: ReadonlyMap<string, AnyTask>,
  { inputs, tasks: taskNames }: Names,
  parents: Parents,
  body: FlowBody,
  place: Place,
  { problems }: Making,
): void => {
  const names = [...inputs, ...taskNames];
  const vertices = names.map((name, index): PlanVertex | undefined => {
    const placed = { name, index, rank: index, height: 0, children: [] };
    const type = index < inputs.length ? body.inputs?.[name] : undefined;
    if (type !== undefined) return { _tag: 'Input', ...placed, codec: codecOfType(type) };
    const task = index < inputs.length ? undefined : tasks.get(name);
    if (task === undefined) return undefined;
    const definition = definitionOf(task);
    const above = parents[index] ?? [];
    return {
      _tag: 'Task',
      ...placed,
      task: name,
      join: definition.join,
      definition,
      parents: above,
      names: above.map((parent) => names[parent] ?? ''),
      spared: false,
      bare: false,
      route: undefined,
      follows: false,
    };
  });
  // Those that could not be read are looked at by nobody, but keep their numbers.
  const known = vertices.map((vertex) => vertex ?? unread);
  for (const vertex of known) {
    if (problems.isFull()) return;
    if (vertex._tag === 'Input') continue;
    const own = [...place, 'tasks', vertex.name];
    const unknown = unknownPlaces(vertex);
    for (const each of unknown) {
      problems.add(
        placeOfText(own, vertex),
        new UnknownPlace(vertex.name, each, vertex.names).message,
      );
    }
    if (unknown.length === 0) attempted(own, problems, () => checkNeeds(vertex));
    attempted(own, problems, () => checkOnly(vertex));
    attempted(own, problems, () => checkInputs(vertex));
    if (vertex.parents.every((parent) => vertices[parent] !== undefined)) {
      attempted(own, problems, () => checkBytes(vertex, known));
    }
  }
};

const unread: PlanVertex = {
  _tag: 'Input',
  name: '',
  index: 0,
  rank: 0,
  height: 0,
  children: [],
  codec: codecOfType('data'),
};

const unknownPlaces = ({ names, definition }: TaskVertex): readonly string[] =>
  placesIn(definition).filter(
    (each) => !names.includes(each) && !definition.recall.some(({ key }) => key === each),
  );

const placeOfText = (place: Place, { definition: { work } }: TaskVertex): Place => {
  if (work._tag === 'Agent') return [...place, 'instruction'];
  return work._tag === 'Ask' ? [...place, 'ask'] : place;
};
