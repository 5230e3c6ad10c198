/**
 * Where everything stands: layers, order within them and coordinates, by d3-dag.
 *
 * @module
 */

import type * as D3 from 'd3-dag';
import type { CallableNodeSize, CallableSimplexWeight, Graph as Dag, LayoutResult } from 'd3-dag';
import { load } from '../core/load.js';
import { balanced } from './balanced.js';
import { declared, declaredUnlessCrossing, type Rows, type Stop } from './order.js';
import { lines, type Point, type Size } from './lines.js';
import { layeringOf, type Layering } from './rows.js';
import type { Link, Shape } from './shape.js';
import { sifted } from './sifted.js';
import { squeezed } from './squeeze.js';
import { coursesOf, stopsOf, type Course, type Leg } from './stops.js';

/** Where everything stands. */
export interface Layout {
  /** The middle of each box. */
  readonly spots: readonly Point[];
  /** Where each path goes, from the edge of one box to the edge of another. */
  readonly courses: readonly Course[];
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
  const labels = links.flatMap(({ label }) => label ?? []);
  const sizes = [...boxes, ...labels].map(turn);
  const parted = stopsOf(boxes.length, links);

  const dag = d3.graph<Stop, number>();
  const nodes = parted.stops.map((stop) => dag.node(stop));
  const strands = parted.legs.flatMap(({ from, to }, index) => {
    const [source, target] = [nodes[from], nodes[to]];
    return source === undefined || target === undefined ? [] : [dag.link(source, target, index)];
  });
  const gap = apart(columns) + (direction === 'down' ? 0 : 16);
  const { width } = arrange(d3, dag, points, {
    size: ({ data }) => [sizes[data.number]?.width ?? 1, sizes[data.number]?.height ?? 1],
    gap: [direction === 'down' ? 28 : 20, gap],
    layering: layeringOf(d3, boxes.length, links),
    isLabel: ({ number }) => number >= boxes.length,
  });

  const before = nodes.map(({ x, y }) => ({ x, y }));
  const crossed = strands.flatMap((strand) => strand.points.map(([, y]) => y));
  const { at, height } = squeezed(sizes, before, boxes.length, crossed, gap);
  const spots = before.map(({ x, y }) => ({ x, y: at(y) }));
  const legs = lines(
    sizes,
    spots,
    strands.map(({ data, points }) => ({
      ...(parted.legs[data] ?? nowhere),
      points: points.map(([x, y]) => [x, at(y)] as const),
    })),
  );
  const place = direction === 'down' ? (point: Point): Point => point : mirrored;
  return {
    spots: spots.slice(0, boxes.length).map(place),
    courses: coursesOf(
      links,
      legs.map((leg) => leg.map(place)),
    ),
    ...turn({ width, height }),
  };
};

/** What a layout is made by. */
interface Making {
  readonly size: CallableNodeSize<Stop, number>;
  readonly gap: readonly [number, number];
  readonly layering: Layering;
  readonly isLabel: (stop: Stop) => boolean;
}

/**
 * What looks best of what takes no longer than a second. Dense graphs cost more than large ones, so what
 * counts is the rows that paths cross, not the tasks.
 */
const arrange = (
  d3: typeof D3,
  dag: Dag<Stop, number>,
  cost: number,
  { size, gap, layering, isLabel }: Making,
): LayoutResult => {
  const ordered = d3
    .sugiyama()
    .layering(layering)
    .nodeSize(size)
    .gap(gap)
    .decross(declaredUnlessCrossing(uncrossed(d3, cost)));
  if (cost > 200) return ordered.coord(balanced)(dag);
  // A label stands over what its path leads to.
  const weight: CallableSimplexWeight<Stop, number> = ({ source }) =>
    isLabel(source.data) ? [4, 6, 8] : [1, 2, 8];
  return ordered.coord(d3.coordSimplex().weight(weight))(dag);
};

/** Each row comes near to the order of its neighbours, and then everything in it finds the best place. */
const uncrossed =
  (d3: typeof D3, cost: number) =>
  (rows: Rows): void => {
    const depthFirst = [d3.decrossDfs(), d3.decrossDfs().topDown(false)];
    d3
      .decrossTwoLayer()
      .order(d3.twolayerAgg().aggregator(d3.aggMean))
      .passes(4)
      .inits(cost <= 4_000 ? [declared, ...depthFirst] : [declared])(rows);
    sifted(cost <= 20_000 ? 10 : 1)(rows);
  };

/** The further paths lead to the side, the more room they get between two rows. */
const apart = (columns: number): number => Math.min(140, 56 + 4 * Math.max(0, columns - 6));

const turned = ({ width, height }: Size): Size => ({ width: height, height: width });
const mirrored = ({ x, y }: Point): Point => ({ x: y, y: x });
const nowhere: Leg = { from: 0, to: 0 };
