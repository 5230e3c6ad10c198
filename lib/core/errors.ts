/**
 * Everything that can go wrong with a flow and its runs: one class for each case, told apart by `_tag`.
 *
 * Pure code returns an error in the left of an `Either`, `flow` throws it, a stream ends with it.
 * It is the same object everywhere. What a provider can do wrong stands in `providerErrors.ts`.
 *
 * @module
 */

import { partingOf, type Mismatch } from './mismatch.js';

const mark = Symbol.for('rivulet/error');

/** What all errors of this library share. */
export abstract class RivuletError<Tag extends string = string> extends Error {
  /** Which error this is. Equal to `name`. */
  readonly _tag: Tag;
  /** @internal */
  readonly [mark] = true;

  constructor(tag: Tag, message: string, options?: ErrorOptions) {
    super(message, options);
    this._tag = tag;
    this.name = tag;
  }
}

/** Like `instanceof RivuletError`, but also true for an error of another installed copy of this library. */
export const isRivuletError = (error: unknown): error is RivuletError =>
  typeof error === 'object' && error !== null && mark in error;

/** Tasks wait for each other in a circle. */
export class CycleFound extends RivuletError<'CycleFound'> {
  /** The circle. Its first task is also its last. */
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(
      'CycleFound',
      `The tasks wait for each other: ${path.join(' → ')}. Remove one of these paths.`,
    );
    this.path = path;
  }
}

/** A name is used that no task and no input has. */
export class UnknownTask extends RivuletError<'UnknownTask'> {
  /** The name as it was written. */
  readonly task: string;
  /** The most similar name there is. */
  readonly nearest: string | undefined;

  constructor(task: string, where: string, nearest: string | undefined, known: readonly string[]) {
    super(
      'UnknownTask',
      `"${task}" (in ${where}) is not a task or an input of this flow. ${
        nearest === undefined ? `There are: ${listed(known)}.` : `Did you mean "${nearest}"?`
      }`,
    );
    this.task = task;
    this.nearest = nearest;
  }
}

/** A name that cannot be given to a task or an input. */
export class InvalidName extends RivuletError<'InvalidName'> {
  /** The name as it was written. */
  readonly task: string;

  constructor(task: string, why: string) {
    super('InvalidName', `A task or an input cannot be called ${JSON.stringify(task)}: ${why}.`);
    this.task = task;
  }
}

/** An input and a task have the same name. */
export class DuplicateName extends RivuletError<'DuplicateName'> {
  /** The name that is used twice. */
  readonly task: string;

  constructor(task: string) {
    super(
      'DuplicateName',
      `"${task}" is an input and a task of this flow. Names are shared, so rename one of them.`,
    );
    this.task = task;
  }
}

/** A path is given twice. */
export class DuplicateEdge extends RivuletError<'DuplicateEdge'> {
  /** Where the path begins. */
  readonly from: string;
  /** Where it leads. */
  readonly to: string;

  constructor(from: string, to: string, isRouted = false) {
    super(
      'DuplicateEdge',
      `The path "${from}" → "${to}" is given twice${
        isRouted ? ': what a route leads to is not repeated in paths' : ''
      }. Remove one of them.`,
    );
    this.from = from;
    this.to = to;
  }
}

/** A path leads to an input: inputs come from outside. */
export class PathToInput extends RivuletError<'PathToInput'> {
  /** Where the path begins. */
  readonly from: string;
  /** The input it leads to. */
  readonly to: string;

  constructor(from: string, to: string) {
    super(
      'PathToInput',
      `The path "${from}" → "${to}" leads to an input, which gets its value from outside. Turn it round or remove it.`,
    );
    this.from = from;
    this.to = to;
  }
}

/** A flow without tasks. */
export class EmptyFlow extends RivuletError<'EmptyFlow'> {
  constructor() {
    super('EmptyFlow', 'A flow needs at least one task: flow({ tasks: { name: task(…) }, … }).');
  }
}

/** A `{{place}}` of an instruction that no predecessor fills. */
export class UnknownPlace extends RivuletError<'UnknownPlace'> {
  /** The task whose instruction it is. */
  readonly task: string;
  /** The place, without its braces. */
  readonly place: string;

  constructor(task: string, place: string, predecessors: readonly string[]) {
    super(
      'UnknownPlace',
      `The instruction of task "${task}" has a place {{${place}}}, but no path leads from "${place}" to "${task}". ${
        predecessors.length === 0
          ? 'The task has no predecessors.'
          : `Its predecessors are: ${listed(predecessors)}.`
      } Add the path or remove the place.`,
    );
    this.task = task;
    this.place = place;
  }
}

/** What a task needs is not what its predecessors give. */
export class WiringMismatch extends RivuletError<'WiringMismatch'> {
  /** The task whose need is not met. */
  readonly task: string;

  constructor(task: string, needs: string, gets: string) {
    super('WiringMismatch', `Task "${task}" needs ${needs}, and gets ${gets}.`);
    this.task = task;
  }
}

