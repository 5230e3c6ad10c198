/**
 * A run in words: beside its lanes, above them, and for those who cannot see them.
 *
 * @module
 */

import { reasonOf } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import { causesOf } from '../core/line.js';
import { and, many } from './phrases.js';
import { onOneLine } from './text.js';
import { lasting } from './timelineAxis.js';
import type { Mark, Outcome, Track } from './timelineTrack.js';
import { byWays } from './way.js';

/** What there is to be said of what became of a task. */
export const detailOf = (name: string, track: Track): string => {
  const { outcome, marks, started, settled, usage, finish } = track;
  const last = marks.at(-1);
  const attempt = marks.findLast((mark) => mark._tag === 'Anew')?.attempt ?? 1;
  const took = started === undefined || settled === undefined ? [] : [lasting(settled - started)];
  const again = attempt > 1 ? [`attempt ${String(attempt)}`] : [];
  switch (outcome) {
    case 'done':
      return [
        ...took,
        ...again,
        ...(usage?.output === undefined ? [] : [`${String(usage.output)} tokens`]),
        ...(finish === undefined || finish === 'stop' ? [] : [`ended by ${onOneLine(finish)}`]),
      ].join(' · ');
    case 'failed':
      return last?._tag === 'Failed'
        ? [...causesOf(last.error).slice(0, 1), ...again].join(' · ')
        : '';
    case 'skipped':
      return last?._tag === 'Skipped' ? becauseOf(name, last) : '';
    case 'cancelled':
      return took.map((time) => `after ${time}`).join('');
    default:
      return again.join('');
  }
};

const becauseOf = (
  name: string,
  { because }: Extract<Mark, { readonly _tag: 'Skipped' }>,
): string => {
  if (because.reason === 'not-taken') return `not taken by ${onOneLine(because.task)}`;
  return `${because.task === name ? 'it' : onOneLine(because.task)} ${reasonOf(because)}`;
};

/** A lane in a sentence. */
export const saidOf = (path: readonly string[], track: Track): string => {
  const { outcome, marks, started, settled } = track;
  const parts = marks.filter(({ _tag }) => _tag === 'Part').length;
  const failures = marks.filter(({ _tag }) => _tag === 'Retrying').length;
  const detail = detailOf(path.at(-1) ?? '', track);
  const ways = marks.findLast((mark) => mark._tag === 'Routed')?.ways;
  const said = [
    ...(started === undefined ? [] : [`began at ${lasting(started)}`]),
    ...(parts === 0 ? [] : [`gave ${many(parts, 'part')}`]),
    ...(failures === 0
      ? []
      : [`failed ${failures === 1 ? 'once' : `${String(failures)} times`} for a passing reason`]),
    `${endings[outcome]}${settled === undefined ? '' : ` at ${lasting(settled)}`}`,
    ...(outcome === 'done' && ways !== undefined ? [`went on ${byWays(ways)}`] : []),
  ];
  const why = (outcome === 'failed' || outcome === 'skipped') && detail !== '' ? `: ${detail}` : '';
  return `${onOneLine(path.join('/'))} ${and(said)}${why}.`;
};

const endings: Readonly<Record<Outcome, string>> = {
  waiting: 'waits',
  queued: 'waits for a slot',
  running: 'runs',
  retrying: 'waits for the next attempt',
  done: 'was done',
  failed: 'failed',
  skipped: 'was skipped',
  cancelled: 'was cancelled',
};

/** A run in numbers, and what became of it. */
export const summaryOf = (events: readonly FlowEvent[], tracks: readonly Track[]): string => {
  const [first, last] = [events[0], events.at(-1)];
  const name = first?.type === 'run-started' ? [`run ${onOneLine(first.runId)}`] : [];
  const time = lasting((last?.time ?? 0) - (first?.time ?? 0));
  return [...name, many(tracks.length, 'task'), time, ...endOf(last, tracks)].join(' · ');
};

const endOf = (last: FlowEvent | undefined, tracks: readonly Track[]): readonly string[] => {
  switch (last?.type) {
    case 'run-completed':
      return ['completed'];
    case 'run-failed':
      return ['failed'];
    case 'run-cancelled':
      return ['cancelled'];
    default: {
      const open = tracks.filter(({ settled }) => settled === undefined).length;
      return open === 0 ? [] : [`${many(open, 'task')} not settled`];
    }
  }
};

/** The colour of what became of a task; each is also said in a word. */
export const outcomeInk = (outcome: Outcome): string => {
  switch (outcome) {
    case 'done':
      return '#15803d';
    case 'failed':
      return '#b91c1c';
    case 'retrying':
      return '#b45309';
    default:
      return '#475569';
  }
};
