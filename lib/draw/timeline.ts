import type { FlowEvent } from '../core/event.js';
import type { AnyEvent } from '../core/typedEvent.js';
import { pageOf } from './page.js';
import { paintLegend } from './paintLegend.js';
import { paintTitle } from './paintTitle.js';
import { saveTo } from './save.js';
import { paintAxis, paintLanes, paintTimelineSample } from './timelinePaint.js';
import { timelineOf } from './timelinePlan.js';

/** How a timeline is drawn. */
export interface TimelineOptions {
  /**
   * The file to write, as its name ends: `.svg` or `.png`. Folders that are missing are made, and a file that is
   * there is replaced. A PNG file shows the letters of the DejaVu fonts, and boxes in place of others.
   *
   * @defaultValue none is written
   */
  readonly file?: string;
  /**
   * What stands above the lanes.
   *
   * @defaultValue `'Run'`
   */
  readonly title?: string;
  /**
   * Whether what happens within tasks that are made of tasks has lanes too, under theirs: `chapters/1`.
   *
   * @defaultValue `false`
   */
  readonly inner?: boolean;
}

/**
 * Draws what happened in a run as SVG, and gives the text of it: a lane of marbles for each task.
 *
 *     plot    o-o-ooo-●| (long)                 done      1.2 s
 *     logo    ·········──×····attempt 2──o-●|   done      3 s · attempt 2
 *     print   ··························⊘       skipped   cover failed
 *
 * A line is dotted while the task waits, thin while it is queued and has the colour of its agent while it runs.
 * Behind an output stand the keys by which its route led on.
 * Parts of an output that come close after each other are one marble with their number. Long times in which
 * nothing happens are shortened, which `// 30 s //` says. The picture tells sizes, names and kinds, never what was
 * asked or answered. It can be drawn of a run that is still under way. The same events give the same text, which
 * holds no script, no link and no id.
 *
 * The packages that it needs are loaded when it is called: `d3-selection` and `jsdom`, and for a PNG file
 * `@resvg/resvg-js` and `dejavu-fonts-ttf`. One that is not installed is a `MissingPackage` error.
 *
 * @example
 * ```ts
 * import { agent, flow, task, type FlowEvent } from 'rivulet';
 * import { drawTimeline } from 'rivulet/draw';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * const events: FlowEvent[] = [];
 * await story.start({}, { observe: (event) => events.push(event) });
 * await drawTimeline(events, { title: 'Story', file: 'out/story.png' });
 * ```
 *
 * @category pictures
 */
export const drawTimeline = async (
  events: readonly AnyEvent[],
  options: TimelineOptions = {},
): Promise<string> => {
  const { file, title = 'Run', inner = false } = options;
  const save = file === undefined ? undefined : saveTo(file);
  // These are events of a run.
  const timeline = timelineOf(events as readonly FlowEvent[], title, inner);
  const svg = await pageOf(timeline, (page) => {
    paintTitle(page.append('g'), { ...timeline, scale: 1 });
    paintAxis(page.append('g'), timeline);
    paintLanes(page.append('g'), timeline);
    paintLegend(page.append('g'), timeline.legend, { ...timeline, scale: 1 }, paintTimelineSample);
  });
  await save?.(svg, timeline);
  return svg;
};