/** Options of a task that contradict each other. */
export class InvalidOptions extends RivuletError<'InvalidOptions'> {
  /** The task, where there is one. */
  readonly task: string | undefined;

  constructor(task: string | undefined, why: string) {
    super('InvalidOptions', `${task === undefined ? '' : `Task "${task}": `}${why}`);
    this.task = task;
  }
}

/** An input of a run is missing, unknown or of the wrong shape. */
export class InvalidInput extends RivuletError<'InvalidInput'> {
  /** The input. */
  readonly input: string;

  constructor(input: string, why: string, hasStarted = false) {
    super('InvalidInput', `Input "${input}" ${why}${hasStarted ? '' : ' Nothing was started.'}`);
    this.input = input;
  }
}

/** A value is not what the codec of its task says. */
export class DecodeFailed extends RivuletError<'DecodeFailed'> {
  /** The task. */
  readonly task: string;
  /** Whether it is what the task was given or what it gave. */
  readonly side: 'input' | 'output';
  /** Where in the value, such as `steps[2].minutes`; empty for the value itself. */
  readonly path: string;
  /** What the codec expects there. */
  readonly expected: string;
  /** A short sample of what is there. */
  readonly got: string;
  /** The whole answer, where a model gave it. Printing the error does not show it. */
  declare readonly said: string | undefined;

  constructor(
    task: string,
    side: 'input' | 'output',
    mismatch: Mismatch,
    { said, ...options }: ErrorOptions & { readonly said?: string } = {},
  ) {
    const { path, expected, got } = mismatch;
    super('DecodeFailed', `The ${side} of task "${task}" ${partingOf(mismatch)}`, options);
    this.task = task;
    this.side = side;
    this.path = path;
    this.expected = expected;
    this.got = got;
    Object.defineProperty(this, 'said', { value: said, enumerable: false });
  }
}

/** A task completed without a value and is not `optional`. */
export class EmptyOutput extends RivuletError<'EmptyOutput'> {
  /** The task. */
  readonly task: string;

  constructor(task: string) {
    super(
      'EmptyOutput',
      `Task "${task}" completed without a value. Let it emit one, or declare it { optional: true }.`,
    );
    this.task = task;
  }
}

/** A task failed. What went wrong is its `cause`. */
export class TaskFailed extends RivuletError<'TaskFailed'> {
  /** The task. */
  readonly task: string;
  /** Which attempt failed last, from 1. */
  readonly attempt: number;
  /** What the last attempt had streamed before it failed. */
  readonly partial: unknown;
  /** What each attempt failed with, in their order; the last one is the `cause`. */
  readonly errors: readonly unknown[];

  constructor(task: string, attempt: number, errors: readonly unknown[], partial?: unknown) {
    const cause = errors.at(-1);
    const before = errors.slice(0, -1);
    super(
      'TaskFailed',
      `Task "${task}" failed: ${messageOf(cause)}${
        before.length === 0
          ? ''
          : ` It was tried ${String(errors.length)} times; before that: ${before.map(messageOf).join(' ')}`
      }`,
      { cause },
    );
    this.task = task;
    this.attempt = attempt;
    this.partial = partial;
    this.errors = errors;
    printedAsCause(this, 'errors');
  }
}

/** Where a skip began: the task, and what happened to it. */
export interface SkipCause {
  /** The task where it began. */
  readonly task: string;
  /**
   * It failed; or it had nothing to give: a task that is `optional`, or an input that completed without a value; or its
   * route led elsewhere.
   */
  readonly reason: 'failed' | 'empty' | 'not-taken';
}

/** Why something was skipped, in words that follow the name of the task where the skip began. */
export const reasonOf = ({ reason }: SkipCause): string => {
  switch (reason) {
    case 'failed':
      return 'failed';
    case 'empty':
      return 'gave nothing';
    case 'not-taken':
      return 'went another way';
  }
};

/** A task was not run, because a task before it failed, had nothing to give, or went another way. */
export class TaskSkipped extends RivuletError<'TaskSkipped'> {
  /** The task. */
  readonly task: string;
  /** Where the skip began. */
  readonly because: SkipCause;

  constructor(task: string, because: SkipCause) {
    super(
      'TaskSkipped',
      because.task === task
        ? `Task "${task}" is optional and completed without a value.`
        : `Task "${task}" was skipped, because "${because.task}" ${reasonOf(because)}.`,
    );
    this.task = task;
    this.because = because;
  }
}

/** A task was cancelled before it had settled. */
export class TaskCancelled extends RivuletError<'TaskCancelled'> {
  /** The task. */
  readonly task: string;

  constructor(task: string) {
    super('TaskCancelled', `Task "${task}" was cancelled before it had finished.`);
    this.task = task;
  }
}

/** What can stand in the place of a task's output: it failed, was skipped or was cancelled. */
export type TaskFault = TaskFailed | TaskSkipped | TaskCancelled;

