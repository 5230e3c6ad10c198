import type { Point, Size } from '../../lib/draw/lines.js';
import type { Link } from '../../lib/draw/shape.js';

/** What is used of the package. */
interface DagreModule {
  readonly graphlib: { readonly Graph: new () => DagreGraph };
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  readonly setGraph: (label: { readonly nodesep: number; readonly ranksep: number }) => void;
  readonly setNode: (name: string, size: { width: number; height: number }) => void;
  readonly setEdge: (from: string, to: string, label: object) => void;
  readonly edge: (from: string, to: string) => { readonly points: readonly Point[] };
}

/** The lines of paths as [dagre](https://github.com/dagrejs/dagre) leads them, with the distances that a picture has here. */
export const dagre = async (
  boxes: readonly Size[],
  links: readonly Link[],
): Promise<() => readonly (readonly Point[])[]> => {
  const name = '@dagrejs/dagre';
  // The part of the package that is used, as its documentation has it. It is installed for the benchmarks only.
  const { graphlib, layout } = (await import(name)) as DagreModule;
  return () => {
    const graph = new graphlib.Graph();
    graph.setGraph({ nodesep: 28, ranksep: 56 });
    boxes.forEach((size, box) => {
      graph.setNode(String(box), { ...size });
    });
    for (const { from, to } of links) graph.setEdge(String(from), String(to), {});
    layout(graph);
    return links.map(({ from, to }) => graph.edge(String(from), String(to)).points);
  };
};
