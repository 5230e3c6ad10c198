import { asapScheduler, type Observable, type SchedulerLike } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent, TaskOf } from '../core/typedEvent.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';
import { chartOf, remainingOf, type Chart, type Fate } from './remaining.js';

/** How far a run is. */
export interface Progress<Name extends string = string> {
  /** How many tasks are done. */
  readonly done: number;
  /** How many tasks there are. */
  readonly total: number;
  /** What each task is at, in declaration order. */
  readonly tasks: Readonly<Record<Name, TaskProgress>>;
  /**
   * The longest chain of tasks that have not settled yet and wait for each other. Those that can only be skipped, such as
   * what a route did not lead to, do not count.
   */
  readonly remaining: readonly Name[];
}

/** What a task is at. */
export type TaskProgress =
  /** It waits for these predecessors. */
  | { readonly _tag: 'waiting'; readonly for: readonly string[] }
  /** It has all it needs and waits for a slot. */
  | { readonly _tag: 'queued' }
  /** It runs and has not said anything yet. */
  | { readonly _tag: 'connecting' }
  /** It has given a part of its output, of a text that many characters; or a task within it has. */
  | { readonly _tag: 'streaming'; readonly characters: number | undefined }
  /** That attempt failed with an error of that name; the next one begins after so many milliseconds. */
  | {
      readonly _tag: 'retrying';
      readonly attempt: number;
      readonly delay: number;
      readonly error: string;
    }
  | { readonly _tag: 'done' }
  | { readonly _tag: 'failed' }
  /** It is not run, because of that task; or it is that task, which had nothing to give. */
  | { readonly _tag: 'skipped'; readonly because: string }
  | { readonly _tag: 'cancelled' };

/**
 * Tells how far a run is: at most once per turn, and at the end.
 *
 *     events       -(sww)-(SS)-p-A|       s = run-started   w = waiting   S = started
 *     progress()   -W-----S----P-D|       p = partial       A = succeeded
 *
 * No percentages: how long the rest takes, nobody knows. A run that ends with an error tells how far it came
 * before.
 *
 * @param scheduler where turns end
 *
 * @category operators on events
 */
export const progress =
  (scheduler: SchedulerLike = asapScheduler) =>
  <E extends AnyEvent>(events: Observable<E>): Observable<Progress<TaskOf<E> & string>> =>
    // The names are read off the events of a run, and these are events of a run.
    (events as Observable<AnyEvent> as Observable<FlowEvent>).pipe(
      oncePerTurn(reckoning, scheduler),
    ) as Observable<Progress<TaskOf<E> & string>>;

const reckoning = (): Accumulator<FlowEvent, Progress> => {
  const states = new Map<string, TaskProgress>();
  const routed = new Map<string, readonly string[]>();
  let chart = chartOf({ inputs: [], tasks: [], edges: [] });
  let done = 0;
  const enter = (task: string, state: TaskProgress): boolean => {
    done += Number(state._tag === 'done') - Number(states.get(task)?._tag === 'done');
    states.set(task, state);
    return true;
  };
  return {
    add: (event) => {
      switch (event.type) {
        case 'run-started':
          chart = chartOf(event.graph);
          for (const name of chart.names) enter(name, waiting);
          return true;
        case 'waiting':
          return enter(event.task, waiting);
        case 'queued':
          return enter(event.task, { _tag: 'queued' });
        case 'started':
          return enter(event.task, { _tag: 'connecting' });
        case 'partial': {
          const { value } = event;
          const characters = typeof value === 'string' ? value.length : undefined;
          return enter(event.task, { _tag: 'streaming', characters });
        }
        case 'routed':
          // What comes of it is told with the output, in the same turn.
          routed.set(event.task, event.ways);
          return false;
        case 'inner':
          return (
            states.get(event.task)?._tag === 'connecting' &&
            hasGiven(event.event) &&
            enter(event.task, { _tag: 'streaming', characters: undefined })
          );
        case 'retrying': {
          const { attempt, delay, error } = event;
          return enter(event.task, { _tag: 'retrying', attempt, delay, error: nameOf(error) });
        }
        case 'succeeded':
          return enter(event.task, { _tag: 'done' });
        case 'failed':
          return enter(event.task, { _tag: 'failed' });
        case 'skipped':
          return enter(event.task, { _tag: 'skipped', because: event.because.task });
        case 'cancelled':
          return enter(event.task, { _tag: 'cancelled' });
        default:
          return false;
      }
    },
    read: () => progressOf(chart, states, routed, done),
  };
};

/** Whether a task within a task has given something. */
const hasGiven = (event: FlowEvent): boolean =>
  event.type === 'inner'
    ? hasGiven(event.event)
    : event.type === 'partial' || event.type === 'succeeded';

// Messages of errors may quote what was asked or answered.
const nameOf = (error: unknown): string =>
  error instanceof Error ? error.name : `a thrown ${typeof error}`;

const waiting: TaskProgress = Object.freeze({ _tag: 'waiting', for: Object.freeze([]) });

const progressOf = (
  chart: Chart,
  states: ReadonlyMap<string, TaskProgress>,
  routed: ReadonlyMap<string, readonly string[]>,
  done: number,
): Progress => {
  const { names, parents } = chart;
  const fates = names.map((name) => fateOf(states.get(name)));
  const tasks = names.map((name, index): readonly [string, TaskProgress] => {
    const state = states.get(name) ?? waiting;
    if (state._tag !== 'waiting') return [name, state];
    const missing = (parents[index] ?? []).flatMap(({ task }) =>
      task !== undefined && fates[task] === 'open' ? [names[task] ?? ''] : [],
    );
    return [name, { _tag: 'waiting', for: missing }];
  });
  const remaining = remainingOf(chart, fates, (task) => routed.get(names[task] ?? '') ?? []);
  return {
    done,
    total: names.length,
    tasks: Object.fromEntries(tasks),
    remaining: remaining.map((index) => names[index] ?? ''),
  };
};

const fateOf = (state: TaskProgress | undefined): Fate => {
  switch (state?._tag) {
    case 'done':
      return 'done';
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return 'none';
    default:
      return 'open';
  }
};