/** The route of a task gave no way that there is. */
export class RouteFailed extends RivuletError<'RouteFailed'> {
  /** The task whose route it is. */
  readonly task: string;
  /** The keys that the route has. */
  readonly keys: readonly string[];

  constructor(task: string, keys: readonly string[], why: string, options?: ErrorOptions) {
    super('RouteFailed', `The route of task "${task}" ${why} It has: ${listed(keys)}.`, options);
    this.task = task;
    this.keys = keys;
  }
}

/** None of the tasks that competed succeeded. */
export class RaceFailed extends RivuletError<'RaceFailed'> {
  /** The task. */
  readonly task: string;
  /** What each failed with, in the order in which they did. */
  readonly errors: readonly unknown[];

  constructor(task: string, errors: readonly unknown[]) {
    super(
      'RaceFailed',
      `None of those that competed in "${task}" succeeded: ${errors.map(messageOf).join(' ')}`,
      { cause: errors[0] },
    );
    this.task = task;
    this.errors = errors;
    printedAsCause(this, 'errors');
  }
}

/** No predecessor of a task that joins by `'any'` or `'first'` came, and one of them failed. */
export class NobodyCame extends RivuletError<'NobodyCame'> {
  /** The task. */
  readonly task: string;
  /** The predecessors that failed. */
  readonly failed: readonly string[];

  constructor(task: string, join: string, failed: readonly string[]) {
    super(
      'NobodyCame',
      `Task "${task}" joins by '${join}', and none of its predecessors gave a value; failed: ${listed(failed)}.`,
    );
    this.task = task;
    this.failed = failed;
  }
}

/** Something is to be removed from a flow that other tasks need by its name. */
export class WouldDangle extends RivuletError<'WouldDangle'> {
  /** What was to be removed. */
  readonly removed: string;
  /** The tasks that need it. */
  readonly tasks: readonly string[];

  constructor(removed: string, tasks: readonly string[]) {
    super(
      'WouldDangle',
      `"${removed}" cannot be removed: it is needed by ${listed(tasks)}, in a place, a codec or a route. Replace what needs it first: flow.with({ … }).`,
    );
    this.removed = removed;
    this.tasks = tasks;
  }
}

/** A run was cancelled by its signal. The reason of the signal is its `cause`. */
export class FlowCancelled extends RivuletError<'FlowCancelled'> {
  constructor(reason: unknown) {
    super('FlowCancelled', 'The run was cancelled by its signal.', { cause: reason });
  }
}

/** An input that changes while the flow runs ended with an error. */
export class InputFailed extends RivuletError<'InputFailed'> {
  /** The input. */
  readonly input: string;

  constructor(input: string, cause: unknown) {
    super('InputFailed', `Input "${input}" ended with an error: ${messageOf(cause)}`, { cause });
    this.input = input;
  }
}

/** More versions of the inputs wait for their turn than are kept. */
export class InputOverflow extends RivuletError<'InputOverflow'> {
  /** How many are kept. */
  readonly limit: number;

  constructor(limit: number) {
    super(
      'InputOverflow',
      `More than ${String(limit)} versions of the inputs wait for their turn. Slow the inputs down, or use the policy 'switch' or 'exhaust'.`,
    );
    this.limit = limit;
  }
}

/** A run failed: every task's cause, and every result that was already there. */
export class FlowFailed extends RivuletError<'FlowFailed'> {
  /** What went wrong, by task, in declaration order. */
  readonly causes: Readonly<Record<string, unknown>>;
  /** What the finished tasks gave, by task, in declaration order. */
  readonly results: Readonly<Record<string, unknown>>;

  constructor(
    causes: Readonly<Record<string, unknown>>,
    results: Readonly<Record<string, unknown>>,
    cause: unknown,
  ) {
    const kept = Object.keys(results);
    super(
      'FlowFailed',
      [
        ...Object.entries(causes).map(([task, why]) => `Task "${task}" failed: ${messageOf(why)}`),
        kept.length === 0 ? 'No task had finished.' : `Kept in error.results: ${listed(kept)}.`,
      ].join('\n  '),
      { cause },
    );
    this.causes = causes;
    this.results = results;
    printedAsCause(this, 'causes');
  }
}

// Whoever prints an error prints its cause. Were that printed here once more, each level of flows in flows would double
// it.
const printedAsCause = (error: object, field: string): void =>
  void Object.defineProperty(error, field, { enumerable: false });

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 12).map((name) => `"${name}"`);
  return names.length > 12
    ? `${shown.join(', ')} and ${String(names.length - 12)} more`
    : shown.join(', ');
};

/** What an error says, for the message of another. */
export const messageOf = (cause: unknown): string =>
  cause instanceof Error
    ? isRivuletError(cause) || cause.name === 'Error'
      ? cause.message
      : `${cause.name}: ${cause.message}`
    : String(cause);
