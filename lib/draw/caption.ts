/**
 * A graph in words.
 *
 * @module
 */

import type { Graph, GraphEdge, GraphTask } from '../core/graph.js';
import { captionOf } from './inside.js';
import { and, many } from './phrases.js';
import { onOneLine } from './text.js';
import { byWays } from './way.js';

/** What there is, in numbers. */
export const counts = ({ inputs, tasks, edges }: Graph): string => {
  const routers = new Set(edges.flatMap(({ from, ways }) => (ways === undefined ? [] : [from])));
  return [
    ...(inputs.length === 0 ? [] : [many(inputs.length, 'input')]),
    many(tasks.length, 'task'),
    many(edges.length, 'path'),
    ...(routers.size === 0 ? [] : [many(routers.size, 'route')]),
  ].join(' · ');
};

/** Who waits for whom, for those who cannot see it; of a large graph, only how large it is. */
export const told = (graph: Graph): string => {
  const { inputs, tasks, edges } = graph;
  if (tasks.length > 100) return `A flow: ${counts(graph)}.`;
  const before = new Map<string, string[]>();
  for (const edge of edges) {
    const others = before.get(edge.to);
    if (others === undefined) before.set(edge.to, [originOf(edge)]);
    else others.push(originOf(edge));
  }
  const sentences = tasks.map(
    (task) => `${subjectOf(task)} waits for ${and(before.get(task.name) ?? ['nothing'])}.`,
  );
  const given = inputs.length === 0 ? [] : [`Given: ${and(inputs.map(onOneLine))}.`];
  return [`A flow: ${counts(graph)}.`, ...given, ...sentences].join(' ');
};

const subjectOf = ({ name, inside }: GraphTask): string =>
  inside === undefined ? onOneLine(name) : `${onOneLine(name)} (${captionOf(inside)})`;

const originOf = ({ from, ways }: GraphEdge): string =>
  ways === undefined ? onOneLine(from) : `${onOneLine(from)} (${byWays(ways)})`;
