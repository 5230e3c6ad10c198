import type { SchedulerLike } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { Budget } from './budget.js';
import type { Print } from './plan.js';
import type { Answers, Files, Memory } from './ports.js';

/** How one run is run. */
export interface RunOptions {
  /** Aborting it cancels the run. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Where all time comes from.
   *
   * @defaultValue `asyncScheduler`
   */
  readonly scheduler?: SchedulerLike | undefined;
  /**
   * Where all chance comes from: numbers from 0 up to, but not, 1.
   *
   * @defaultValue `Math.random`
   */
  readonly random?: (() => number) | undefined;
  /** Is told every event, also after the subscriber has left. */
  readonly observe?: ((event: FlowEvent) => void) | undefined;
  /**
   * Whether each event is told as a line, and to whom: `true` is standard error.
   *
   * @defaultValue what the flow says
   */
  readonly log?: boolean | Print | undefined;
  /**
   * What the run is called in its events.
   *
   * @defaultValue a random name
   */
  readonly runId?: string | undefined;
  /**
   * How many tasks may run at once.
   *
   * @defaultValue what the flow says
   */
  readonly concurrency?: number | undefined;
  /**
   * What the run may spend: requests, tokens, US dollars, time. What is at work then is stopped, and the run fails with
   * `BudgetExceeded`; what there is by then is kept.
   *
   * @defaultValue what the flow says
   */
  readonly budget?: Budget | undefined;
  /**
   * Where what tasks remember is kept, and recalled from. Share it between runs, or keep it in a file, by `memory` of
   * `rivulet/memory`.
   *
   * @defaultValue one that the run forgets when it ends
   */
  readonly memory?: Memory | undefined;
  /** Where outputs are saved: a `folder` of `rivulet/files`. Needed by tasks that `save`. */
  readonly files?: Files | undefined;
  /** Who answers when a task asks a person. Needed by tasks made by `ask`. */
  readonly answers?: Answers | undefined;
}

/**
 * What happens to what comes in while work is in flight: `'switch'` lets it in at once, which cancels what it makes
 * void; `'concat'` keeps it until every task has settled, up to 1,000 of them; `'exhaust'` drops it.
 */
export type Policy = 'switch' | 'concat' | 'exhaust';

/** How a run is run whose inputs change. */
export interface LiveOptions extends RunOptions {
  /**
   * What happens to what comes in while work is in flight.
   *
   * @defaultValue `'switch'`
   */
  readonly policy?: Policy | undefined;
}
