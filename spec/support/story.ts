import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { Observable } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';

/** What a run told, in virtual time. */
export interface Story {
  readonly events: readonly FlowEvent[];
  /** An event a line, such as `3 draft =text`: when, who, and a partial `~`, an output `=` or the type of the event. */
  readonly lines: readonly string[];
  /** The same for what happened within tasks, which are told by their paths, such as `3 draft/1 =text`. */
  readonly inner: readonly string[];
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
  return {
    events,
    lines: events.flatMap((event) => lineOf(event)),
    inner: events.flatMap((event) => innerLines(event, '')),
    error,
  };
};

const innerLines = (event: FlowEvent, within: string): readonly string[] => {
  if (event.type !== 'inner') return within === '' ? [] : lineOf(event, within);
  return innerLines(event.event, `${within}${event.task}/`);
};

const lineOf = (given: FlowEvent, within = ''): readonly string[] => {
  const time = String(given.time);
  if (!('task' in given)) {
    return given.type === 'run-started' || within !== '' ? [] : [`${time} ${given.type}`];
  }
  const event = { ...given, task: within + given.task };
  switch (event.type) {
    case 'waiting':
    case 'inner':
      return [];
    case 'routed':
      return [`${time} ${event.task} → ${event.ways.join()}`];
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
