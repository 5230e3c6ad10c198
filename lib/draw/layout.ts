/**
 * Where everything stands: layers, order within them and coordinates, by d3-dag.
 *
 * @module
 */

import type * as D3 from 'd3-dag';
import type { CallableNodeSize, Graph as Dag, LayoutResult } from 'd3-dag';
import type { Link, Shape } from './shape.js';
import { load } from './load.js';
import { declared, declaredUnlessCrossing } from './order.js';
import { routes, type Point, type Size } from './routes.js';

/** Where everything stands. */
export interface Layout {
  /** The middle of each box. */
  readonly spots: readonly Point[];
  /** The points that each path goes through, from the edge of one box to the edge of another. */
  readonly routes: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

/** Finds a place for each box and a way for each path. The same boxes get the same places. */
export const layout = async (
  boxes: readonly Size[],
  links: readonly Link[],
  { direction, columns, points }: Shape,
): Promise<Layout> => {
  const d3 = await load('d3-dag', 'A picture', () => import('d3-dag'));
  const turn: (size: Size) => Size = direction === 'down' ? (size) => size : turned;
  const sizes = boxes.map(turn);

  const dag = d3.graph<number, number>();
  const nodes = sizes.map((_, box) => dag.node(box));
  const ways = links.flatMap(({ from, to }, index) => {
    const [source, target] = [nodes[from], nodes[to]];
    return source === undefined || target === undefined ? [] : [dag.link(source, target, index)];
  });
  const gap = apart(columns);
  const { width, height } = arrange(
    d3,
    dag,
    points,
    ({ data }) => [sizes[data]?.width ?? 1, sizes[data]?.height ?? 1],
    direction === 'down' ? [28, gap] : [20, gap + 16],
  );

  const spots = nodes.map(({ x, y }) => ({ x, y }));
  const lines = routes(
    sizes,
    spots,
    ways.map(({ data, points }) => ({ ...ends(links[data]), points })),
  );
  const place = direction === 'down' ? (point: Point): Point => point : mirrored;
  return {
    spots: spots.map(place),
    routes: lines.map((line) => line.map(place)),
    ...turn({ width, height }),
  };
};

/**
 * What looks best of what takes no longer than a second. Dense graphs cost more than large ones, so what
 * counts is the rows that paths cross, not the tasks.
 */
const arrange = (
  d3: typeof D3,
  dag: Dag<number, number>,
  cost: number,
  nodeSize: CallableNodeSize<number, number>,
  gap: readonly [number, number],
): LayoutResult => {
  const layered = d3.sugiyama().nodeSize(nodeSize).gap(gap);
  const sweeps = d3.decrossTwoLayer().passes(8);
  const starts = [declared, d3.decrossDfs(), d3.decrossDfs().topDown(false)];
  const careful = layered.decross(declaredUnlessCrossing(sweeps.inits(starts)));
  if (cost <= 450) return careful(dag);
  if (cost <= 1_800) return careful.coord(d3.coordGreedy())(dag);
  const quick = cost <= 4_000 ? sweeps.order(d3.twolayerAgg()).inits([declared]) : d3.decrossDfs();
  return layered.decross(declaredUnlessCrossing(quick)).coord(d3.coordGreedy())(dag);
};

/** The further paths lead to the side, the more room they get between two rows. */
const apart = (columns: number): number => Math.min(140, 56 + 4 * Math.max(0, columns - 6));

const turned = ({ width, height }: Size): Size => ({ width: height, height: width });
const mirrored = ({ x, y }: Point): Point => ({ x: y, y: x });
const ends = (link: Link | undefined): { readonly from: number; readonly to: number } => ({
  from: link?.from ?? 0,
  to: link?.to ?? 0,
});
