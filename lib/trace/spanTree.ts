/**
 * The spans of a run, of the tasks in it, of their attempts, and of what happens within these.
 *
 * @module
 */

import type { ToolCall } from '../core/event.js';
import type { GraphAgent, GraphEdge, GraphTask } from '../core/graph.js';
import type { OpenSpan } from './openSpan.js';
import type { SpanContext, Tracer } from './tracer.js';

/** Where spans go, and how much they tell. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Whether they tell what was said. */
  readonly content: boolean;
}

/** The span of a run. */
export interface RunSpan {
  readonly span: OpenSpan;
  readonly tasks: ReadonlyMap<string, TaskSpan>;
}

/** A task of a run, and its span from when it is ready until it has settled. */
export interface TaskSpan {
  readonly facts: GraphTask;
  /** What its spans are called. */
  readonly title: string;
  /** The paths that lead to it. */
  readonly paths: readonly GraphEdge[];
  span: OpenSpan | undefined;
  attempt: AttemptSpan | undefined;
  isSettled: boolean;
  /** The span that its output comes from. */
  source: SpanContext | undefined;
  /** Where its route has led. */
  ways: readonly string[] | undefined;
}

/** The span of an attempt. */
export interface AttemptSpan {
  readonly span: OpenSpan;
  /** Who makes it, where that is an agent. */
  readonly agent: GraphAgent | undefined;
  readonly began: number;
  /** When it first said something. */
  said: number | undefined;
  readonly tools: Map<ToolCall, OpenSpan>;
  /** The runs within it. */
  readonly runs: Set<RunSpan>;
}
