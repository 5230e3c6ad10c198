import { UnknownTask } from '../core/errors.js';
import { lanesOf, type EventLanes } from '../core/lanes.js';
import type { AnyEvent, TaskOf } from '../core/typedEvent.js';
import { nearest } from '../internal/nearest.js';
import { compared, tableOf, type Compared } from './difference.js';
import { LanesDiffer } from './errors.js';
import { happened } from './happened.js';
import { momentsOf, type Lane, type Lanes, type MarbleValues } from './lane.js';
import { positive } from './positive.js';
import { recorded, type RecordOptions, type Recording, type Runnable } from './record.js';
import { sourceOf } from './sourceOf.js';
import { toMarbles, type MarbleOptions } from './toMarbles.js';

/** How a flow is run and compared. */
export interface ExpectOptions extends RecordOptions, MarbleOptions {}

/** What is expected of the lanes of a flow. */
export interface FlowExpectation<Task extends string> {
  /**
   * Runs the flow in virtual time and compares the lanes of the tasks that are named; the others may do what they
   * like.
   *
   * @param lanes what the tasks say, such as those of `toMarbles`
   * @param values what the letters of all lanes stand for; where there are none, for themselves
   * @throws {@link LanesDiffer} where a lane is another one
   */
  readonly toBe: (lanes: Lanes<Task>, values?: MarbleValues) => void;
}

/**
 * Expects what the tasks of a flow say, and when: in virtual time, so that a test of ten minutes takes a moment.
 *
 *     draft   --a-b-(c|)     a, b = snapshots   c = the output
 *     review  ------(x|)     it begins when the draft is finished
 *
 * Letters are values, `|` is the end, `#` a failure, `/` a skip, `!` a cancelling, and `^` a new beginning after
 * a failed attempt or a changed input; see {@link Lane}. An output that is the last snapshot is `|` alone. The
 * time is that since the run began; that a task waits or has started is not shown, nor is where a route leads and what
 * happens within tasks that are made of tasks.
 *
 * What is wrong is thrown as an error that all test runners show with a difference. Promises do not obey virtual
 * time: agents are marble agents or scripted ones, and code gives values or Observables.
 *
 * @example
 * ```ts
 * import { flow, task } from 'rivulet';
 * import { expectFlow, marbleAgent } from 'rivulet/testing';
 *
 * const writer = marbleAgent('--a-b-(c|)', { a: 'It', b: 'It rai', c: 'It rains' });
 * const story = flow({
 *   tasks: {
 *     draft: task('Write', writer),
 *     loud: task({ run: ({ draft }: { draft: string }) => draft.toUpperCase() }),
 *   },
 *   paths: { draft: ['loud'] },
 * });
 *
 * expectFlow(story).toBe(
 *   {
 *     draft: '--a-b-(c|)',
 *     loud: ' ------(C|)',
 *   },
 *   { a: 'It', b: 'It rai', c: 'It rains', C: 'IT RAINS' },
 * );
 * ```
 *
 * @category testing
 */
export const expectFlow = <Inputs, E extends AnyEvent>(
  flow: Runnable<Inputs, E>,
  ...[inputs, options = {}]: Recording<NoInfer<Inputs>, ExpectOptions>
): FlowExpectation<TaskOf<E> & string> => {
  const { frame: asked = 1, ...others } = options;
  const frame = positive('frame', asked);
  return {
    toBe: (lanes, values) => {
      const wanted = Object.entries<Lane | undefined>(lanes).flatMap(([name, marbles]) =>
        marbles === undefined
          ? []
          : [{ name, marbles, moments: momentsOf(marbles, values, frame) }],
      );
      const last = Math.max(0, ...wanted.map(({ moments }) => moments.at(-1)?.frame ?? 0));
      // Where inputs may be left out, nothing is an input; and nothing but its events is asked of the flow.
      const run = recorded(flow as Runnable<unknown, AnyEvent>, inputs, others, (last + 1) * frame);
      const actual = lanesOf(run.events);
      const results = wanted.map(({ name, marbles, moments }) =>
        compared(
          name,
          moments,
          happened(laneOf(actual, name), actual.began, frame),
          knownOf(marbles, values),
          frame,
        ),
      );
      if (wanted.length > 0 && results.every(({ difference }) => difference === undefined)) return;
      throw new LanesDiffer(
        [
          ...(wanted.length === 0 ? ['No lane is expected.'] : results.flatMap(told)),
          ...hintsOf(
            actual,
            wanted.map(({ name }) => name),
            run.cut,
          ),
          `The lanes of this run, to paste:\n\n${indented(sourceOf(toMarbles(run.events, { frame })))}`,
        ].join('\n\n'),
        textOf(results, 'expected'),
        textOf(results, 'actual'),
      );
    },
  };
};

const laneOf = ({ lanes }: EventLanes, name: string): EventLanes['lanes'][number] => {
  const found = lanes.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = lanes.map((each) => each.name);
  throw new UnknownTask(name, 'the expected lanes', nearest(name, names), names);
};

/** What the letters of a lane stand for. */
const knownOf = (marbles: Lane, shared: MarbleValues | undefined): MarbleValues => {
  const [text, own] = typeof marbles === 'string' ? [marbles, undefined] : marbles;
  if (own !== undefined || shared !== undefined) return { ...shared, ...own };
  return Object.fromEntries(Array.from(text, (letter) => [letter, letter]));
};

const told = ({ name, difference }: Compared): readonly string[] =>
  difference === undefined ? [] : [`${name}: ${difference}`];

/** Why a lane may be shorter than was expected. */
const hintsOf = (
  { lanes }: EventLanes,
  names: readonly string[],
  cut: boolean,
): readonly string[] => {
  const open = lanes.flatMap(({ name, events }) => {
    const last = events.findLast(({ type }) => type !== 'inner')?.type;
    return names.includes(name) && (last === 'started' || last === 'partial') ? [name] : [];
  });
  if (open.length === 0) return [];
  const tasks = `${open.join(', ')} had not ended`;
  return [
    cut
      ? `${tasks} after an hour of virtual time, when the run was left. The option { until } says when that is done.`
      : `${tasks} when nothing was left to wait for: it never ends, or waits for a promise, which does not obey virtual time.`,
  ];
};

const textOf = (results: readonly Compared[], side: 'expected' | 'actual'): string => {
  const widest = Math.max(0, ...results.map(({ name }) => name.length));
  return results
    .flatMap(({ name, [side]: text, values }) => [
      `${name.padEnd(widest)}  ${text}`,
      ...tableOf(values[side]),
    ])
    .join('\n');
};

const indented = (text: string): string => text.replace(/^/gmu, '  ');
