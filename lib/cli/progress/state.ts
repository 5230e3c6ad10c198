/**
 * How far a run is, from its events: what the view of the progress is drawn from.
 *
 * @module
 */

import type { FlowEvent, Usage } from '../../core/event.js';
import { chartOf, remainingOf, type Chart, type Fate } from '../../operators/remaining.js';
import { afterEvent, givesSince, isSettled, untold, type TaskState } from './taskState.js';
import { sumOf } from './sumOf.js';

/** How far a run is. */
export interface ProgressState {
  /** What is run. */
  readonly chart: Chart;
  /** All tasks, also those within others, by the keys of their paths. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** The ways that routes took, by task. */
  readonly routed: ReadonlyMap<string, readonly string[]>;
  /** The longest chain of tasks that have not settled yet and wait for each other. */
  readonly remaining: readonly string[];
  /** When the run began. */
  readonly began: number | undefined;
  /** How the run ended. */
  readonly end: RunEnd | undefined;
}

/** How a run ended, and what it took. */
export interface RunEnd {
  readonly _tag: 'completed' | 'failed' | 'cancelled';
  readonly time: number;
  readonly usage: Usage | undefined;
}

/** A run that has not begun. */
export const notBegun: ProgressState = {
  chart: chartOf({ inputs: [], tasks: [], edges: [] }),
  tasks: new Map(),
  routed: new Map(),
  remaining: [],
  began: undefined,
  end: undefined,
};

/**
 * How far the run is after some more events. Several are taken at once because a state is as large as the run: it is
 * copied once for all of them.
 */
export const reduce = (state: ProgressState, events: readonly FlowEvent[]): ProgressState => {
  if (events.length === 0) return state;
  const draft: Draft = { ...state, tasks: new Map(state.tasks), routed: new Map(state.routed) };
  for (const event of events) hear(draft, [], event);
  const fates = (of: ReadonlyMap<string, TaskState>): readonly Fate[] =>
    draft.chart.names.map((name) => fateOf(of.get(keyOf([name]))));
  const [before, after] = [fates(state.tasks), fates(draft.tasks)];
  if (after.some((fate, index) => fate !== before[index]) || state.chart !== draft.chart) {
    const { names } = draft.chart;
    const taken = (task: number): readonly string[] => draft.routed.get(names[task] ?? '') ?? [];
    draft.remaining = remainingOf(draft.chart, after, taken).map((index) => names[index] ?? '');
  }
  return draft;
};

/** What else has to come before a task can begin. */
export const missingOf = (
  { chart, tasks }: ProgressState,
  { path }: TaskState,
): readonly string[] => {
  const [name = '', ...within] = path;
  if (within.length > 0) return [];
  return (chart.parents[chart.names.indexOf(name)] ?? []).flatMap(({ task }) => {
    const parent = task === undefined ? undefined : chart.names[task];
    return parent !== undefined && fateOf(tasks.get(keyOf([parent]))) === 'open' ? [parent] : [];
  });
};

/** The tasks of the run itself, in declaration order. */
export const outermostOf = ({ chart, tasks }: ProgressState): readonly TaskState[] =>
  chart.names.flatMap((name) => tasks.get(keyOf([name])) ?? []);

/** The tasks that a task is made of, as far as they have begun. */
export const insideOf = ({ tasks }: ProgressState, { inside }: TaskState): readonly TaskState[] =>
  [...inside].flatMap((key) => tasks.get(key) ?? []);

/** What a task took, and all within it. */
export const usageOf = (state: ProgressState, task: TaskState): Usage | undefined =>
  insideOf(state, task)
    .map((inner) => usageOf(state, inner))
    .reduce(sumOf, task.usage);

/** A state that nobody has seen yet. */
interface Draft extends ProgressState {
  chart: Chart;
  readonly tasks: Map<string, TaskState>;
  readonly routed: Map<string, readonly string[]>;
  remaining: readonly string[];
  began: number | undefined;
  end: RunEnd | undefined;
}

/** Takes an event of the run itself, or of one within the task of that path. */
const hear = (draft: Draft, within: readonly string[], event: FlowEvent): void => {
  switch (event.type) {
    case 'run-started':
      begin(draft, within, event);
      return;
    case 'run-completed':
    case 'run-failed':
    case 'run-cancelled': {
      const { type, time, usage } = event;
      // What a run within took has been told by its tasks.
      if (within.length === 0) draft.end = { _tag: ends[type], time, usage };
      return;
    }
    case 'inner': {
      const path = [...within, event.task];
      if (hasGiven(event.event)) {
        change(draft, path, (task) =>
          task.phase._tag === 'connecting' ? givesSince(task, event.time) : task,
        );
      }
      hear(draft, path, event.event);
      return;
    }
    default: {
      const path = [...within, event.task];
      if (event.type === 'routed' && within.length === 0) draft.routed.set(event.task, event.ways);
      // Whatever is within it begins anew, too.
      if (begins.has(event.type)) absorb(draft, keyOf(path));
      change(draft, path, (task) => afterEvent(task, event));
    }
  }
};

const begin = (
  draft: Draft,
  within: readonly string[],
  { graph, time }: Extract<FlowEvent, { readonly type: 'run-started' }>,
): void => {
  for (const { name, inside } of graph.tasks) {
    const path = [...within, name];
    const isMadeOfTasks = inside !== undefined && inside.kind !== 'ask';
    absorb(draft, keyOf(path));
    // A task of a loop is run again: what it took until now stays.
    change(draft, path, ({ attempts, usage }) => ({
      ...untold(path, isMadeOfTasks),
      attempts,
      usage,
    }));
  }
  if (within.length > 0) {
    const keys = graph.tasks.map(({ name }) => keyOf([...within, name]));
    change(draft, within, (task) => ({ ...task, inside: new Set([...task.inside, ...keys]) }));
    return;
  }
  draft.chart = chartOf(graph);
  draft.began = time;
  draft.end = undefined;
};

const ends = {
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
} as const;

const begins: ReadonlySet<string> = new Set(['waiting', 'started', 'retrying']);

const change = (
  draft: Draft,
  path: readonly string[],
  to: (task: TaskState) => TaskState,
): void => {
  const key = keyOf(path);
  draft.tasks.set(key, to(draft.tasks.get(key) ?? untold(path)));
};

/** Forgets the tasks within a task, but for what they took. */
const absorb = (draft: Draft, key: string): void => {
  const task = draft.tasks.get(key);
  if (task === undefined || task.inside.size === 0) return;
  const usage = usageOf(draft, task);
  for (const inner of task.inside) {
    absorb(draft, inner);
    draft.tasks.delete(inner);
  }
  draft.tasks.set(key, { ...task, usage, inside: new Set() });
};

const hasGiven = (event: FlowEvent): boolean =>
  event.type === 'inner'
    ? hasGiven(event.event)
    : event.type === 'partial' || event.type === 'succeeded';

/** A name may hold any character, so paths are told apart by how they are written down. */
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

const fateOf = (task: TaskState | undefined): Fate => {
  if (task?.phase._tag === 'done') return 'done';
  return task !== undefined && isSettled(task) ? 'none' : 'open';
};
