import type { Graph, GraphInside, GraphTask } from '../core/graph.js';
import type { Edge } from './edges.js';
import type { PlanVertex, TaskVertex, Work } from './plan.js';

/** A flow as plain, frozen data. */
export const graphOf = (
  inputs: readonly string[],
  vertices: readonly PlanVertex[],
  edges: readonly Edge[],
  names: readonly string[],
): Graph =>
  Object.freeze({
    inputs: Object.freeze(inputs),
    tasks: Object.freeze(
      vertices.flatMap((vertex) => (vertex._tag === 'Task' ? [graphTask(vertex)] : [])),
    ),
    edges: Object.freeze(
      edges.map(({ from, to, ways }) =>
        Object.freeze({
          from: names[from] ?? '',
          to: names[to] ?? '',
          ...(ways !== undefined && { ways: Object.freeze(ways) }),
        }),
      ),
    ),
  });

const graphTask = ({ name, definition }: TaskVertex): GraphTask => {
  const { work, join, optional, exclude, partials } = definition;
  const inside = insideOf(work);
  return Object.freeze({
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
    ...(inside !== undefined && { inside: Object.freeze(inside) }),
  });
};

const insideOf = (work: Work): GraphInside | undefined => {
  switch (work._tag) {
    case 'Agent':
    case 'Run':
    case 'Operator':
      return undefined;
    case 'Ask':
      return { kind: 'ask' };
    case 'Sequence':
      return { kind: 'sequence', graph: work.steps.graph };
    case 'Loop':
      return { kind: 'loop', graph: work.round.graph, max: work.max, history: work.history };
    case 'Each':
      return {
        kind: 'each',
        graph: work.item.graph,
        ...(work.concurrency !== Infinity && { concurrency: work.concurrency }),
      };
    case 'Race':
      return {
        kind: 'race',
        graph: besideEachOther(work.contenders.map(({ graph }) => graph)),
        after: work.after,
      };
    case 'Flow':
      return { kind: 'flow', graph: work.plan.graph };
  }
};

/** Contenders are called by their places. */
const besideEachOther = (graphs: readonly Graph[]): Graph =>
  Object.freeze({
    inputs: Object.freeze([]),
    tasks: Object.freeze(graphs.flatMap(({ tasks }) => tasks)),
    edges: Object.freeze([]),
  });
