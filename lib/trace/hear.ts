/**
 * What becomes of spans by the events of a run.
 *
 * @module
 */

import type { FlowEvent, TaskInner, TaskStarted } from '../core/event.js';
import type { GraphAgent } from '../core/graph.js';
import { beginAttempt, beginRun, beginTask, innerTitle } from './begins.js';
import { endAttempt, endRun } from './ends.js';
import { hearTool } from './hearTool.js';
import { settle } from './settle.js';
import type { AttemptSpan, RunSpan, TaskSpan, Tracing } from './spanTree.js';
import { usageAttributes } from './usageAttributes.js';

/** An event of a task. */
type TaskEvent = Extract<FlowEvent, { readonly task: unknown }>;

/** The last event of a run. */
type LastEvent = Extract<
  FlowEvent,
  { readonly type: 'run-completed' | 'run-failed' | 'run-cancelled' }
>;

/** Something happened to a task. */
export const hear = (tracing: Tracing, run: RunSpan, event: TaskEvent, time: number): void => {
  const task = run.tasks.get(event.task);
  if (task === undefined) return;
  const { attempt } = task;
  switch (event.type) {
    case 'waiting':
      task.isSettled = false;
      return;
    case 'queued':
      beginTask(tracing, run, task, event, time);
      return;
    case 'started':
      beginTask(tracing, run, task, event, time);
      task.attempt = beginAttempt(tracing, task, event, agentOf(task, event), time);
      return;
    case 'partial':
      if (attempt !== undefined) attempt.said ??= time;
      return;
    case 'tool':
      if (attempt !== undefined) hearTool(tracing, attempt, event, time);
      return;
    case 'inner':
      if (attempt !== undefined) hearInside(tracing, task, attempt, event, time);
      return;
    case 'retrying': {
      const { error, delay } = event;
      const attributes = { 'rivulet.retry.delay': delay };
      endAttempt(task, time, { outcome: 'failed', error, attributes });
      return;
    }
    case 'routed':
      task.ways = event.ways;
      task.span?.add({ 'rivulet.route': [...event.ways] });
      return;
    default:
      settle(tracing, run, task, event, time);
  }
};

/** A run ends as it says. */
export const hearEnd = (run: RunSpan, event: LastEvent, time: number): void => {
  const attributes = usageAttributes(event.usage);
  switch (event.type) {
    case 'run-completed':
      endRun(run, time, { outcome: 'completed', attributes });
      return;
    case 'run-failed':
      endRun(run, time, { outcome: 'failed', error: event.error, attributes });
      return;
    case 'run-cancelled':
      endRun(run, time, { outcome: 'cancelled', attributes });
  }
};

/** Who makes an attempt. A fallback says who it is; the graph only tells who is asked first. */
const agentOf = (
  { facts }: TaskSpan,
  { agent = facts.agent }: TaskStarted<string>,
): GraphAgent | undefined => agent;

const hearInside = (
  tracing: Tracing,
  { facts }: TaskSpan,
  { span, runs }: AttemptSpan,
  { event }: TaskInner<string>,
  time: number,
): void => {
  if (event.type === 'run-started') {
    const title = innerTitle(facts.name, facts.inside?.kind ?? 'flow');
    runs.add(beginRun(tracing, event.graph, title, time, span.context));
    return;
  }
  if ('task' in event) {
    const run = [...runs].findLast(({ tasks }) => tasks.has(event.task));
    if (run !== undefined) hear(tracing, run, event, time);
    return;
  }
  const run = endedOf(runs);
  if (run === undefined) return;
  runs.delete(run);
  hearEnd(run, event, time);
};

/** Which of several runs has ended: those of a race are at it together, and their ends do not say whose they are. */
const endedOf = (runs: ReadonlySet<RunSpan>): RunSpan | undefined => {
  const open = [...runs];
  return (
    open.find(({ tasks }) => [...tasks.values()].every(({ isSettled }) => isSettled)) ?? open.at(-1)
  );
};
