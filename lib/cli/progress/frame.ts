/**
 * What stands on a terminal while a run goes on. It is never larger than the window.
 *
 * @module
 */

import type { Line } from './paint.js';
import { look } from './look.js';
import { insideOf, outermostOf, type ProgressState } from './state.js';
import { isBusy, isSettled, type TaskState } from './taskState.js';
import { grouped } from './amounts.js';
import { chainOf, countsOf, labelOf, sayingOf } from './words.js';
import { cut, pad, tailOf, widthOf } from './wrap.js';

/** How large a window is. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The tasks that there is room for, under each that says something the end of it, and at last how far the run is. The
 * texts share the lines that are there; where there is none left, a text stands beside the name of its task.
 */
export const frameOf = (state: ProgressState, size: Size, now: number): readonly Line[] => {
  // Terminals disagree about the width of some letters, and one more line is where the cursor stands.
  const columns = Math.max(1, size.columns - 1);
  const status = statusOf(state, size, columns, now);
  const room = Math.max(0, size.rows - 1 - status.length);
  const all = linedUp(state);
  const fits = shownOf(state, all, room);
  const isCrowded = fits.length < all.length && room > 3;
  const tasks = isCrowded ? shownOf(state, all, room - 1) : fits;
  const hidden = isCrowded ? [hiddenOf(all.length - tasks.length, columns)] : [];
  const left = room - tasks.length - hidden.length;
  const talking = tasks.filter(({ text }) => text !== undefined).length;
  // A text may have twice what it would get, if it were given what others leave; to find its lines takes time.
  const fair = Math.min(left, Math.ceil((2 * left) / Math.max(1, talking)));
  const tails = tasks.map((task) => speechOf(state, task, columns - indent.length, fair));
  const counts = shares(
    tails.map(({ length }) => length),
    left,
  );
  const labels = tasks.map(labelOf);
  const most = Math.max(6, Math.min(28, Math.floor(columns / 3)));
  const width = Math.min(most, Math.max(0, ...labels.map(widthOf)));
  const lines = tasks.flatMap((task, index): readonly Line[] => {
    const { sign, style } = look(task, now);
    const name = `${sign} ${pad(cut(labels[index] ?? '', width), width)}`;
    const count = counts[index] ?? 0;
    const beside = columns - widthOf(name) - 3;
    const aside = count === 0 ? speechOf(state, task, beside, 1) : [];
    const words = aside.length > 0 ? ` │ ${aside.join('')}` : `  ${sayingOf(state, task, now)}`;
    const tail = tails[index] ?? [];
    return [
      [{ text: cut(name + words, columns), style }],
      ...tail
        .slice(tail.length - count)
        .map((line): Line => [{ text: indent, style: 'gray' }, { text: line }]),
    ];
  });
  return [...lines, ...hidden, ...status];
};

const indent = '  │ ';

const statusOf = (
  state: ProgressState,
  { rows }: Size,
  columns: number,
  now: number,
): readonly Line[] => {
  const said = [countsOf(state, now), chainOf(state)].filter((part) => part !== '');
  const one = said.join(' · ');
  const lines = widthOf(one) <= columns || rows < 8 ? [one] : said;
  return lines.map((text): Line => [{ text: cut(text, columns), style: 'bold' }]);
};

const hiddenOf = (count: number, columns: number): Line => [
  { text: cut(`  … and ${grouped(count)} more`, columns), style: 'gray' },
];

/** All tasks, and behind each the ones within it that are at work. */
const linedUp = (state: ProgressState): readonly TaskState[] => {
  const withInner = (task: TaskState): readonly TaskState[] =>
    isSettled(task) ? [task] : [task, ...insideOf(state, task).filter(isActive).flatMap(withInner)];
  return outermostOf(state).flatMap(withInner);
};

const isActive = (task: TaskState): boolean => isBusy(task) || task.phase._tag === 'queued';

/** As many tasks as there is room for, in their order: at first those at work, for whose texts some is kept. */
const shownOf = (
  state: ProgressState,
  all: readonly TaskState[],
  room: number,
): readonly TaskState[] => {
  const rank = (task: TaskState): number => {
    if (isBusy(task)) return hasWorkers(state, task) ? 1 : 0;
    const place = (['failed', 'queued', 'waiting'] as const).findIndex(
      (phase) => phase === task.phase._tag,
    );
    return place < 0 ? 5 : 2 + place;
  };
  const ranked = all
    .map((task) => ({ task, rank: rank(task) }))
    .sort((one, other) => one.rank - other.rank);
  const busy = ranked.filter((each) => each.rank === 0).map(({ task }) => task);
  const texts = busy.filter(({ text }) => text !== undefined);
  const left = Math.max(busy.length, room - 2 * texts.length);
  const heads = new Set(ranked.slice(0, Math.min(room, left)).map(({ task }) => task));
  return all.filter((task) => heads.has(task));
};

/** Whether it is made of tasks, some of which are at work: what it gives is said by them. */
const hasWorkers = (state: ProgressState, task: TaskState): boolean =>
  insideOf(state, task).some(isBusy);

/** The end of what a task says, unless a task within it says it. */
const speechOf = (
  state: ProgressState,
  task: TaskState,
  width: number,
  count: number,
): readonly string[] =>
  task.text === undefined || task.text === '' || width < 4 || count < 1 || hasWorkers(state, task)
    ? []
    : tailOf(task.text, Math.min(100, width), count);

/** As much as each needs, where there is enough; else as much as the others get, or less where it needs no more. */
const shares = (needs: readonly number[], room: number): readonly number[] => {
  const given = needs.map(() => 0);
  let left = room;
  const modest = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [place, { need, index }] of modest.entries()) {
    const share = Math.min(need, Math.floor(left / (needs.length - place)));
    given[index] = share;
    left -= share;
  }
  return given;
};
