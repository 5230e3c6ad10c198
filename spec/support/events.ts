import { FlowFailed, TaskFailed, type SkipCause } from '../../lib/core/errors.js';
import type { FlowEvent, TaskMoment } from '../../lib/core/event.js';
import type { Graph, GraphTask } from '../../lib/core/graph.js';

type Moment = Partial<Pick<TaskMoment<string>, 'wave' | 'attempt'>>;

const at = (task: string, { wave = 1, attempt = 1 }: Moment = {}): TaskMoment<string> => ({
  task,
  wave,
  attempt,
  time: 0,
});

/** A graph of tasks by their names, and paths written `parent>child`. */
export const graphOf = (
  names: readonly string[],
  paths: readonly string[] = [],
  excluded: readonly string[] = [],
): Graph => ({
  inputs: [],
  tasks: names.map((name): GraphTask => ({
    name,
    join: 'all',
    optional: false,
    exclude: excluded.includes(name),
    partials: false,
  })),
  edges: paths.map((path) => {
    const [from = '', to = ''] = path.split('>');
    return { from, to };
  }),
});

/** Events of a run, as short as can be. */
export const told = {
  runStarted: (graph: Graph): FlowEvent => ({ type: 'run-started', runId: 'run', time: 0, graph }),
  waiting: (task: string, moment?: Moment): FlowEvent => ({ type: 'waiting', ...at(task, moment) }),
  queued: (task: string): FlowEvent => ({ type: 'queued', ...at(task) }),
  started: (task: string, moment?: Moment): FlowEvent => ({ type: 'started', ...at(task, moment) }),
  partial: (task: string, value: unknown, delta?: string): FlowEvent => ({
    type: 'partial',
    ...at(task),
    value,
    ...(delta !== undefined && { delta }),
  }),
  succeeded: (task: string, value: unknown, delta?: string): FlowEvent => ({
    type: 'succeeded',
    ...at(task),
    value,
    from: 'run',
    ...(delta !== undefined && { delta }),
  }),
  retrying: (task: string, error: unknown, delay: number, moment?: Moment): FlowEvent => ({
    type: 'retrying',
    ...at(task, moment),
    error,
    delay,
  }),
  routed: (task: string, ...ways: readonly string[]): FlowEvent => ({
    type: 'routed',
    ...at(task),
    ways,
  }),
  inner: (task: string, event: FlowEvent): FlowEvent => ({ type: 'inner', ...at(task), event }),
  skipped: (task: string, because: SkipCause): FlowEvent => ({
    type: 'skipped',
    ...at(task),
    because,
  }),
  failed: (task: string, error: TaskFailed): FlowEvent => ({ type: 'failed', ...at(task), error }),
  cancelled: (task: string): FlowEvent => ({ type: 'cancelled', ...at(task) }),
  runCompleted: { type: 'run-completed', time: 0 } satisfies FlowEvent,
  runCancelled: { type: 'run-cancelled', time: 0 } satisfies FlowEvent,
  runFailed: (error: FlowFailed): FlowEvent => ({ type: 'run-failed', time: 0, error }),
} as const;

/** A failure of a task. */
export const failureOf = (task: string, cause: unknown = new Error('no')): TaskFailed =>
  new TaskFailed(task, 1, [cause]);

/** A failure of a run. */
export const flowFailure = (causes: Readonly<Record<string, unknown>>): FlowFailed =>
  new FlowFailed(causes, {}, Object.values(causes)[0]);
