/**
 * What a run tells, as one tagged union. Logs, progress and pictures are consumers of this one stream.
 *
 * @module
 */

import type { FlowFailed, SkipCause, TaskFailed } from './errors.js';
import type { Graph, GraphAgent } from './graph.js';

/** How much something took, as far as it is known. */
export interface Usage {
  /** Tokens that were sent. */
  readonly input?: number;
  /** Tokens that came back. */
  readonly output?: number;
  /** How many of the tokens that were sent came from the provider's cache. */
  readonly cached?: number;
  /** Requests that were sent, those that failed among them. */
  readonly requests?: number;
  /** What it cost, in US dollars; absent where the price of a model is not known. */
  readonly money?: number;
  /** Whether it took at least this: a request was cancelled or broke off, and nobody said what it took. */
  readonly isAtLeast?: true;
}

/** Why an answer ended: by itself, at the limit of its length, or otherwise (the provider's word). */
export type Finish = 'stop' | 'length' | (string & {});

/** A tool that a model called. */
export interface ToolCall {
  /** The name of the tool. */
  readonly tool: string;
  /** What it was called with. */
  readonly input: unknown;
  /** What the provider calls this call, where it has a name for it. */
  readonly id?: string;
}

/** Which execution of which task an event belongs to. */
export interface TaskMoment<Task> {
  readonly task: Task;
  /** Which run of the task it is, from 1; a new one begins when what it was given became void. */
  readonly wave: number;
  /** Which attempt of the wave it is, from 1. */
  readonly attempt: number;
  /** Milliseconds, from the scheduler. */
  readonly time: number;
}

/** The run begins. */
export interface RunStarted {
  readonly type: 'run-started';
  readonly runId: string;
  readonly time: number;
  /** What is going to be run. */
  readonly graph: Graph;
}

/** The task waits for its predecessors. */
export interface TaskWaiting<Task> extends TaskMoment<Task> {
  readonly type: 'waiting';
}

/** The task has all it needs and waits for a slot, because as many run as the flow allows. */
export interface TaskQueued<Task> extends TaskMoment<Task> {
  readonly type: 'queued';
}

/** The task runs. */
export interface TaskStarted<Task> extends TaskMoment<Task> {
  readonly type: 'started';
  /** Who is asked, where an agent is; a fallback is another one than that of the graph. */
  readonly agent?: GraphAgent;
}

/** The output of the task has grown. */
export interface TaskPartial<Task, A> extends TaskMoment<Task> {
  readonly type: 'partial';
  /** All of it so far. */
  readonly value: A;
  /** What a text has grown by since the event before; absent when it did not grow at its end. */
  readonly delta?: string;
}

/** An attempt failed for a passing reason, and another one begins after a wait. What it had given is void. */
export interface TaskRetrying<Task> extends TaskMoment<Task> {
  readonly type: 'retrying';
  /** What the attempt failed with. */
  readonly error: unknown;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** The model of the task has called a tool, or that has come to an end. The call is the same object in both. */
export interface TaskTool<Task> extends TaskMoment<Task> {
  readonly type: 'tool';
  readonly state: 'called' | 'succeeded' | 'failed';
  readonly call: ToolCall;
  /** What the tool gave, once it has succeeded. */
  readonly output?: unknown;
  /** What it failed with, once it has failed. The model is told, and goes on. */
  readonly error?: unknown;
}

/** The task has its output. */
export interface TaskSucceeded<Task, A> extends TaskMoment<Task> {
  readonly type: 'succeeded';
  readonly value: A;
  /** What a text has grown by since the last `partial`; absent when it did not grow at its end. */
  readonly delta?: string;
  /** What the task took in this wave, all its attempts together, where it has sent requests. */
  readonly usage?: Usage;
  readonly finish?: Finish;
  /** Which tools the model called that nobody has run, where it called some. */
  readonly calls?: readonly ToolCall[];
  /** The file that the output was saved to. */
  readonly file?: string;
  /** Where the output comes from: the task ran, or what it was given is what it was given before. */
  readonly from: 'run' | 'unchanged';
}

/** The route of the task has said which ways its output goes; `succeeded` follows. */
export interface TaskRouted<Task> extends TaskMoment<Task> {
  readonly type: 'routed';
  /** The keys of the ways, each once, in the order in which they were given. */
  readonly ways: readonly string[];
}

/** Something happened within a task that is made of tasks, such as a loop, or a flow in a flow. */
export interface TaskInner<Task> extends TaskMoment<Task> {
  readonly type: 'inner';
  /** An event of the run inside. */
  readonly event: FlowEvent;
}

/** The task is not run, or had nothing to give. */
export interface TaskSkippedEvent<Task> extends TaskMoment<Task> {
  readonly type: 'skipped';
  readonly because: SkipCause;
}

/** The task failed. */
export interface TaskFailedEvent<Task> extends TaskMoment<Task> {
  readonly type: 'failed';
  readonly error: TaskFailed;
}

/** The task was stopped before it had settled. */
export interface TaskCancelledEvent<Task> extends TaskMoment<Task> {
  readonly type: 'cancelled';
}

/** Every task has settled, and none failed but such as their successors do without. */
export interface RunCompleted {
  readonly type: 'run-completed';
  readonly time: number;
  /** What all of it took, where requests were sent. */
  readonly usage?: Usage;
}

/** A task failed. */
export interface RunFailed {
  readonly type: 'run-failed';
  readonly time: number;
  readonly error: FlowFailed;
  /** What all of it took, where requests were sent. */
  readonly usage?: Usage;
}

/** The run was stopped from outside. */
export interface RunCancelled {
  readonly type: 'run-cancelled';
  readonly time: number;
  /** What all of it took, where requests were sent. */
  readonly usage?: Usage;
}

/**
 * What a run tells. `Values` are the outputs by task, `Snapshots` what they look like while they grow.
 *
 * The events of one wave of a task are ordered: `waiting`, then for each attempt `queued`?, `started`, `partial`* (among
 * them `tool`, where a model calls tools), with `retrying` between two attempts, `routed` where it has a route, then one of `succeeded`, `skipped`, `failed`, `cancelled`. How many
 * `partial` events there are is never promised; the deltas of the last attempt and that of `succeeded` add up to
 * the value.
 */
export type FlowEvent<Values extends object = Record<string, unknown>, Snapshots = Values> =
  | RunStarted
  | TaskWaiting<keyof Values & string>
  | TaskQueued<keyof Values & string>
  | TaskStarted<keyof Values & string>
  | TaskRetrying<keyof Values & string>
  | {
      readonly [Task in keyof Values & string]:
        | TaskPartial<Task, Task extends keyof Snapshots ? Snapshots[Task] : never>
        | TaskSucceeded<Task, Values[Task]>;
    }[keyof Values & string]
  | TaskTool<keyof Values & string>
  | TaskRouted<keyof Values & string>
  | TaskInner<keyof Values & string>
  | TaskSkippedEvent<keyof Values & string>
  | TaskFailedEvent<keyof Values & string>
  | TaskCancelledEvent<keyof Values & string>
  | RunCompleted
  | RunFailed
  | RunCancelled;
