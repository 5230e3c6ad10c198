import { expect } from 'chai';
import { filter, map, type OperatorFunction } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { FlowEvent } from '../../lib/core/event.js';

/** Runs a spec in virtual time, where one character of a diagram is one millisecond. */
export const marbles = (body: (helpers: RunHelpers) => void): void => {
  new TestScheduler((actual, expected) => {
    expect(actual).to.deep.equal(expected);
  }).run(body);
};

/**
 * What a run tells of one task, a word an event: `~value` for a partial, `=value` for the output, else the
 * type of the event.
 */
export const lane =
  (task: string): OperatorFunction<FlowEvent, string> =>
  (events) =>
    events.pipe(
      filter((event) => 'task' in event && event.task === task),
      map((event) =>
        event.type === 'partial'
          ? `~${String(event.value)}`
          : event.type === 'succeeded'
            ? `=${String(event.value)}`
            : event.type,
      ),
    );

/** Marbles for the words of a {@link lane}: `w`aiting, `q`ueued, `s`tarted, `x` failed, `k` skipped, `c`ancelled. */
export const words = {
  w: 'waiting',
  q: 'queued',
  s: 'started',
  x: 'failed',
  k: 'skipped',
  c: 'cancelled',
} as const;
