/**
 * The lanes of a run, and those of what happened within its tasks.
 *
 * @module
 */

import type { FlowEvent } from '../core/event.js';
import type { GraphTask } from '../core/graph.js';
import { lanesOf, type EventLane, type LaneEvent } from '../core/lanes.js';

/** A lane, and where it belongs. */
export interface NestedLane extends EventLane {
  /** The names of the tasks that it is within, and its own. */
  readonly path: readonly string[];
}

/** The lanes of the tasks, each followed by those of the tasks within it where they are asked for. */
export const nestedLanes = (events: readonly FlowEvent[], inner: boolean): readonly NestedLane[] =>
  lanesOf(events).lanes.flatMap((lane) => within(lane, [], inner));

const within = (
  lane: EventLane,
  above: readonly string[],
  inner: boolean,
): readonly NestedLane[] => {
  const path = [...above, lane.name];
  const own = { ...lane, path };
  return inner
    ? [own, ...innerLanes(lane.events).flatMap((each) => within(each, path, inner))]
    : [own];
};

/** What is within a task may run more than once: it has the same lanes each time. */
const innerLanes = (events: readonly LaneEvent[]): readonly EventLane[] => {
  const lanes = new Map<string, { task: GraphTask | undefined; events: LaneEvent[] }>();
  const laneOf = (name: string, task?: GraphTask): { readonly events: LaneEvent[] } => {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    const lane = { task, events: [] };
    lanes.set(name, lane);
    return lane;
  };
  for (const outer of events) {
    if (outer.type !== 'inner') continue;
    const { event } = outer;
    if (event.type === 'run-started') {
      for (const task of event.graph.tasks) laneOf(task.name, task);
    } else if ('task' in event) laneOf(event.task).events.push(event);
  }
  return Array.from(lanes, ([name, lane]) => ({ name, ...lane }));
};
