/**
 * What stands around a graph: a title above it and a legend below it.
 *
 * @module
 */

import type { Graph } from '../core/graph.js';
import type { Box } from './box.js';
import { counts, told } from './caption.js';
import { legendOf, type Legend, type PathKinds } from './legend.js';
import type { Size } from './lines.js';
import { letters, onOneLine, shorten, widthOf } from './text.js';

/** What stands around a graph. */
export interface Words {
  /** The whole title. */
  readonly title: string;
  /** The title as it is written. */
  readonly headline: string;
  /** What is in the graph, in numbers. */
  readonly counts: string;
  /** What is in the graph, for those who cannot see it. */
  readonly told: string;
  readonly legend: Legend;
  /** How much larger than the boxes it all is. */
  readonly scale: number;
  /** How wide it all is. */
  readonly width: number;
  /** How high the title is, with its distance. */
  readonly above: number;
  /** How high the legend is. */
  readonly below: number;
}

/** What stands around a graph of a certain size. */
export const wordsOf = (graph: Graph, name: string, boxes: readonly Box[], size: Size): Words => {
  const scale = scaleOf(size);
  const room = Math.max(size.width / scale, 560);
  const title = onOneLine(name);
  const headline = shorten(title, letters.title, 'bold', room);
  const legend = legendOf(boxes, pathKinds(graph), room);
  const states = new Map(
    boxes.flatMap(({ name, task }) => (task?.state ? [[name, task.state] as const] : [])),
  );
  const numbers = counts(graph, [...states.values()]);
  const width = Math.max(
    legend.width,
    widthOf(headline, letters.title, 'bold'),
    widthOf(numbers, letters.small, 'regular'),
  );
  return {
    title,
    headline,
    counts: numbers,
    told: told(graph, states),
    legend,
    scale,
    width: width * scale,
    above: 62 * scale,
    below: legend.height * scale,
  };
};

const pathKinds = ({ tasks, edges }: Graph): PathKinds => {
  const growing = new Set(tasks.flatMap(({ name, partials }) => (partials ? [name] : [])));
  return {
    partials: edges.some(({ to, ways }) => ways === undefined && growing.has(to)),
    routes: edges.some(({ ways }) => ways !== undefined),
  };
};

// Large pictures are looked at from afar.
const scaleOf = ({ width, height }: Size): number =>
  Math.round(Math.min(4, Math.max(1, width / 2_000, height / 2_500)) * 10) / 10;
