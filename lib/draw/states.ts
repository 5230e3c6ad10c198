/**
 * What has become of the tasks of a run: their states, and times and attempts in words.
 *
 * @module
 */

import type { FlowEvent } from '../core/event.js';
import { lasting } from './timelineAxis.js';
import { nestedLanes } from './timelineLanes.js';
import { trackOf, type Outcome, type Track } from './timelineTrack.js';

/** What has become of a task. */
export interface TaskState {
  readonly outcome: Outcome;
  /** That, how long it took and which attempt it was: `done · 1.2 s · attempt 2`. */
  readonly told: string;
}

/** The state of the task with that name, within those of the names before it. */
export type States = (path: readonly string[]) => TaskState | undefined;

/** The states of the tasks when the last of the events was told. */
export const statesOf = (events: readonly FlowEvent[]): States => {
  const began = events[0]?.time ?? 0;
  const ended = events.at(-1)?.time ?? began;
  const states = new Map(
    nestedLanes(events, true).map((lane) => [
      JSON.stringify(lane.path),
      stateOf(trackOf(lane, began, ended), ended - began),
    ]),
  );
  return (path) => states.get(JSON.stringify(path));
};

/** No run, no states. */
export const stateless: States = () => undefined;

const stateOf = ({ outcome, marks, started, settled }: Track, now: number): TaskState => {
  const attempt = marks.findLast((mark) => mark._tag === 'Anew')?.attempt ?? 1;
  // Its last wave began anew, unless it is the first.
  const began =
    marks.findLast((mark) => mark._tag === 'Anew' && mark.attempt === 1)?.time ?? started;
  const took = began === undefined ? [] : [lasting((settled ?? now) - began)];
  const again = attempt > 1 ? [`attempt ${String(attempt)}`] : [];
  return { outcome, told: [outcome, ...took, ...again].join(' · ') };
};
