/**
 * How the spans of runs, tasks and attempts begin.
 *
 * @module
 */

import type { TaskMoment } from '../core/event.js';
import type { Graph, GraphAgent, GraphEdge, GraphInside } from '../core/graph.js';
import { openSpan } from './openSpan.js';
import { requestAttributes, requestName } from './operation.js';
import type { AttemptSpan, RunSpan, TaskSpan, Tracing } from './spanTree.js';
import type { Attributes, Context, SpanContext } from './tracer.js';

/** What a run is called. */
export interface RunTitle {
  readonly name: string;
  readonly attributes: Attributes;
  /** What the spans of its tasks are called, where that is not by their names. */
  readonly task?: string;
}

/** A run begins. */
export const beginRun = (
  { tracer, content }: Tracing,
  graph: Graph,
  { name, attributes, task }: RunTitle,
  time: number,
  context: Context | undefined,
): RunSpan => {
  const paths = new Map<string, GraphEdge[]>(graph.tasks.map((facts) => [facts.name, []]));
  for (const path of graph.edges) paths.get(path.to)?.push(path);
  return {
    span: openSpan(tracer, content, { name, time, attributes, context }),
    tasks: new Map(
      graph.tasks.map((facts) => [
        facts.name,
        {
          facts,
          title: task ?? `task ${facts.name}`,
          paths: paths.get(facts.name) ?? [],
          span: undefined,
          attempt: undefined,
          isSettled: false,
          source: undefined,
          ways: undefined,
        },
      ]),
    ),
  };
};

/** What the run of a flow is called. */
export const flowTitle = (name: string | undefined, runId?: string): RunTitle => ({
  name: name === undefined ? 'invoke_workflow' : `invoke_workflow ${name}`,
  attributes: {
    'gen_ai.operation.name': 'invoke_workflow',
    ...(name !== undefined && { 'gen_ai.agent.name': name }),
    ...(runId !== undefined && { 'rivulet.run.id': runId }),
  },
});

/** What a run within a task is called. */
export const innerTitle = (task: string, kind: GraphInside['kind']): RunTitle => {
  switch (kind) {
    case 'flow':
      return flowTitle(task);
    case 'loop':
      return { name: 'round', attributes: {} };
    case 'race':
      return { name: 'contender', attributes: {} };
    case 'each':
      // A name for each item of a list would be too many.
      return { name: 'each', attributes: {}, task: 'item' };
    default:
      return { name: kind, attributes: {} };
  }
};

/** A task is ready, or runs. Its span may have begun before. */
export const beginTask = (
  { tracer, content }: Tracing,
  run: RunSpan,
  task: TaskSpan,
  { wave }: TaskMoment<string>,
  time: number,
): void => {
  if (task.span !== undefined) return;
  task.span = openSpan(tracer, content, {
    name: task.title,
    time,
    attributes: { 'rivulet.task': task.facts.name, 'rivulet.wave': wave },
    links: task.paths.flatMap((path) => sourceOf(run, task, path)),
    context: run.span.context,
  });
  task.source = task.span.own;
};

/** The span that what came along a path comes from. */
const sourceOf = (
  { tasks }: RunSpan,
  { facts }: TaskSpan,
  { from, ways }: GraphEdge,
): readonly SpanContext[] => {
  const parent = tasks.get(from);
  if (parent?.source === undefined || !(parent.isSettled || facts.partials)) return [];
  return ways === undefined || ways.some((way) => parent.ways?.includes(way))
    ? [parent.source]
    : [];
};

/** An attempt begins. */
export const beginAttempt = (
  { tracer, content }: Tracing,
  { facts, span, attempt: before }: TaskSpan,
  { attempt }: TaskMoment<string>,
  agent: GraphAgent | undefined,
  time: number,
): AttemptSpan | undefined => {
  if (span === undefined || before !== undefined) return before;
  const about = { 'rivulet.task': facts.name, 'rivulet.attempt': attempt };
  return {
    span: openSpan(tracer, content, {
      name: agent === undefined ? 'attempt' : requestName(agent),
      kind: agent === undefined ? 0 : 2,
      time,
      attributes: { ...about, ...(agent !== undefined && requestAttributes(agent)) },
      context: span.context,
    }),
    agent,
    began: time,
    said: undefined,
    tools: new Map(),
    runs: new Set(),
  };
};
