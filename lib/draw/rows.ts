/**
 * The rows of a picture: those of boxes, and below boxes with labels on their paths a row for these.
 *
 * @module
 */

import type * as D3 from 'd3-dag';
import type { Graph, GraphNode } from 'd3-dag';
import type { Stop } from './order.js';
import type { Link } from './shape.js';

/** Puts boxes and labels into rows: an operator of d3-dag. */
export type Layering = <N extends Stop, L>(dag: Graph<N, L>) => number;

/** Finds rows for boxes as if there were no labels, and for labels rows of their own between them. */
export const layeringOf = (d3: typeof D3, boxes: number, links: readonly Link[]): Layering => {
  const own = rowsOfBoxes(d3, boxes, links);
  const labels = links.filter(({ label }) => label !== undefined);
  const labelled = new Set(labels.map(({ from }) => own[from] ?? 0));
  let above = 0;
  const moved = Array.from({ length: Math.max(0, ...own) + 1 }, (_, row) => {
    const place = row + above;
    above += Number(labelled.has(row));
    return place;
  });
  const rowOf = (box: number): number => moved[own[box] ?? 0] ?? 0;
  const rows = [...own.map((_, box) => rowOf(box)), ...labels.map(({ from }) => rowOf(from) + 1)];
  return (dag) => {
    for (const node of dag.nodes()) node.y = rows[node.data.number] ?? 0;
    return Math.max(0, ...rows);
  };
};

const rowsOfBoxes = (d3: typeof D3, boxes: number, links: readonly Link[]): readonly number[] => {
  const dag = d3.graph<number, undefined>();
  const nodes = Array.from({ length: boxes }, (_, box) => dag.node(box));
  for (const { from, to } of links) {
    const [source, target] = [nodes[from], nodes[to]];
    if (source !== undefined && target !== undefined) dag.link(source, target);
  }
  d3.layeringSimplex()(dag, apart);
  return nodes.map(({ y }) => Math.round(y));
};

const apart = (one: GraphNode | undefined, other: GraphNode | undefined): number =>
  one === undefined || other === undefined ? 0 : 1;
