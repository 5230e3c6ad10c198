import {
  asapScheduler,
  Observable,
  type OperatorFunction,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';

/** Makes something of values as they come. */
export interface Accumulator<A, B> {
  /** Takes the next value; whether what {@link read} gives is another now. */
  readonly add: (value: A) => boolean;
  /** What has been made of the values so far. */
  readonly read: () => B;
}

/**
 * Lets through what an accumulator makes of the values: once per turn in which it changed, and at the end.
 *
 *     values      -(ab)-c--(d|)
 *     oncePerTurn -B----C--(D|)
 *
 * The accumulator is read when something is let through and not for every value, so what it makes may be
 * large. Should the values end with an error, what came before it is let through first.
 */
export const oncePerTurn =
  <A, B>(
    accumulator: () => Accumulator<A, B>,
    scheduler: SchedulerLike = asapScheduler,
  ): OperatorFunction<A, B> =>
  (values) =>
    // The turn ends in a callback of the scheduler, outside of the stream of values.
    new Observable((subscriber) => {
      const { add, read } = accumulator();
      let turn: Subscription | undefined;
      const flush = (): void => {
        if (turn === undefined) return;
        turn.unsubscribe();
        turn = undefined;
        subscriber.next(read());
      };
      subscriber.add(() => turn?.unsubscribe());
      subscriber.add(
        values.subscribe({
          next: (value) => {
            if (add(value)) turn ??= scheduler.schedule(flush);
          },
          error: (error: unknown) => {
            flush();
            subscriber.error(error);
          },
          complete: () => {
            flush();
            subscriber.complete();
          },
        }),
      );
    });
