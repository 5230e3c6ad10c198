/**
 * What stands on a terminal while a run goes on, as plain data. It is never larger than the window.
 *
 * @module
 */

import { isImage, type Progress, type TaskProgress } from 'rivulet';
import type { styleText } from 'node:util';
import { tailOf, type Growing } from './growing.js';
import { saying, sayingOf } from './saying.js';
import { cut, pad, plain, seconds, widthOf, wrap } from './wrap.js';

/** A line, in pieces with a style each. */
export type Painted = readonly {
  readonly text: string;
  readonly style?: Parameters<typeof styleText>[0];
}[];

/** A window, and how wide texts in it are. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
}

/** What a board is made of, beside the progress of the run. */
export interface Scene {
  readonly texts: ReadonlyMap<string, Growing>;
  /** When tasks have begun, and for the how manieth time. */
  readonly begun: ReadonlyMap<string, { readonly time: number; readonly attempt: number }>;
  readonly frame: number;
  readonly size: Size;
}

/** All tasks that there is room for, and under those that are at work the ends of their texts. */
export const boardOf = (progress: Progress, scene: Scene): readonly Painted[] => {
  const { columns, rows, width } = scene.size;
  // One line for how far the run is, and one where the cursor stands.
  const room = rows - 2;
  const shown = shownOf(progress, scene, room);
  const tails = shown.map(([name, state]) => {
    const text = scene.texts.get(name);
    return isBusy(state) && text !== undefined ? tailOf(text, width, room) : [];
  });
  const counts = shares(
    tails.map(({ length }) => length),
    room - shown.length,
  );
  const longest = Math.max(...Object.keys(progress.tasks).map(widthOf));
  const lines = shown.flatMap(([name, state], index): readonly Painted[] => {
    const head = `${signOf(state, scene.frame)} ${pad(name, longest)}  ${sayingOf(state)}`;
    const age = isBusy(state) ? ageOf(scene.begun.get(name)) : '';
    const tail = tails[index] ?? [];
    return [
      [{ text: cut(head + age, columns), style: styles[state._tag] }],
      ...tail
        .slice(tail.length - (counts[index] ?? 0))
        .map((line): Painted => [{ text: '  │ ', style: 'gray' }, { text: line }]),
    ];
  });
  return [...lines, [{ text: cut(saying(progress), columns), style: 'gray' }]];
};

/** What a task has given in the end, under a heading. */
export const report = (
  task: string,
  verdict: 'succeeded' | 'failed' | 'cancelled',
  took: number,
  value: unknown,
  { columns }: Size,
): readonly Painted[] => {
  const width = Math.min(100, columns);
  const style = verdict === 'succeeded' ? 'green' : 'red';
  const title = cut(
    `── ${task} · ${verdict === 'succeeded' ? 'done' : verdict} in ${seconds(took)} `,
    width,
  );
  const rule = '─'.repeat(width - widthOf(title));
  const text =
    typeof value === 'string'
      ? value
      : isImage(value)
        ? `(${value.mime}, ${String(value.bytes.length)} bytes)`
        : '(nothing to show)';
  const body = wrap(plain(text), width).map((line): Painted => [{ text: line.trimEnd() }]);
  return [[{ text: title + rule, style }], ...body, []];
};

/** Those at work first, then those that wait, then the rest; as many as there is room for. */
const shownOf = (
  { tasks }: Progress,
  { texts }: Scene,
  room: number,
): readonly (readonly [string, TaskProgress])[] => {
  const all = Object.entries(tasks);
  const busy = all.filter(([, state]) => isBusy(state));
  const waiting = all.filter(([, { _tag }]) => _tag === 'waiting' || _tag === 'queued');
  const rest = all.filter((each) => !busy.includes(each) && !waiting.includes(each));
  const kept = 2 * busy.filter(([name]) => texts.has(name)).length;
  const heads = new Set(
    [...busy, ...[...waiting, ...rest].slice(0, Math.max(0, room - busy.length - kept))].slice(
      0,
      room,
    ),
  );
  return all.filter((each) => heads.has(each));
};

/** As much as each needs, where there is enough; else as much as the others get, or less if it needs no more. */
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

const isBusy = (state: TaskProgress | undefined): boolean =>
  state?._tag === 'connecting' || state?._tag === 'streaming';

const ageOf = (begun: { readonly time: number; readonly attempt: number } | undefined): string =>
  begun === undefined
    ? ''
    : ` · ${seconds(Date.now() - begun.time)}${begun.attempt > 1 ? ` · attempt ${String(begun.attempt)}` : ''}`;

const signOf = (state: TaskProgress, frame: number): string =>
  isBusy(state) ? (spinner[frame % spinner.length] ?? '') : signs[state._tag];

const spinner = Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏');

const signs: Readonly<Record<TaskProgress['_tag'], string>> = {
  waiting: '·',
  queued: '·',
  connecting: '·',
  streaming: '·',
  retrying: '↻',
  done: '✔',
  failed: '✖',
  skipped: '-',
  cancelled: '■',
};

const styles: Readonly<Record<TaskProgress['_tag'], 'gray' | 'cyan' | 'green' | 'red' | 'yellow'>> =
  {
    waiting: 'gray',
    queued: 'gray',
    connecting: 'cyan',
    streaming: 'cyan',
    retrying: 'yellow',
    done: 'green',
    failed: 'red',
    skipped: 'yellow',
    cancelled: 'red',
  };
