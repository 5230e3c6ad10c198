import type { Graph } from '../core/graph.js';
import { pictureOf } from './picture.js';
import { saveTo } from './save.js';
import { svgOf } from './svg.js';

/** What can be drawn: a flow, or its graph alone. */
export interface Drawable {
  readonly graph: Graph;
}

/** How a flow is drawn. */
export interface DrawOptions {
  /**
   * The file to write, as its name ends: `.svg` or `.png`. Folders that are missing are made, and a file
   * that is there is replaced. A PNG file shows the letters of the DejaVu fonts and boxes in place of
   * others, such as those of Chinese or Japanese; an SVG file shows all that its viewer can.
   *
   * @defaultValue none is written
   */
  readonly file?: string;
  /**
   * What stands above the picture.
   *
   * @defaultValue `'Flow'`
   */
  readonly title?: string;
}

/**
 * Draws a flow as SVG and gives the text of it.
 *
 * Inputs are dark pills and tasks are boxes with the colour and the sign of their agent. Paths lead to
 * tasks from what they wait for, downwards or, where a flow is very wide, to the right. The paths of a
 * route are dashed and say by which keys it leads there; a way that leads nowhere is not shown. A task
 * that is made of tasks is one box with two edges, and says what it is made of. A legend explains what
 * occurs. The same flow gives the same text, which holds no script, no link and no id.
 *
 * The packages that it needs are loaded when it is called: `d3-dag`, `d3-selection`, `d3-shape` and
 * `jsdom`, and for a PNG file `@resvg/resvg-js` and `dejavu-fonts-ttf`. One that is not installed is a
 * `MissingPackage` error.
 *
 * @example
 * ```ts
 * import { flow, task } from 'rivulet';
 * import { draw } from 'rivulet/draw';
 *
 * const two = flow({
 *   tasks: { one: task({ run: () => 1 }), next: task({ run: () => 2 }) },
 *   paths: { one: ['next'] },
 * });
 * const svg = await draw(two, { title: 'Two tasks', file: 'out/two.png' });
 * ```
 *
 * @category pictures
 */
export const draw = async ({ graph }: Drawable, options: DrawOptions = {}): Promise<string> => {
  const { file, title = 'Flow' } = options;
  const save = file === undefined ? undefined : saveTo(file);
  const picture = await pictureOf(graph, title);
  const svg = await svgOf(picture);
  await save?.(svg, picture);
  return svg;
};
