import type { Usage } from '../../core/event.js';
import type { Line } from './paint.js';
import { insideOf, outermostOf, usageOf, type ProgressState } from './state.js';
import { look } from './look.js';
import type { TaskState } from './taskState.js';
import { outcomeOf } from './words.js';
import { counted, grouped, seconds } from './amounts.js';
import { cut, pad, shownLine, widthOf, wrap } from './wrap.js';
import { sumOf } from './sumOf.js';

/**
 * What became of every task of a run: states, times, attempts, tokens and money, and what all of it took. Columns for
 * which a window is too narrow are left out, the last ones first.
 */
export const tableOf = (state: ProgressState, columns: number, now: number): readonly Line[] => {
  const rows = rowsOf(state, outermostOf(state));
  const cells = rows.map(({ task, usage, depth, more }) =>
    task === undefined ? [`${'  '.repeat(depth + 1)}${more}`] : cellsOf(task, usage, depth, now),
  );
  const hasMoney = rows.some(({ usage }) => usage?.money !== undefined);
  const titles = [
    '  task',
    'state',
    'time',
    'attempts',
    'in',
    'out',
    ...(hasMoney ? ['money'] : []),
  ];
  const widths = fitting(
    titles.map((title, column) =>
      Math.max(widthOf(title), ...cells.map((row) => widthOf(row[column] ?? ''))),
    ),
    columns,
  );
  const lineOf = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = cut(row[column] ?? '', width);
        return column < 2 ? pad(cell, width) : ' '.repeat(width - widthOf(cell)) + cell;
      })
      .join('  ')
      .trimEnd();
  return [
    [{ text: lineOf(titles), style: 'bold' }],
    ...cells.map((row, index): Line => {
      const task = rows[index]?.task;
      return [{ text: lineOf(row), style: task === undefined ? 'gray' : look(task, 0).style }];
    }),
    ...wrap(totalOf(state, now), columns).map((text): Line => [{ text, style: 'bold' }]),
  ];
};

interface Row {
  /** None for those that are left out. */
  readonly task: TaskState | undefined;
  readonly usage: Usage | undefined;
  readonly depth: number;
  readonly more: string;
}

/** Of tasks within a task as many as can be read, and those first that are not done. */
const rowsOf = (state: ProgressState, tasks: readonly TaskState[], depth = 0): readonly Row[] => {
  const open = tasks.filter(({ phase }) => phase._tag !== 'done');
  const isLong = depth > 0 && tasks.length > 20;
  const shown = isLong ? open.slice(0, 20) : tasks;
  const rows = shown.flatMap((task): readonly Row[] => [
    { task, usage: usageOf(state, task), depth, more: '' },
    ...rowsOf(state, insideOf(state, task), depth + 1),
  ]);
  const hidden = tasks.length - shown.length;
  if (hidden === 0) return rows;
  const more = `… and ${grouped(hidden)} more${open.length <= 20 ? ', done' : ''}`;
  return [...rows, { task: undefined, usage: undefined, depth, more }];
};

const cellsOf = (
  task: TaskState,
  usage: Usage | undefined,
  depth: number,
  now: number,
): readonly string[] => {
  const { began, ended, attempts, phase } = task;
  // What is still at work has no sign that turns.
  const sign =
    phase._tag === 'connecting' || phase._tag === 'streaming' ? '●' : look(task, now).sign;
  return [
    `${sign} ${'  '.repeat(depth)}${shownLine(task.path.at(-1) ?? '')}`,
    outcomeOf(task),
    began === undefined ? '' : seconds((ended ?? now) - began),
    attempts === 0 ? '' : grouped(attempts),
    usage?.input === undefined ? '' : grouped(usage.input),
    usage?.output === undefined ? '' : grouped(usage.output),
    usage?.money === undefined ? '' : dollars(usage.money),
  ];
};

const totalOf = (state: ProgressState, now: number): string => {
  const { began, end } = state;
  const tasks = outermostOf(state);
  const usage =
    end === undefined
      ? tasks.map((task) => usageOf(state, task)).reduce(sumOf, undefined)
      : end.usage;
  const count = tasks.filter(({ phase }) => phase._tag === 'done').length;
  const said = [
    ...(usage?.requests === undefined ? [] : [counted(usage.requests, 'request')]),
    ...(usage?.input === undefined ? [] : [`${counted(usage.input, 'token')} in`]),
    ...(usage?.output === undefined ? [] : [`${counted(usage.output, 'token')} out`]),
    ...(usage?.money === undefined ? [] : [dollars(usage.money)]),
  ];
  const isLess = usage?.isAtLeast === true || (end === undefined && said.length > 0);
  return [
    `run ${end?._tag ?? 'not ended'}: ${grouped(count)}/${grouped(tasks.length)} done`,
    ...(began === undefined ? [] : [seconds((end?.time ?? now) - began)]),
    ...(said.length === 0 ? [] : [`${isLess ? 'at least ' : ''}${said.join(' · ')}`]),
  ].join(' · ');
};

/** Small sums with the digits that matter, others as they are paid. */
const dollars = (money: number): string =>
  `$${money === 0 || money >= 1 ? money.toFixed(2) : money.toFixed(4)}`;

/** The widths of the columns for which there is room: long names and states give way, then whole columns. */
const fitting = (widths: readonly number[], columns: number): readonly number[] => {
  const sum = (of: readonly number[]): number =>
    of.reduce((total, width) => total + width, 0) + 2 * (of.length - 1);
  const [name = 0, outcome = 0, ...rest] = widths;
  const spare = columns - sum([0, 0, ...rest]);
  if (spare >= name + outcome) return widths;
  if (spare >= Math.min(name, 12) + Math.min(outcome, 12)) {
    // The longer of both gives way first.
    const half = Math.floor(spare / 2);
    const given = Math.min(outcome, Math.max(half, spare - name));
    return [Math.min(name, spare - given), given, ...rest];
  }
  return rest.length > 0
    ? fitting(widths.slice(0, -1), columns)
    : [
        Math.max(1, spare - Math.min(outcome, Math.floor(spare / 2))),
        Math.max(1, Math.min(outcome, Math.floor(spare / 2))),
      ];
};
