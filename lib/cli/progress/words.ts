/**
 * What a run and its tasks are at, in words that stand on a terminal and in a log alike.
 *
 * @module
 */

import { reasonOf } from '../../core/errors.js';
import { clock, counted, grouped, seconds } from './amounts.js';
import { missingOf, outermostOf, type ProgressState } from './state.js';
import type { Phase, TaskState } from './taskState.js';
import { saidBy, together, tokenWords } from './tokens.js';
import { shownLine } from './wrap.js';

/** What a task is called: by its path, where it is within others. */
export const labelOf = ({ path }: TaskState): string => path.map(shownLine).join('/');

/** What a task is at, the most important first. */
export const sayingOf = (state: ProgressState, task: TaskState, now: number): string =>
  [...phaseWords(state, task, now), ...toolWords(task)].join(' · ');

/** What a task is at, without what changes from moment to moment. */
export const outcomeOf = ({ phase }: TaskState): string => {
  switch (phase._tag) {
    case 'done':
      return phase.isUnchanged ? 'done, unchanged' : 'done';
    case 'failed':
      return `failed: ${shownLine(phase.reason)}`;
    case 'skipped':
      return `skipped: ${shownLine(phase.because.task)} ${reasonOf(phase.because)}`;
    default:
      return phase._tag;
  }
};

/** How far the run is: counts, time and tokens. */
export const countsOf = (state: ProgressState, now: number): string => {
  const tasks = outermostOf(state);
  const count = (...phases: readonly Phase['_tag'][]): number =>
    tasks.filter(({ phase }) => phases.includes(phase._tag)).length;
  const others = (['queued', 'retrying', 'failed', 'skipped', 'cancelled'] as const)
    .map((phase) => ({ phase, number: count(phase) }))
    .filter(({ number }) => number > 0);
  const said = tasks
    .map((task) => saidBy(state, task))
    .reduce(together, { tokens: 0, isGuess: false });
  return [
    `${grouped(count('done'))}/${grouped(tasks.length)} done`,
    `${grouped(count('connecting', 'streaming'))} running`,
    ...others.map(({ phase, number }) => `${grouped(number)} ${phase}`),
    clock((state.end?.time ?? now) - (state.began ?? now)),
    ...(said.tokens > 0 ? [tokenWords(said)] : []),
  ].join(' · ');
};

/** The longest chain of tasks that is left, where there is one. */
export const chainOf = ({ remaining }: ProgressState): string => {
  if (remaining.length < 2) return '';
  const names = remaining.map(shownLine);
  const some = names.length > 6 ? [...names.slice(0, 4), '…', ...names.slice(-1)] : names;
  return `longest chain left: ${grouped(names.length)}, ${some.join(' → ')}`;
};

/** The names of some tasks, of many only the first ones. */
export const listed = (names: readonly string[], most = 3): string => {
  const more = names.length - most;
  if (more > 0) return `${names.slice(0, most).join(', ')} and ${grouped(more)} more`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
};

const phaseWords = (state: ProgressState, task: TaskState, now: number): readonly string[] => {
  const { phase, attempt, began, ended } = task;
  const again = attempt > 1 ? [`attempt ${String(attempt)}`] : [];
  const age = began === undefined ? [] : [seconds(Math.max(0, (ended ?? now) - began))];
  switch (phase._tag) {
    case 'waiting': {
      const missing = missingOf(state, task).map(shownLine);
      return [missing.length === 0 ? 'waiting' : `waiting for ${listed(missing)}`];
    }
    case 'queued':
      return ['queued', ...again];
    case 'connecting':
      return [
        'connecting',
        ...(attempt > 1 ? [`attempt ${String(attempt)}, from the start`] : []),
        ...age,
      ];
    case 'streaming':
      return ['streaming', ...amountWords(state, task, now - phase.since), ...again, ...age];
    case 'retrying': {
      const wait = seconds(Math.max(0, phase.until - now));
      return [
        'retrying',
        `attempt ${String(attempt)} in ${wait}`,
        shownLine(phase.reason),
        ...(phase.isVoid ? ['its text is void'] : []),
      ];
    }
    case 'done':
      return [outcomeOf(task), ...age, ...amountWords(state, task, 0)];
    default:
      return [outcomeOf(task)];
  }
};

const toolWords = ({ calls, called, phase: { _tag } }: TaskState): readonly string[] => {
  if (calls.length > 0) return [`calls ${listed(calls.map(({ tool }) => shownLine(tool)))}`];
  return called === 0 || _tag === 'failed' ? [] : [counted(called, 'tool call')];
};

const amountWords = (state: ProgressState, task: TaskState, elapsed: number): readonly string[] => {
  const said = saidBy(state, task);
  if (said.tokens === 0) return task.size === undefined ? [] : [task.size];
  const rate = Math.round((said.tokens * 1000) / elapsed);
  const isKnown = elapsed >= 1000 && rate > 0;
  return [tokenWords(said), ...(isKnown ? [`${said.isGuess ? '~' : ''}${grouped(rate)}/s`] : [])];
};
