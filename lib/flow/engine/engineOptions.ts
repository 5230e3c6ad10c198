import type { FlowFailed } from '../../core/errors.js';
import type { FlowEvent } from '../../core/event.js';
import type { Inside } from '../nest.js';
import type { Context } from '../perform.js';
import type { Plan } from '../plan.js';
import type { Slots } from '../slots.js';

/** What a run is made with. */
export interface EngineOptions {
  readonly plan: Plan;
  /** Whether inputs may change while it runs. */
  readonly isLive: boolean;
  readonly runId: string;
  /** Where time, chance and everything else comes from that is not the plan's. */
  readonly context: Context;
  /** How many executions of code and agents may run at once. */
  readonly slots: Slots;
  /** How long it may take, in milliseconds. */
  readonly budgetTime: number | undefined;
  /** What a run within a task is given, and what stands before the names of its tasks in errors. */
  readonly inside?: Inside & { readonly within: string; readonly voided?: () => void };
  /** Is told every event. */
  readonly emit: (event: FlowEvent) => void;
  /** Is told once that the run is over, with the error that its stream ends with, where there is one. */
  readonly done: (error?: FlowFailed) => void;
  /** Is told when every task has settled and inputs may still change. */
  readonly idle: () => void;
}
