/**
 * Everything that stands in a picture, with its place; how it is painted is not its concern.
 *
 * @module
 */

import { UnknownTask } from '../core/errors.js';
import type { Graph } from '../core/graph.js';
import { inputBox, taskBox, type Box } from './box.js';
import { layout } from './layout.js';
import type { Point, Size } from './lines.js';
import { shapeOf, type Direction, type Link } from './shape.js';
import { stateless, type States } from './states.js';
import { light, type Theme } from './theme.js';
import { wayLabelOf, type WayLabel } from './way.js';
import { wordsOf, type Words } from './words.js';

/** A picture of a flow. */
export interface Picture extends Size {
  readonly theme: Theme;
  readonly words: Words;
  readonly direction: Direction;
  readonly boxes: readonly PlacedBox[];
  readonly paths: readonly PlacedPath[];
  /** Where the legend begins. */
  readonly below: number;
}

/** A box and its upper left corner. */
export interface PlacedBox extends Box, Point {}

/** A path and the points that it goes through. */
export interface PlacedPath {
  readonly from: string;
  readonly to: string;
  readonly partials: boolean;
  /** What leads along it, where that is a route. */
  readonly way: PlacedWay | undefined;
  readonly points: readonly Point[];
}

/** The keys of a route along a path, and their middle. */
export interface PlacedWay extends WayLabel, Point {}

/** What a picture shows besides the flow. */
export interface PictureOptions {
  /** @defaultValue the light one */
  readonly theme?: Theme;
  /** @defaultValue none: there was no run */
  readonly states?: States;
}

/** The distance of everything from the edge of the picture. */
export const margin = 32;

/** Puts everything in its place. */
export const pictureOf = async (
  graph: Graph,
  title: string,
  { theme = light, states = stateless }: PictureOptions = {},
): Promise<Picture> => {
  const links = linksOf(graph);
  const shape = shapeOf(graph.inputs.length + graph.tasks.length, links);
  const own = graph.tasks.map((task) => taskBox(task, theme.name, states([task.name])));
  const tasks = shape.direction === 'right' ? alike(own) : own;
  const boxes = [...graph.inputs.map(inputBox), ...tasks];
  const plan = await layout(boxes, links, shape);
  const words = wordsOf(graph, title, boxes, plan);

  const width = Math.max(plan.width, words.width);
  const left = margin + (width - plan.width) / 2;
  const top = margin + words.above;
  const below = Math.ceil(top + plan.height + 36 * words.scale);
  const shift = ({ x, y }: Point): Point => ({ x: x + left, y: y + top });
  return {
    words,
    theme,
    direction: shape.direction,
    boxes: boxes.map((box, index) => {
      const { x, y } = shift(plan.spots[index] ?? origin);
      return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
    }),
    paths: links.map(({ from, to, label }, index) => {
      const course = plan.courses[index];
      return {
        from: boxes[from]?.name ?? '',
        to: boxes[to]?.name ?? '',
        // A route waits for the whole output.
        partials: label === undefined && boxes[to]?.task?.partials === true,
        way: label && { ...label, ...shift(course?.label ?? origin) },
        points: (course?.points ?? []).map(shift),
      };
    }),
    below,
    width: Math.ceil(width + 2 * margin),
    height: Math.ceil(below + words.below + margin / 2),
  };
};

/** Boxes that stand one above the other look better with one width. */
const alike = (boxes: readonly Box[]): readonly Box[] => {
  const width = Math.max(0, ...boxes.map((box) => box.width));
  return boxes.map((box) => ({ ...box, width }));
};

const origin: Point = { x: 0, y: 0 };

interface LabelledLink extends Link {
  readonly label: WayLabel | undefined;
}

const linksOf = ({ inputs, tasks, edges }: Graph): readonly LabelledLink[] => {
  const names = [...inputs, ...tasks.map(({ name }) => name)];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known === undefined) throw new UnknownTask(name, 'graph.edges', undefined, names);
    return known;
  };
  return edges.map(({ from, to, ways }) => ({
    from: numberOf(from),
    to: numberOf(to),
    label: ways && wayLabelOf(ways),
  }));
};
