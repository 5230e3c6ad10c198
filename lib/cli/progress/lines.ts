/**
 * The progress of a run where there is no terminal: whole lines, each behind the name of its task.
 *
 * @module
 */

import type { FlowEvent } from '../../core/event.js';
import { notBegun, outermostOf, type ProgressState } from './state.js';
import {
  afterEvent,
  isBusy,
  isSettled,
  untold,
  type OwnEvent,
  type TaskState,
} from './taskState.js';
import { countsOf, labelOf, listed, sayingOf } from './words.js';
import { shown } from './wrap.js';

/** Tells events as lines. The last line of a text is told when it has ended; until then it is remembered. */
export const linesOf = (): ((event: FlowEvent) => readonly string[]) => {
  const known = new Map<string, Known>();
  const madeOfTasks = new Set<string>();
  const hear = (within: readonly string[], event: FlowEvent): readonly string[] => {
    if (event.type === 'run-started') {
      for (const { name, inside } of event.graph.tasks) {
        if (inside !== undefined && inside.kind !== 'ask') madeOfTasks.add(keyOf(within, name));
      }
    }
    if (!('task' in event)) return [];
    const path = [...within, event.task];
    if (event.type === 'inner') return hear(path, event.event);
    const key = keyOf(within, event.task);
    const before = known.get(key) ?? { task: untold(path, madeOfTasks.has(key)), rest: '' };
    const { now, lines } = after(before, event);
    if (isSettled(now.task)) known.delete(key);
    else known.set(key, now);
    return lines;
  };
  return (event) => hear([], event);
};

/** What is going on, for those who wait for a line: how far the run is, and who is at work. */
export const signOfLife = (state: ProgressState, now: number): string => {
  const busy = outermostOf(state)
    .filter(isBusy)
    .map((task) => `${labelOf(task)} (${sayingOf(state, task, now)})`);
  return `… ${countsOf(state, now)}${busy.length === 0 ? '' : ` · at work: ${listed(busy)}`}`;
};

const keyOf = (within: readonly string[], name: string): string =>
  JSON.stringify([...within, name]);

/** What is known of a task from its events. */
interface Known {
  readonly task: TaskState;
  /** The end of its text, which may still grow. */
  readonly rest: string;
}

const after = (
  before: Known,
  event: OwnEvent,
): { readonly now: Known; readonly lines: readonly string[] } => {
  const task = afterEvent(before.task, event);
  const label = labelOf(task);
  const behind = (line: string): string => `${label} │ ${line}`.trimEnd();
  const saying = `${label} · ${sayingOf(notBegun, task, event.time)}`;
  switch (event.type) {
    case 'waiting':
    case 'queued':
    case 'routed':
      return { now: { ...before, task }, lines: [] };
    case 'started':
      return { now: { ...before, task, rest: '' }, lines: [saying] };
    case 'tool':
      return { now: { ...before, task }, lines: event.state === 'called' ? [saying] : [] };
    case 'retrying':
      return { now: { ...before, task, rest: '' }, lines: [saying] };
    case 'partial':
    case 'succeeded': {
      const isOver = event.type === 'succeeded';
      const { ended, rest } = spoken(before, event);
      const said = isOver && rest !== '' ? [...ended, rest] : ended;
      return {
        now: { ...before, task, rest: isOver ? '' : rest },
        lines: [
          ...said.flatMap((line) => shown(line).split('\n')).map(behind),
          ...(isOver ? [saying] : []),
        ],
      };
    }
    case 'failed':
    case 'skipped':
    case 'cancelled': {
      // What was said before is no answer, but somebody may want to see how far it came.
      const rest = before.rest === '' ? [] : shown(before.rest).split('\n').map(behind);
      return { now: { ...before, task, rest: '' }, lines: [...rest, saying] };
    }
  }
};

/** The lines that have ended by now, and the one that has not. */
const spoken = (
  { rest, task: { isMadeOfTasks } }: Known,
  event: Extract<OwnEvent, { readonly type: 'partial' | 'succeeded' }>,
): { readonly ended: readonly string[]; readonly rest: string } => {
  const { value, delta } = event;
  const isQuiet = event.type === 'succeeded' && event.from === 'unchanged';
  if (typeof value !== 'string' || isMadeOfTasks || isQuiet) return { ended: [], rest: '' };
  // Without a delta the text has begun again.
  const lines = (delta === undefined ? value : rest + delta).split('\n');
  return { ended: lines.slice(0, -1), rest: lines.at(-1) ?? '' };
};
