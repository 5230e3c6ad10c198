/**
 * Runs of random flows in virtual time, that may be left, and whose inputs may change.
 *
 * @module
 */

import {
  asyncScheduler,
  concat,
  map,
  of,
  Subject,
  takeUntil,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { FlowEvent } from '../../lib/core/event.js';
import type { Policy } from '../../lib/flow/runOptions.js';
import type { Memory } from '../../lib/flow/ports.js';
import type { Counts, Timing } from './doing.js';
import { made, type Made } from './making.js';
import type { Shape } from './shapes.js';

/** How a flow is run. */
export interface Running {
  /** How long everything takes, instead of what the shape says. */
  readonly delays?: readonly number[];
  /** When its inputs change, which are as many as there are lists. */
  readonly times?: readonly (readonly number[])[] | undefined;
  readonly policy?: Policy;
  readonly leaving?: Leaving | undefined;
}

/** How and when a run is left. */
export interface Leaving {
  readonly by: 'unsubscribing' | 'signal';
  /** At which time, or with which event. */
  readonly at: { readonly time: number } | { readonly event: number };
}

/** What was told of a run, and done in it. */
export interface Ran {
  /** What its subscriber was told. */
  readonly heard: readonly FlowEvent[];
  /** What its observer was told. */
  readonly events: readonly FlowEvent[];
  readonly error: unknown;
  readonly counts: Counts;
  readonly limits: Made['limits'];
  /** What had been counted as soon as it had been left. */
  readonly atLeaving: Counts | undefined;
}

/** Runs a flow in virtual time, to its end or until it is left. */
export const ranOf = (shape: Shape, running: Running = {}): Ran => {
  const scheduler = new TestScheduler(() => undefined);
  let ran: Ran | undefined;
  scheduler.run(() => {
    ran = begin(shape, running, { scheduler }, new Map<string, unknown>(), () => undefined);
  });
  if (ran === undefined) throw new Error('It has not begun.');
  return ran;
};

/** Runs a flow in real time, where promises bring what can be brought. */
export const ranInRealTime = (shape: Shape, running: Running): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const kept = new Map<string, unknown>();
    const memory: Memory = {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
    };
    const bound = setTimeout(() => reject(new Error('It does not end.')), 5_000);
    const end = (): void => {
      clearTimeout(bound);
      // What is told after the end would be told soon.
      setTimeout(() => resolve(ran), 2);
    };
    const timing = { scheduler: asyncScheduler, promises: true };
    const ran = begin(shape, running, timing, memory, () => void Promise.resolve().then(end));
  });

const begin = (
  shape: Shape,
  { delays = [], times, policy = 'switch', leaving }: Running,
  timing: Timing,
  memory: Memory,
  end: () => void,
): Ran => {
  // Delays are given out one after the other.
  let asked = 0;
  const delayOf = (): number => delays[asked++ % delays.length] ?? 0;
  const names = nameInputs(times);
  const { flow, answers, counts, limits } = made(shape, names, {
    ...timing,
    ...(delays.length > 0 && { delayOf }),
  });
  const { scheduler } = timing;
  const ran: Writable<Ran> = {
    heard: [],
    events: [],
    error: undefined,
    counts,
    limits,
    atLeaving: undefined,
  };
  const heard: FlowEvent[] = [];
  const events: FlowEvent[] = [];
  ran.heard = heard;
  ran.events = events;
  const left = new Subject<void>();
  const controller = new AbortController();
  const leave = (): void => {
    if (/^run-(?!started)/u.test(events.at(-1)?.type ?? '')) return;
    if (leaving?.by === 'signal') controller.abort();
    else left.next();
    ran.atLeaving = { ...counts };
  };
  const options = {
    scheduler,
    answers,
    memory,
    policy,
    random: () => 0.5,
    observe: (event: FlowEvent) => events.push(event),
    ...(leaving?.by === 'signal' && { signal: controller.signal }),
  };
  const inputs = times?.map((some, input) => {
    const name = names[input] ?? '';
    return [name, changing(name, some, scheduler)] as const;
  });
  const told =
    inputs === undefined ? flow.run({}, options) : flow.live(Object.fromEntries(inputs), options);
  told.pipe(takeUntil(left)).subscribe({
    next: (event) => {
      heard.push(event);
      if (leaving === undefined || !('event' in leaving.at) || ran.atLeaving !== undefined) return;
      // Who leaves in the middle of a cancelling within is told of the rest of it after that of its own.
      if (heard.length >= leaving.at.event && !isCancelling(event)) leave();
    },
    error: (error: unknown) => {
      ran.error = error;
      end();
    },
    complete: end,
  });
  if (leaving !== undefined && 'time' in leaving.at) scheduler.schedule(leave, leaving.at.time);
  return ran;
};

/** What the inputs are in the end. */
export const lastInputs = (
  times: readonly (readonly number[])[],
): Readonly<Record<string, string>> => inputsAt(times, Infinity);

/** What the inputs are at some time. */
export const inputsAt = (
  times: readonly (readonly number[])[],
  now: number,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    nameInputs(times).map((name, input) => [
      name,
      `${name}v${String((times[input] ?? []).filter((time) => time <= now).length)}`,
    ]),
  );

const nameInputs = (times: readonly unknown[] = []): readonly string[] =>
  times.map((_, input) => `i${String(input)}`);

const changing = (
  name: string,
  times: readonly number[],
  scheduler: SchedulerLike,
  began = scheduler.now(),
): Observable<string> =>
  concat(
    of(`${name}v0`),
    ...times.map((time, index) =>
      timer(new Date(began + time), scheduler).pipe(map(() => `${name}v${String(index + 1)}`)),
    ),
  );

const isCancelling = (event: FlowEvent): boolean =>
  event.type === 'inner' ? isCancelling(event.event) : event.type.endsWith('cancelled');

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };
