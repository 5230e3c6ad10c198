import type { Style } from './paint.js';
import type { Phase, TaskState } from './taskState.js';

/** The sign of what a task is at, and how it looks. The sign of one at work turns. */
export const look = (
  { phase: { _tag } }: TaskState,
  now: number,
): { readonly sign: string; readonly style: Style } => {
  const turn = Math.floor(now / 100) % turning.length;
  const isTurning = _tag === 'connecting' || _tag === 'streaming';
  return { sign: isTurning ? (turning[turn] ?? '') : signs[_tag], style: styles[_tag] };
};

const turning = Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏');

const signs: Readonly<Record<Phase['_tag'], string>> = {
  waiting: '·',
  queued: '○',
  connecting: '◌',
  streaming: '●',
  retrying: '↻',
  done: '✔',
  failed: '✖',
  skipped: '-',
  cancelled: '■',
};

const styles: Readonly<Record<Phase['_tag'], Style>> = {
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
