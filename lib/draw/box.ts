/**
 * The boxes of a picture: what is written in them, and how large that makes them.
 *
 * @module
 */

import type { GraphTask } from '../core/graph.js';
import { agentOf, agentWithin, captionOf } from './inside.js';
import { lookOf, type Look } from './look.js';
import { chips, marksOf, type Chip } from './mark.js';
import { stateLookOf, type StateLook } from './stateLook.js';
import type { TaskState } from './states.js';
import type { Theme } from './theme.js';
import { legal, letters, onOneLine, shorten, widthOf } from './text.js';

/** An input or a task, with its size. */
export interface Box {
  /** The whole name. */
  readonly name: string;
  /** The name as it is written. */
  readonly label: string;
  /** What only a task has. */
  readonly task: TaskBox | undefined;
  readonly width: number;
  readonly height: number;
}

/** What stands in the box of a task, under its name. */
export interface TaskBox {
  readonly look: Look;
  /** Who does it, or what it is made of, as it is written. */
  readonly who: string;
  /** Who does what it is made of, as it is written, where that is one agent. */
  readonly within: string | undefined;
  /** All of it, for those who point at the box. */
  readonly whole: string;
  /** Whether it is made of tasks. */
  readonly isComposite: boolean;
  readonly marks: readonly Chip[];
  readonly partials: boolean;
  /** What has become of it in a run, where there was one. */
  readonly state: BoxState | undefined;
}

/** What has become of a task, and how that looks. */
export interface BoxState extends TaskState {
  readonly look: StateLook;
}

/** The distances within a box. */
export const inner = { pad: 12, sign: 24, text: 46, line: 15, state: 20, badge: 14 } as const;

/** The box of an input. */
export const inputBox = (input: string): Box => {
  const label = shorten(onOneLine(input), letters.name, 'bold', widest);
  const width = Math.ceil(Math.max(64, widthOf(label, letters.name, 'bold') + 36));
  return { name: legal(input), label, task: undefined, width, height: 34 };
};

/** The box of a task. */
export const taskBox = (task: GraphTask, theme: Theme['name'], state?: TaskState): Box => {
  const label = shorten(onOneLine(task.name), letters.name, 'bold', widest);
  const { inside } = task;
  const lines = [whoOf(task), inside && agentWithin(inside)]
    .filter((line) => line !== undefined)
    .map(onOneLine);
  const [who = '', within] = lines.map((line) => shorten(line, letters.small, 'regular', widest));
  const marks = chips(marksOf(task));
  const last = marks.at(-1);
  const width = Math.max(
    70,
    widthOf(label, letters.name, 'bold') + (last === undefined ? 0 : 12 + last.x + last.width),
    widthOf(who, letters.small, 'regular'),
    widthOf(within ?? '', letters.small, 'regular'),
    state === undefined ? 0 : inner.badge + 6 + widthOf(state.told, letters.small, 'bold'),
  );
  return {
    name: legal(task.name),
    label,
    task: {
      look: lookOf(task, theme),
      who,
      within,
      whole: lines.join(', '),
      isComposite: inside !== undefined && inside.kind !== 'ask',
      marks,
      partials: task.partials,
      state: state && { ...state, look: stateLookOf(state.outcome, theme) },
    },
    width: Math.ceil(inner.text + width + inner.pad),
    height: 48 + (within === undefined ? 0 : inner.line) + (state === undefined ? 0 : inner.state),
  };
};

const widest = 230;

/** Who does a task, or what it is made of. */
export const whoOf = ({ agent, inside }: GraphTask): string => {
  if (inside !== undefined) return captionOf(inside);
  return agent === undefined ? 'code' : agentOf(agent);
};
