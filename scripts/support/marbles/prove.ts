/**
 * Proofs of marble diagrams: they run what is drawn in virtual time, and compare.
 *
 * @module
 */

import { deepEqual } from 'node:assert/strict';
import type { FlowEvent, RunOptions } from 'rivulet';
import { expectFlow, record, type RecordOptions, type Runnable } from 'rivulet/testing';
import {
  asyncScheduler,
  dematerialize,
  map,
  materialize,
  type Observable,
  type ObservableNotification,
  type SchedulerLike,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { lanesIn, type LaneRow, type Proof } from './diagram.js';

/** What can be run, whatever is in it. */
type AnyRunnable = Runnable<Record<string, never> | undefined, FlowEvent>;

/** How the tasks of a run become lanes. */
export interface Flowing extends RecordOptions {
  /** What stands before the names of its tasks, where a diagram shows several runs. */
  readonly prefix?: string;
}

/**
 * Proves the lanes that have the names of tasks by a run of a flow: what they say, and when they begin. Tasks within
 * tasks have names such as `chapters/1`.
 */
export const byFlow =
  (make: (scheduler: SchedulerLike) => object, { prefix = '', ...options }: Flowing = {}): Proof =>
  (diagram) => {
    const events = record(flat(make), undefined, options);
    const tasks = new Set(events.flatMap((event) => ('task' in event ? [event.task] : [])));
    const lanes = lanesIn(diagram).filter(({ name }) => tasks.has(withoutPrefix(name, prefix)));
    if (lanes.length === 0) throw new Error('No lane of the diagram is a task of the flow.');
    expectFlow(flat(make), undefined, options).toBe(
      Object.fromEntries(lanes.map(({ name, marbles }) => [withoutPrefix(name, prefix), marbles])),
      diagram.values,
    );
    for (const lane of lanes) expectBegin(lane, events, withoutPrefix(lane.name, prefix));
    return lanes.map(({ name }) => name);
  };

/**
 * Proves lanes by Observables, which are made of other lanes.
 *
 * @param make is given a function that plays a lane, and gives an Observable for each lane that it proves
 */
export const byPipe =
  (
    make: (
      played: (lane: string) => Observable<string>,
      scheduler: TestScheduler,
    ) => Readonly<Record<string, Observable<unknown>>>,
  ): Proof =>
  (diagram) => {
    const marblesOf = (name: string): string => {
      const found = lanesIn(diagram).find((lane) => lane.name === name);
      if (found === undefined) throw new Error(`The diagram has no lane "${name}".`);
      return found.marbles;
    };
    const names = new Set<string>();
    const scheduler = new TestScheduler(deepEqual);
    scheduler.run(({ hot, expectObservable }) => {
      const made = make((name) => {
        names.add(name);
        // What a proof plays are texts.
        return hot(marblesOf(name), diagram.values) as Observable<string>;
      }, scheduler);
      for (const [name, heard] of Object.entries(made)) {
        names.add(name);
        // A diagram says that something fails, and not with what.
        expectObservable(heard.pipe(materialize(), map(nameless), dematerialize())).toBe(
          marblesOf(name),
          diagram.values,
        );
      }
    });
    return [...names];
  };

/** Proves all of several things. */
export const byAll =
  (...proofs: readonly Proof[]): Proof =>
  (diagram) =>
    proofs.flatMap((prove) => prove(diagram));

const withoutPrefix = (name: string, prefix: string): string =>
  name.startsWith(prefix) ? name.slice(prefix.length) : '';

const expectBegin = (lane: LaneRow, events: readonly FlowEvent[], task: string): void => {
  const began = events.find((event) => event.type === 'started' && event.task === task)?.time;
  if ((began ?? Infinity) === lane.from) return;
  throw new Error(
    `${lane.name} is drawn from ${String(lane.from)}, and began at ${String(began)}.`,
  );
};

const nameless = <A>(told: ObservableNotification<A>): ObservableNotification<A> =>
  told.kind === 'E' ? { kind: 'E', error: 'error' } : told;

/** What happens within tasks, told as what happens to tasks. */
const flat = (make: (scheduler: SchedulerLike) => object): AnyRunnable => ({
  run: (inputs, options) => {
    // It is a flow, of which nothing but its events is asked.
    const flow = make(options.scheduler ?? asyncScheduler) as AnyRunnable;
    return flow.run(inputs, { ...options, observe: (event) => tell('', event, options) });
  },
});

const tell = (within: string, event: FlowEvent, options: RunOptions): void => {
  if (event.type === 'inner') {
    tell(`${within}${event.task}/`, event.event, options);
  } else if (within === '') {
    options.observe?.(event);
  } else if ('task' in event) {
    options.observe?.({ ...event, task: within + event.task });
  }
};
