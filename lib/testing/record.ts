/**
 * Runs in virtual time.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent } from '../core/typedEvent.js';
import type { RunOptions } from '../flow/runOptions.js';
import { NoVirtualTime } from './errors.js';

/** How a flow is run in virtual time. */
export interface RecordOptions extends Omit<RunOptions, 'scheduler'> {
  /**
   * When the run is left, in milliseconds: what has not settled by then is cancelled.
   *
   * @defaultValue never, but nothing is recorded that comes after an hour
   */
  readonly until?: number | undefined;
  /**
   * The scheduler whose time it is, to run a flow within its `run`. It is flushed.
   *
   * @defaultValue one of its own
   */
  readonly scheduler?: TestScheduler | undefined;
  /**
   * Where all chance comes from.
   *
   * @defaultValue `() => 0.5`, so that the same flow gives the same events
   */
  readonly random?: (() => number) | undefined;
}

/** What can be run in virtual time: a flow, or anything with such a `run`. */
export interface Runnable<Inputs, E extends AnyEvent> {
  /** Runs it, and tells what happens. */
  readonly run: (inputs: Inputs, options: RunOptions) => Observable<E>;
}

/** What a flow is run with: inputs, where it has some, and options. */
export type Recording<Inputs, Options> = undefined extends Inputs
  ? [inputs?: Inputs, options?: Options]
  : [inputs: Inputs, options?: Options];

/**
 * Runs a flow in virtual time and gives its events: a minute takes no time at all.
 *
 * It ends when nothing is left to wait for. Promises do not obey virtual time: a task that waits for one does
 * not go on.
 *
 * @example
 * ```ts
 * import { flow, task } from 'rivulet';
 * import { marbleAgent, record } from 'rivulet/testing';
 *
 * const slow = marbleAgent('10m (a|)', { a: 'At last.' });
 * const events = record(flow({ tasks: { draft: task('Write', slow) } }));
 * console.log(events.at(-1)?.time); // 600000
 * ```
 *
 * @throws {@link NoVirtualTime} where the flow does not begin at once, or within the `run` of a scheduler that
 * is not given
 * @category testing
 */
export const record = <Inputs, E extends AnyEvent>(
  flow: Runnable<Inputs, E>,
  ...[inputs, options = {}]: Recording<NoInfer<Inputs>, RecordOptions>
): readonly E[] =>
  // Where inputs may be left out, nothing is an input; and the flow's observers are told what it emits.
  recorded(flow as Runnable<unknown, AnyEvent>, inputs, options)
    .events as readonly AnyEvent[] as readonly E[];

/** A run that was recorded. */
export interface Recorded {
  readonly events: readonly FlowEvent[];
  /** Whether there was more to come when it was left. */
  readonly cut: boolean;
}

/** Runs a flow in virtual time. */
export const recorded = (
  flow: Runnable<unknown, AnyEvent>,
  inputs: unknown,
  { until, scheduler, observe, random = () => 0.5, ...others }: RecordOptions,
  least = 0,
): Recorded => {
  const events: FlowEvent[] = [];
  let isRecording = true;
  let refused: { readonly error: unknown } | undefined;
  const cut = inVirtualTime(scheduler, Math.max(hour, until ?? 0, least), (time) => {
    const run = flow.run(inputs, {
      runId: 'test',
      ...others,
      random,
      scheduler: time,
      observe: (event) => {
        if (isRecording) events.push(event);
        observe?.(event);
      },
    });
    const subscription = run.subscribe({ error: (error: unknown) => (refused = { error }) });
    if (until !== undefined) time.schedule(() => subscription.unsubscribe(), until);
    return () => {
      isRecording = false;
      subscription.unsubscribe();
    };
  });
  if (events.length > 0) return { events, cut };
  if (refused !== undefined) throw refused.error;
  throw new NoVirtualTime(
    'The run has not begun: the provider of an agent is loaded first, and virtual time cannot wait for that. Pass the provider as an object, such as scripted(), or take a marbleAgent.',
  );
};

const hour = 3_600_000;

/** Lets time pass until nothing is left to do or `most` milliseconds are over, and tells whether something is left. */
const inVirtualTime = (
  given: TestScheduler | undefined,
  most: number,
  begin: (scheduler: TestScheduler) => () => void,
): boolean => {
  const pass = (scheduler: TestScheduler): boolean => {
    const { maxFrames } = scheduler;
    scheduler.maxFrames = scheduler.frame + most;
    const end = begin(scheduler);
    try {
      scheduler.flush();
      return scheduler.actions.some(({ delay }) => Number.isFinite(delay));
    } catch (error) {
      throw isLostTimer(error) ? lostTimer(error) : error;
    } finally {
      end();
      scheduler.maxFrames = maxFrames;
    }
  };
  if (given !== undefined) return pass(given);
  // Its `run` sets this for as long as it lasts, and does not bear another one within it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- RxJS 7 has no other way to see that
  if (TestScheduler.frameTimeFactor === 1)
    throw new NoVirtualTime(
      'This is within the run of a TestScheduler, whose time it is: pass it as the option { scheduler }.',
    );
  const own = new TestScheduler(() => undefined);
  return own.run(() => {
    const isLeft = pass(own);
    own.actions.length = 0;
    return isLeft;
  });
};

// Of several timers of RxJS's default schedulers that are due in one frame, it looks in vain for one that another
// one has cleared. Those of the TestScheduler itself are not concerned.
const isLostTimer = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Expected a due immediate or interval';

const lostTimer = (cause: unknown): NoVirtualTime =>
  new NoVirtualTime(
    "RxJS's TestScheduler has lost a timer that was cleared in the frame in which it was due. Give timers in the code of tasks the scheduler of the run: timer(10, scheduler), with expectFlow(flow, inputs, { scheduler }).",
    { cause },
  );
