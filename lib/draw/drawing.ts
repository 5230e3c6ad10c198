/**
 * The picture of a flow from plain data, so that another thread can make it.
 *
 * @module
 */

import type { Graph } from '../core/graph.js';
import type { Size } from './lines.js';
import { pictureOf } from './picture.js';
import type { TaskState } from './states.js';
import { svgOf } from './svg.js';
import { themeOf, type Theme } from './theme.js';

/** What is to be drawn: plain data. */
export interface Drawing {
  readonly graph: Graph;
  readonly title: string;
  readonly theme: Theme['name'];
  /** What has become of each task, in their order; empty where there was no run. */
  readonly states: readonly (TaskState | undefined)[];
}

/** The text of an SVG file, and its size. */
export interface Drawn extends Size {
  readonly svg: string;
}

/** Draws on this thread. */
export const drawnOf = async ({ graph, title, theme, states }: Drawing): Promise<Drawn> => {
  const known = new Map(graph.tasks.map(({ name }, index) => [name, states[index]]));
  const picture = await pictureOf(graph, title, {
    theme: themeOf(theme),
    states: ([name = '']) => known.get(name),
  });
  const { width, height } = picture;
  return { svg: await svgOf(picture), width, height };
};
