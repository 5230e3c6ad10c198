/**
 * A graph in words.
 *
 * @module
 */

import type { Graph } from '../core/graph.js';
import { onOneLine } from './text.js';

/** What there is, in numbers. */
export const counts = ({ inputs, tasks, edges }: Graph): string =>
  [
    ...(inputs.length === 0 ? [] : [many(inputs.length, 'input')]),
    many(tasks.length, 'task'),
    many(edges.length, 'path'),
  ].join(' · ');

/** Who waits for whom, for those who cannot see it; of a large graph, only how large it is. */
export const told = (graph: Graph): string => {
  const { inputs, tasks, edges } = graph;
  if (tasks.length > 100) return `A flow: ${counts(graph)}.`;
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const others = before.get(to);
    if (others === undefined) before.set(to, [onOneLine(from)]);
    else others.push(onOneLine(from));
  }
  const sentences = tasks.map(({ name }) => {
    const others = before.get(name);
    const task = onOneLine(name);
    return others === undefined
      ? `${task} waits for nothing.`
      : `${task} waits for ${and(others)}.`;
  });
  const given = inputs.length === 0 ? [] : [`Given: ${and(inputs.map(onOneLine))}.`];
  return [`A flow: ${counts(graph)}.`, ...given, ...sentences].join(' ');
};

/** A number of things. */
export const many = (count: number, what: string): string =>
  `${String(count)} ${what}${count === 1 ? '' : 's'}`;

/** One thing after the other, in a sentence. */
export const and = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
