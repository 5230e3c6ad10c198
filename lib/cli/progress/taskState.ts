/**
 * What a task is at, from the events of it.
 *
 * @module
 */

import type { FlowEvent, ToolCall, Usage } from '../../core/event.js';
import { causesOf, sizeOf } from '../../core/line.js';
import type { SkipCause } from '../../core/errors.js';
import { sumOf } from './sumOf.js';

/** What is known of a task. */
export interface TaskState {
  /** Its name, behind those of the tasks that it is within. */
  readonly path: readonly string[];
  /** Whether it is made of tasks: then it is one of those that says whatever it says. */
  readonly isMadeOfTasks: boolean;
  readonly phase: Phase;
  /** Which attempt of the wave it is, from 1. */
  readonly attempt: number;
  /** How many attempts have begun, in all waves. */
  readonly attempts: number;
  /** When the first attempt of the wave began. */
  readonly began: number | undefined;
  /** When the wave came to its end. */
  readonly ended: number | undefined;
  /** What the attempt has said so far, while it is at work. */
  readonly text: string | undefined;
  /** How long that is. */
  readonly characters: number;
  /** How large what it has given is, where that is no text. */
  readonly size: string | undefined;
  /** Which tools its model waits for. */
  readonly calls: readonly ToolCall[];
  /** How many tools its model has called. */
  readonly called: number;
  /** What it took, in all waves. */
  readonly usage: Usage | undefined;
  /** The tasks that it is made of or has called as tools, by their keys, once they have begun. */
  readonly inside: ReadonlySet<string>;
}

/** What a task is at. */
export type Phase =
  | { readonly _tag: 'waiting' }
  | { readonly _tag: 'queued' }
  /** It has begun, and has not given anything yet. */
  | { readonly _tag: 'connecting' }
  /** It has been giving something since then. */
  | { readonly _tag: 'streaming'; readonly since: number }
  /** The next attempt begins at that time. What the one before had given is void, where it had given something. */
  | {
      readonly _tag: 'retrying';
      readonly until: number;
      readonly reason: string;
      readonly isVoid: boolean;
    }
  | { readonly _tag: 'done'; readonly isUnchanged: boolean }
  | { readonly _tag: 'failed'; readonly reason: string }
  | { readonly _tag: 'skipped'; readonly because: SkipCause }
  | { readonly _tag: 'cancelled' };

/** An event of a task itself. */
export type OwnEvent = Exclude<
  Extract<FlowEvent, { readonly task: unknown }>,
  { readonly type: 'inner' }
>;

/** A task of which nothing has been told. */
export const untold = (path: readonly string[], isMadeOfTasks = false): TaskState => ({
  path,
  isMadeOfTasks,
  attempts: 0,
  usage: undefined,
  ...fresh,
});

/** What a task is at after an event. */
export const afterEvent = (task: TaskState, event: OwnEvent): TaskState => {
  switch (event.type) {
    case 'waiting':
      return { ...task, ...fresh };
    case 'queued':
      return { ...task, phase: { _tag: 'queued' } };
    case 'started':
      return {
        ...task,
        ...silent,
        phase: { _tag: 'connecting' },
        attempt: event.attempt,
        attempts: task.attempts + 1,
        began: task.began ?? event.time,
        ended: undefined,
      };
    case 'partial':
      return { ...givesSince(task, event.time), ...givenOf(event.value) };
    case 'tool': {
      const open = task.calls.filter((call) => call !== event.call);
      return event.state === 'called'
        ? { ...task, calls: [...open, event.call], called: task.called + 1 }
        : { ...task, calls: open };
    }
    case 'routed':
      return task;
    case 'retrying': {
      const { time, delay, error } = event;
      const isVoid = task.phase._tag === 'streaming';
      const reason = nameOf(error);
      return {
        ...task,
        ...silent,
        phase: { _tag: 'retrying', until: time + delay, reason, isVoid },
        attempt: event.attempt + 1,
      };
    }
    case 'succeeded':
      return {
        ...task,
        ...silent,
        ...givenOf(event.value),
        text: undefined,
        phase: { _tag: 'done', isUnchanged: event.from === 'unchanged' },
        ended: event.time,
        usage: sumOf(task.usage, event.usage),
      };
    case 'failed':
      return ended(task, { _tag: 'failed', reason: nameOf(event.error.cause) }, event.time);
    case 'skipped':
      return ended(task, { _tag: 'skipped', because: event.because }, event.time);
    case 'cancelled':
      return ended(task, { _tag: 'cancelled' }, event.time);
  }
};

/** A task gives something; it goes on doing so, when it has before. */
export const givesSince = (task: TaskState, time: number): TaskState =>
  task.phase._tag === 'streaming' ? task : { ...task, phase: { _tag: 'streaming', since: time } };

/** Whether it is at work, or will be again by itself. */
export const isBusy = ({ phase: { _tag } }: TaskState): boolean =>
  _tag === 'connecting' || _tag === 'streaming' || _tag === 'retrying';

/** Whether it has come to an end. */
export const isSettled = ({ phase: { _tag } }: TaskState): boolean =>
  _tag === 'done' || _tag === 'failed' || _tag === 'skipped' || _tag === 'cancelled';

const silent = { text: undefined, characters: 0, size: undefined, calls: [] } as const;

const fresh = {
  ...silent,
  phase: { _tag: 'waiting' },
  attempt: 1,
  began: undefined,
  ended: undefined,
  called: 0,
  inside: new Set<string>(),
} as const;

const ended = (task: TaskState, phase: Phase, time: number): TaskState => ({
  ...task,
  text: undefined,
  calls: [],
  phase,
  ended: time,
});

const givenOf = (value: unknown): Pick<TaskState, 'text' | 'characters' | 'size'> =>
  typeof value === 'string'
    ? { text: value, characters: value.length, size: undefined }
    : { text: undefined, characters: 0, size: sizeOf(value) };

// Messages of errors may quote what was asked or answered.
const nameOf = (error: unknown): string => causesOf(error, 1).join('');
