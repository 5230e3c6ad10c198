import { asapScheduler, type Observable, type SchedulerLike } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import { topologicalOrder, type Graph } from '../core/graph.js';
import type { AnyEvent, TaskOf } from '../core/typedEvent.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';

/** How far a run is. */
export interface Progress<Name extends string = string> {
  /** How many tasks are done. */
  readonly done: number;
  /** How many tasks there are. */
  readonly total: number;
  /** What each task is at, in declaration order. */
  readonly tasks: Readonly<Record<Name, TaskProgress>>;
  /** The longest chain of tasks that have not settled yet and wait for each other. */
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
  /** It has given a part of its output; of a text, that many characters. */
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
    read: () => progressOf(chart, states, done),
  };
};

// Messages of errors may quote what was asked or answered.
const nameOf = (error: unknown): string =>
  error instanceof Error ? error.name : `a thrown ${typeof error}`;

const waiting: TaskProgress = Object.freeze({ _tag: 'waiting', for: Object.freeze([]) });

/** A graph by numbers: tasks in declaration order, and an order in which each comes after all it needs. */
interface Chart {
  readonly names: readonly string[];
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  readonly order: readonly number[];
}

const chartOf = ({ tasks, edges }: Graph): Chart => {
  const names = tasks.map(({ name }) => name);
  const numbers = new Map(names.map((name, index) => [name, index]));
  const parents: number[][] = names.map(() => []);
  const children: number[][] = names.map(() => []);
  for (const edge of edges) {
    const from = numbers.get(edge.from);
    const to = numbers.get(edge.to);
    if (from === undefined || to === undefined) continue;
    parents[to]?.push(from);
    children[from]?.push(to);
  }
  return { names, parents, children, order: topologicalOrder(names.length, children) };
};

const progressOf = (
  chart: Chart,
  states: ReadonlyMap<string, TaskProgress>,
  done: number,
): Progress => {
  const { names, parents } = chart;
  const open = names.map((name) => isOpen(states.get(name)));
  const tasks = names.map((name, index): readonly [string, TaskProgress] => {
    const state = states.get(name) ?? waiting;
    if (state._tag !== 'waiting') return [name, state];
    const missing = parents[index]?.filter((parent) => open[parent]) ?? [];
    return [name, { _tag: 'waiting', for: missing.map((parent) => names[parent] ?? '') }];
  });
  return {
    done,
    total: names.length,
    tasks: Object.fromEntries(tasks),
    remaining: longestChain(chart, open).map((index) => names[index] ?? ''),
  };
};

const isOpen = (state: TaskProgress | undefined): boolean => {
  switch (state?._tag) {
    case 'done':
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return false;
    default:
      return true;
  }
};

/** The longest path through what is open; of several, the one whose tasks were declared first. */
const longestChain = ({ order, children }: Chart, open: readonly boolean[]): readonly number[] => {
  const lengths = new Uint32Array(order.length);
  const next = new Map<number, number>();
  let first: number | undefined;
  for (const vertex of order.toReversed()) {
    if (open[vertex] !== true) continue;
    const ahead = longest(children[vertex] ?? [], lengths);
    lengths[vertex] = 1 + (ahead === undefined ? 0 : (lengths[ahead] ?? 0));
    if (ahead !== undefined) next.set(vertex, ahead);
    first = longest(first === undefined ? [vertex] : [vertex, first], lengths);
  }
  const chain: number[] = [];
  for (let at = first; at !== undefined; at = next.get(at)) chain.push(at);
  return chain;
};

/** Of some vertices the one with the greatest length, unless that is 0; of several, the first in declaration order. */
const longest = (vertices: readonly number[], lengths: Uint32Array): number | undefined => {
  let best: number | undefined;
  let most = 0;
  for (const vertex of vertices) {
    const length = lengths[vertex] ?? 0;
    if (length > most || (length === most && best !== undefined && vertex < best)) {
      [best, most] = [vertex, length];
    }
  }
  return best;
};
