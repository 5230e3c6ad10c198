/**
 * What goes wrong with tools.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** An agent has tools, and its provider cannot tell its models of them. */
export class CannotCallTools extends RivuletError<'CannotCallTools'> {
  /** Who was to be asked. */
  readonly provider: string;
  /** The task that asks. */
  readonly task: string;

  constructor(provider: string, task: string) {
    super(
      'CannotCallTools',
      `The agent of task "${task}" has tools, and models of "${provider}" cannot call any. Take the option tools away, or ask another provider. Nothing was sent.`,
    );
    this.provider = provider;
    this.task = task;
  }
}

/** A model went on calling tools instead of answering. */
export class TooManySteps extends RivuletError<'TooManySteps'> {
  /** The task, or the agent. */
  readonly task: string;
  /** How many requests an answer may take. */
  readonly maxSteps: number;
  /** The text that had come before. */
  readonly partial: string;

  constructor(task: string, maxSteps: number, partial: string) {
    super(
      'TooManySteps',
      `The model of "${task}" still calls tools after ${String(maxSteps)} ${maxSteps === 1 ? 'request' : 'requests'}, and has not answered. Raise the option maxSteps of its agent, or say in its mission when to stop.`,
    );
    this.task = task;
    this.maxSteps = maxSteps;
    this.partial = partial;
  }
}

/** A tool was called with something else than it takes. The model is told. */
export class ToolMisused extends RivuletError<'ToolMisused'> {
  /** The tool. */
  readonly tool: string;

  constructor(tool: string, why: string) {
    super('ToolMisused', `What "${tool}" was called with ${why}`);
    this.tool = tool;
  }
}

/** A tool was called that there is not. The model is told. */
export class UnknownTool extends RivuletError<'UnknownTool'> {
  /** The tool. */
  readonly tool: string;

  constructor(tool: string, nearest: string | undefined, known: readonly string[]) {
    super(
      'UnknownTool',
      `There is no tool ${JSON.stringify(tool)}. ${nearest === undefined ? `There are: ${known.join(', ')}.` : `Did you mean "${nearest}"?`}`,
    );
    this.tool = tool;
  }
}

/** A person did not allow a tool to be called. The model is told. */
export class ToolRefused extends RivuletError<'ToolRefused'> {
  /** The tool. */
  readonly tool: string;
  /** What the person said, where it is more than a no. */
  readonly reason: string | undefined;

  constructor(tool: string, reason: string | undefined) {
    super(
      'ToolRefused',
      `A person did not allow "${tool}" to be called${reason === undefined ? '.' : `: ${reason}`}`,
    );
    this.tool = tool;
    this.reason = reason;
  }
}
