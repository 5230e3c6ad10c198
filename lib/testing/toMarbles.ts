import type { FlowEvent } from '../core/event.js';
import { lanesOf } from '../core/lanes.js';
import type { AnyEvent, TaskOf } from '../core/typedEvent.js';
import { positive } from './positive.js';
import { happened } from './happened.js';
import type { Lane } from './lane.js';
import { lettersOf, written } from './written.js';

/** How a run is told by marbles. */
export interface MarbleOptions {
  /**
   * How many milliseconds a character takes. Times are rounded.
   *
   * @defaultValue `1`
   */
  readonly frame?: number | undefined;
}

/**
 * Tells a run by marbles: a lane for each task, with the values of its letters, as `expectFlow` takes them.
 *
 * What a console prints of it can be pasted into a spec; {@link sourceOf} prints all of it.
 *
 * @example
 * ```ts
 * import { flow, task } from 'rivulet';
 * import { marbleAgent, record, toMarbles } from 'rivulet/testing';
 *
 * const writer = marbleAgent('--a-(b|)', { a: 'It', b: 'It rains.' });
 * const story = flow({ tasks: { plot: task('Write', writer) } });
 * console.log(toMarbles(record(story)));
 * // { plot: [ '--a-(b|)', { a: 'It', b: 'It rains.' } ] }
 * ```
 *
 * @category testing
 */
export const toMarbles = <E extends AnyEvent>(
  events: readonly E[],
  { frame: asked = 1 }: MarbleOptions = {},
): Readonly<Record<TaskOf<E> & string, Lane>> => {
  const frame = positive('frame', asked);
  // These are events of a run, which tell of all of its tasks.
  return marblesOf(events as readonly AnyEvent[] as readonly FlowEvent[], frame);
};

const marblesOf = (events: readonly FlowEvent[], frame: number): Readonly<Record<string, Lane>> => {
  const { began, lanes } = lanesOf(events);
  return Object.fromEntries(
    lanes.map((lane): readonly [string, Lane] => {
      const letters = lettersOf();
      const marbles = written(happened(lane, began, frame), letters, frame);
      const values = letters.values();
      return [lane.name, Object.keys(values).length === 0 ? marbles : [marbles, values]];
    }),
  );
};
