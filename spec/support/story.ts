import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { Observable } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';

/** What a run told, in virtual time. */
export interface Story {
  readonly events: readonly FlowEvent[];
  /** An event a line, such as `3 draft =text`: when, who, and a partial `~`, an output `=` or the type of the event. */
  readonly lines: readonly string[];
  /** What the stream ended with. */
  readonly error: unknown;
}

/** Runs a flow in virtual time to its end, and keeps what it told of tasks and of its end, but for `waiting`. */
export const storyOf = (
  make: (scheduler: TestScheduler, helpers: RunHelpers) => Observable<FlowEvent>,
): Story => {
  const events: FlowEvent[] = [];
  let error: unknown;
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run((helpers) => {
    make(scheduler, helpers).subscribe({
      next: (event) => events.push(event),
      error: (cause: unknown) => (error = cause),
    });
  });
  return { events, lines: events.flatMap(lineOf), error };
};

const lineOf = (event: FlowEvent): readonly string[] => {
  const time = String(event.time);
  if (!('task' in event)) return event.type === 'run-started' ? [] : [`${time} ${event.type}`];
  switch (event.type) {
    case 'waiting':
      return [];
    case 'partial':
      return [`${time} ${event.task} ~${String(event.value)}`];
    case 'succeeded':
      return [
        `${time} ${event.task} =${String(event.value)}${event.from === 'run' ? '' : ` (${event.from})`}`,
      ];
    case 'retrying':
      return [`${time} ${event.task} retrying in ${String(event.delay)}`];
    default:
      return [`${time} ${event.task} ${event.type}`];
  }
};
