/**
 * The events of a run by task: what timelines and marbles are made of.
 *
 * @module
 */

import type { FlowEvent } from './event.js';
import type { GraphTask } from './graph.js';

/** An event of some task. */
export type LaneEvent = Extract<FlowEvent, { readonly task: unknown }>;

/** What was told of one task, in the order in which it was told. */
export interface EventLane {
  readonly name: string;
  /** The task itself, where the beginning of the run was told. */
  readonly task: GraphTask | undefined;
  readonly events: readonly LaneEvent[];
}

/** The events of a run by task. */
export interface EventLanes {
  /** When the run began, or the first event was told. */
  readonly began: number;
  /** One for each task, in declaration order. */
  readonly lanes: readonly EventLane[];
}

/** Puts the events of a run into one lane for each task. */
export const lanesOf = (events: readonly FlowEvent[]): EventLanes => {
  const lanes = new Map<string, { task: GraphTask | undefined; events: LaneEvent[] }>();
  for (const event of events) {
    if (event.type === 'run-started') {
      for (const task of event.graph.tasks) lanes.set(task.name, { task, events: [] });
    } else if ('task' in event) {
      const lane = lanes.get(event.task);
      if (lane === undefined) lanes.set(event.task, { task: undefined, events: [event] });
      else lane.events.push(event);
    }
  }
  return {
    began: events[0]?.time ?? 0,
    lanes: Array.from(lanes, ([name, lane]) => ({ name, ...lane })),
  };
};
