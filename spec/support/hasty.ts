import { asyncScheduler, type SchedulerAction, type SchedulerLike, type Subscription } from 'rxjs';

/** A scheduler on which time goes a hundred times as fast, so that real requests can meet long waits. */
export const hasty = (factor = 100): SchedulerLike => {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * factor,
    schedule: <T>(
      work: (this: SchedulerAction<T>, state?: T) => void,
      delay = 0,
      state?: T,
    ): Subscription => asyncScheduler.schedule(work, delay / factor, state),
  };
};
