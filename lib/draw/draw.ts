import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';
import type { AnyEvent } from '../core/typedEvent.js';
import { drawnAside } from './drawnAside.js';
import { formatOf, type DrawFormat } from './format.js';
import { saveTo, write } from './save.js';
import { stateless, statesOf } from './states.js';
import { themeOf, type Theme } from './theme.js';
import { toldAs } from './told.js';

/** What can be drawn: a flow, or its graph alone. */
export interface Drawable {
  readonly graph: Graph;
}

/** How a flow is drawn. */
export interface DrawOptions {
  /**
   * The file to write, as its name ends: `.svg` or `.png`, `.mmd` for Mermaid, `.dot` or `.gv` for Graphviz, `.txt` for
   * letters. Folders that are missing are made, and a file that is there is replaced. A PNG file shows the letters of
   * the DejaVu fonts and boxes in place of others, such as those of Chinese or Japanese; an SVG file shows all that its
   * viewer can.
   *
   * @defaultValue none is written
   */
  readonly file?: string;
  /**
   * What it is drawn as: `'svg'`, `'mermaid'`, `'dot'`, `'text'` (boxes made of letters, for a terminal) or `'ascii'`
   * (the same where there is only ASCII).
   *
   * @defaultValue as the file ends; without a file `'svg'`
   */
  readonly format?: DrawFormat;
  /**
   * What stands above the picture.
   *
   * @defaultValue `'Flow'`
   */
  readonly title?: string;
  /**
   * What happened in a run of the flow, finished or not: each task shows its state when the last event was told by a
   * colour, a sign and a word, how long it took, and which attempt it was.
   *
   * @defaultValue none: colours tell who does a task
   */
  readonly events?: readonly AnyEvent[];
  /**
   * Whether the page is light or dark. Letters have a contrast of 4.5:1 at least on both.
   *
   * @defaultValue `'light'`
   */
  readonly theme?: Theme['name'];
}

/**
 * Draws a flow and gives the text of it, which is SVG unless another format is asked for.
 *
 * Inputs are dark pills and tasks are boxes with the colour and the sign of their agent. Paths lead to
 * tasks from what they wait for, downwards or, where a flow is very wide, to the right. The paths of a
 * route are dashed and say by which keys it leads there; a way that leads nowhere is not shown. A task
 * that is made of tasks is one box with two edges, and says what it is made of. A legend explains what
 * occurs. The same flow gives the same text, which holds no script, no link and no id.
 *
 * Mermaid and Graphviz show what a task is made of as a group. Boxes made of letters list it. What names say is
 * only said, whatever it means in a format.
 *
 * From 100 tasks on a picture is made on a thread of its own, while this one goes on.
 *
 * The packages that a picture needs are loaded when it is called: `d3-dag`, `d3-selection`, `d3-shape` and
 * `jsdom`, and for a PNG file `@resvg/resvg-js` and `dejavu-fonts-ttf`. One that is not installed is a
 * `MissingPackage` error. The other formats need none.
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
 * const mermaid = await draw(two, { format: 'mermaid' });
 * ```
 *
 * @category pictures
 */
export const draw = async ({ graph }: Drawable, options: DrawOptions = {}): Promise<string> => {
  const { file, title = 'Flow', events } = options;
  const format = formatOf(options.format, file);
  const theme = themeOf(options.theme);
  // These are events of a run.
  const states = events === undefined ? stateless : statesOf(events as readonly FlowEvent[]);
  if (format !== 'svg') {
    const text = toldAs(graph, { format, title, theme, states });
    if (file !== undefined) await write(file, text);
    return text;
  }
  const drawn = await drawnAside({
    graph,
    title,
    theme: theme.name,
    states: graph.tasks.map(({ name }) => states([name])),
  });
  const { svg } = drawn;
  if (file !== undefined) await saveTo(file)(svg, drawn);
  return svg;
};
