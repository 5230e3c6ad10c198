/**
 * What a task is at over time, and what it says: a lane of a timeline before it has a place.
 *
 * @module
 */

import type { SkipCause } from '../core/errors.js';
import type { Finish, Usage } from '../core/event.js';
import type { EventLane } from '../core/lanes.js';

/** What a task is at for a while. */
export interface Span {
  readonly kind: 'waiting' | 'queued' | 'running' | 'retrying';
  readonly from: number;
  readonly to: number;
}

/** Something that happens at once. Times are those since the run began. */
export type Mark = { readonly time: number } & (
  | { readonly _tag: 'Part'; readonly value: unknown }
  | { readonly _tag: 'Output'; readonly value: unknown }
  /** The route of the task gave these keys; the output is at the same time. */
  | { readonly _tag: 'Routed'; readonly ways: readonly string[] }
  /** An attempt failed, and another one begins after so many milliseconds. */
  | { readonly _tag: 'Retrying'; readonly error: unknown; readonly delay: number }
  | { readonly _tag: 'Failed'; readonly error: unknown }
  | { readonly _tag: 'Skipped'; readonly because: SkipCause }
  | { readonly _tag: 'Cancelled' }
  /** The task begins anew. */
  | { readonly _tag: 'Anew'; readonly wave: number; readonly attempt: number }
);

/** What became of a task, or what it is at when the events end. */
export type Outcome = Span['kind'] | 'done' | 'failed' | 'skipped' | 'cancelled';

/** What a task is at over time, and what it says. */
export interface Track {
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
  readonly outcome: Outcome;
  /** When it was first started, and when it last settled. */
  readonly started: number | undefined;
  readonly settled: number | undefined;
  readonly usage: Usage | undefined;
  readonly finish: Finish | undefined;
}

/**
 * Follows the events of a task.
 *
 * @param began when the run began
 * @param ended when its last event was told
 */
export const trackOf = ({ events }: EventLane, began: number, ended: number): Track => {
  const spans: Span[] = [];
  const marks: Mark[] = [];
  let open: { kind: Span['kind']; from: number } | undefined;
  let outcome: Outcome = 'waiting';
  let [started, settled]: (number | undefined)[] = [];
  let usage: Usage | undefined;
  let finish: Finish | undefined;

  const close = (to: number): void => {
    if (open !== undefined && to > open.from) spans.push({ ...open, to });
    open = undefined;
  };
  const enter = (kind: Span['kind'], from: number): void => {
    close(from);
    open = { kind, from };
    outcome = kind;
    settled = undefined;
  };
  const settle = (how: Outcome, mark: Mark): void => {
    close(mark.time);
    marks.push(mark);
    outcome = how;
    settled = mark.time;
  };

  for (const event of events) {
    const time = event.time - began;
    switch (event.type) {
      case 'waiting':
      case 'queued':
        enter(event.type, time);
        break;
      case 'started':
        if (started !== undefined)
          marks.push({ _tag: 'Anew', time, wave: event.wave, attempt: event.attempt });
        started ??= time;
        enter('running', time);
        break;
      case 'partial':
        marks.push({ _tag: 'Part', time, value: event.value });
        break;
      case 'retrying':
        marks.push({ _tag: 'Retrying', time, error: event.error, delay: event.delay });
        enter('retrying', time);
        break;
      case 'routed':
        marks.push({ _tag: 'Routed', time, ways: event.ways });
        break;
      case 'succeeded':
        ({ usage, finish } = event);
        settle('done', { _tag: 'Output', time, value: event.value });
        break;
      case 'failed':
        settle('failed', { _tag: 'Failed', time, error: event.error.cause });
        break;
      case 'skipped':
        settle('skipped', { _tag: 'Skipped', time, because: event.because });
        break;
      case 'cancelled':
        settle('cancelled', { _tag: 'Cancelled', time });
        break;
      default:
    }
  }
  close(ended - began);
  return { spans, marks, outcome, started, settled, usage, finish };
};
