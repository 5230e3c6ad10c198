/**
 * A graph in words.
 *
 * @module
 */

import type { Graph, GraphEdge, GraphTask } from '../core/graph.js';
import { captionOf } from './inside.js';
import { and, many } from './phrases.js';
import type { TaskState } from './states.js';
import { legal, onOneLine } from './text.js';
import { byWays } from './way.js';

/** What there is, in numbers. */
export const counts = (
  { inputs, tasks, edges }: Graph,
  states: readonly TaskState[] = [],
): string => {
  const routers = new Set(edges.flatMap(({ from, ways }) => (ways === undefined ? [] : [from])));
  return [
    ...(inputs.length === 0 ? [] : [many(inputs.length, 'input')]),
    many(tasks.length, 'task'),
    many(edges.length, 'path'),
    ...(routers.size === 0 ? [] : [many(routers.size, 'route')]),
    ...outcomesOf(states),
  ].join(' · ');
};

/** How many tasks are in each state. */
const outcomesOf = (states: readonly TaskState[]): readonly string[] => {
  const numbers = new Map<string, number>();
  for (const { outcome } of states) numbers.set(outcome, (numbers.get(outcome) ?? 0) + 1);
  return Array.from(numbers, ([outcome, count]) => `${String(count)} ${outcome}`);
};

/** Who waits for whom, for those who cannot see it; of a large graph, only how large it is. */
export const told = (graph: Graph, states: ReadonlyMap<string, TaskState> = new Map()): string => {
  const { inputs, tasks, edges } = graph;
  const numbers = counts(graph, [...states.values()]);
  if (tasks.length > 100) return `A flow: ${numbers}.`;
  const before = new Map<string, string[]>();
  for (const edge of edges) {
    const others = before.get(edge.to);
    if (others === undefined) before.set(edge.to, [originOf(edge)]);
    else others.push(originOf(edge));
  }
  const sentences = tasks.map((task) => {
    const state = states.get(legal(task.name));
    const end = state === undefined ? '' : `; ${state.told}`;
    return `${subjectOf(task)} waits for ${and(before.get(task.name) ?? ['nothing'])}${end}.`;
  });
  const given = inputs.length === 0 ? [] : [`Given: ${and(inputs.map(onOneLine))}.`];
  return [`A flow: ${numbers}.`, ...given, ...sentences].join(' ');
};

const subjectOf = ({ name, inside }: GraphTask): string =>
  inside === undefined ? onOneLine(name) : `${onOneLine(name)} (${captionOf(inside)})`;

const originOf = ({ from, ways }: GraphEdge): string =>
  ways === undefined ? onOneLine(from) : `${onOneLine(from)} (${byWays(ways)})`;
