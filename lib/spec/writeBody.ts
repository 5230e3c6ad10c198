import { tasksOf, type Decide, type Plan, type TaskVertex } from '../flow/plan.js';
import type { DeciderData } from '../flow/decider.js';
import type { DeciderSpec } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';
import { typeOf } from './types.js';
import { filled, limited } from './writeAgent.js';
import { writeTask, type Writing } from './writeTask.js';

/** Inputs, tasks, paths and routes as data. What of them cannot be written is a problem. */
export const writeBody = (plan: Plan, place: Place, writing: Writing): object => {
  const { problems } = writing;
  const { vertices, graph, onFailure, concurrency, budget, log } = plan;
  if (log !== false) {
    problems.add(
      [...place, 'log'],
      'It is not a part of the flow. Give it to its runs: { log: true }.',
    );
  }
  const spends = filled(limited(budget));
  const tasks = tasksOf(plan);
  const inputs = vertices.flatMap((vertex) =>
    vertex._tag === 'Input'
      ? [[vertex.name, typeOf(vertex.codec, [...place, 'inputs', vertex.name], problems)] as const]
      : [],
  );
  // A path that is always taken; where the others lead, the routes say.
  const paths = new Map<string, string[]>();
  for (const { from, to, ways } of graph.edges) {
    if (ways !== undefined) continue;
    const children = paths.get(from) ?? [];
    children.push(to);
    paths.set(from, children);
  }
  const routes = tasks.flatMap((vertex) =>
    vertex.route === undefined
      ? []
      : [
          [
            vertex.name,
            writeRoute(vertex, plan, [...place, 'routes', vertex.name], problems),
          ] as const,
        ],
  );
  return {
    ...(inputs.length > 0 && { inputs: Object.fromEntries(inputs) }),
    tasks: Object.fromEntries(
      tasks.map(({ name, definition }) => [
        name,
        writeTask(definition, [...place, 'tasks', name], writing),
      ]),
    ),
    ...(paths.size > 0 && { paths: Object.fromEntries(paths) }),
    ...(routes.length > 0 && { routes: Object.fromEntries(routes) }),
    ...(onFailure !== 'stop' && { onFailure }),
    ...(concurrency !== Infinity && { concurrency }),
    ...(spends !== undefined && { budget: spends }),
  };
};

const writeRoute = (
  { route }: TaskVertex,
  { vertices }: Plan,
  place: Place,
  problems: Problems,
): object => {
  if (route === undefined) return {};
  const choice = choiceOf(route.decide);
  if (choice === undefined) {
    problems.add(
      place,
      'Its choice is a function of its own. Take one such as byContent(…) or byLength(…).',
    );
  }
  const to = [...route.ways].map(([key, ends]) => {
    const names = ends.map((end) => vertices[end]?.name ?? '');
    const [first] = names;
    return [key, names.length === 1 ? first : names] as const;
  });
  return { ...choice, to: Object.fromEntries(to) };
};

const choiceOf = (decide: Decide): DeciderSpec | undefined => {
  if (!('~decider' in decide)) return undefined;
  // Ready-made deciders are who carries that.
  const data = decide['~decider'] as DeciderData;
  if (data.by !== 'content' || data.all) return data;
  const { by, words, otherwise } = data;
  return { by, words, otherwise };
};
