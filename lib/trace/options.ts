import type { SchedulerLike } from 'rxjs';

/** What a trace tells. */
export interface TracingOptions {
  /**
   * What the flow is called.
   *
   * @defaultValue nothing
   */
  readonly name?: string | undefined;
  /**
   * Whether it tells what was said: the outputs of tasks, what tools are called with and give, and the messages of errors.
   *
   * @defaultValue `false`
   */
  readonly content?: boolean | undefined;
}

/** What a trace tells, and where it takes its times from. */
export interface TraceOptions extends TracingOptions {
  /**
   * Where the time comes from at which its subscriber has left: that of the run.
   *
   * @defaultValue `asyncScheduler`
   */
  readonly scheduler?: SchedulerLike | undefined;
}
