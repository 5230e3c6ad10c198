/**
 * One run of a flow as an Observable of events: what is checked before it, who hears of it, how it ends.
 *
 * @module
 */

import {
  asapScheduler,
  asyncScheduler,
  Observable,
  type SchedulerLike,
  type Subscriber,
} from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import { lineOf } from '../core/line.js';
import { guarded } from '../internal/guarded.js';
import { report } from '../internal/report.js';
import { atLeastOne } from './atLeastOne.js';
import type { Door } from './engine/door.js';
import { engine, type Engine } from './engine/engine.js';
import { budgetOf } from './budget.js';
import { decodeInputs } from './inputs.js';
import { ledger } from './ledger.js';
import type { Plan, Print } from './plan.js';
import { prepared } from './prepare.js';
import type { RunOptions } from './runOptions.js';
import { slots } from './slots.js';

/**
 * Runs a plan each time it is subscribed to.
 *
 * Inputs, keys and packages are checked before anything is begun; what is wrong with them is what the
 * Observable ends with, and then there are no events.
 */
export const run = (
  plan: Plan,
  inputs: Readonly<Record<string, unknown>>,
  options: RunOptions = {},
): Observable<FlowEvent> =>
  perform(plan, options, false, () => {
    const decoded = decodeInputs(plan, inputs);
    return (door) => {
      decoded.forEach((value, input) => {
        door.set(input, value);
        door.complete(input);
      });
      return nobody;
    };
  });

/** Who lets inputs in. */
export interface Porter {
  /** Every task has settled. */
  readonly idle: () => void;
  /** The run is over, and nobody is let in any more. */
  readonly leave: () => void;
}

const nobody: Porter = { idle: () => undefined, leave: () => undefined };

/**
 * A run whose inputs are let in by a porter.
 *
 * @param engage makes the porter; it throws what is wrong with the inputs before anything runs
 */
export const perform = (
  plan: Plan,
  options: RunOptions,
  isLive: boolean,
  engage: () => (door: Door, turns: SchedulerLike) => Porter,
): Observable<FlowEvent> =>
  guarded(
    new Observable((subscriber) => {
      const { scheduler = asyncScheduler, random = Math.random, signal } = options;
      const { memory = new Map<string, unknown>(), files, answers } = options;
      const turns = scheduler === asyncScheduler ? asapScheduler : scheduler;
      const tellObservers = observersOf(plan, options);
      const open = engage();
      const concurrency = atLeastOne(options.concurrency ?? plan.concurrency);
      const budget = budgetOf(plan.budget, options.budget);
      // What is not begun has no end to be told.
      let begun: Engine | undefined;
      let porter: Porter | undefined;
      let hears = true;
      // It may be over before the porter has come.
      const hasLeft = (): boolean => subscriber.closed;
      const begin = (): void => {
        if (hasLeft()) return;
        const made = engine({
          plan,
          isLive,
          runId: options.runId ?? idOf(random),
          context: { scheduler, random, turns, memory, files, answers, ledger: ledger(budget) },
          budgetTime: budget.time,
          slots: slots(concurrency),
          emit: (event) => {
            tellObservers(event);
            if (hears) subscriber.next(event);
          },
          done: (error) => {
            signal?.removeEventListener('abort', abort);
            porter?.leave();
            if (error === undefined) subscriber.complete();
            else subscriber.error(error);
          },
          idle: () => porter?.idle(),
        });
        begun = made;
        made.start(() => {
          porter = open(made, turns);
        });
        if (hasLeft()) porter?.leave();
      };
      const abort = (): void => {
        if (begun === undefined) subscriber.complete();
        else begun.cancel();
      };
      // Not returned but added: whoever leaves while the run begins is heard at once.
      subscriber.add(() => {
        hears = false;
        signal?.removeEventListener('abort', abort);
        begun?.cancel();
        porter?.leave();
      });
      if (signal?.aborted === true) subscriber.complete();
      else {
        signal?.addEventListener('abort', abort, { once: true });
        whenPrepared(plan, options, begin, subscriber);
      }
    }),
  );

/** Makes sure that everybody can be asked who will be, before anybody is. At once, where nothing has to be loaded. */
const whenPrepared = (
  plan: Plan,
  options: RunOptions,
  begin: () => void,
  subscriber: Subscriber<FlowEvent>,
): void => {
  const preparing = prepared(plan, options);
  if (preparing === undefined) begin();
  else preparing.then(begin, (error: unknown) => subscriber.error(error));
};

/** Those who hear of the run besides its subscriber. One that throws harms neither the run nor the others. */
const observersOf = (plan: Plan, { observe, log = plan.log }: RunOptions): Observe => {
  const print = log === true ? toStandardError : log;
  const observers = [
    observe,
    print === false ? undefined : (event: FlowEvent) => print(lineOf(event)),
  ];
  return (event) => {
    for (const observer of observers) {
      try {
        observer?.(event);
      } catch (error) {
        report(error);
      }
    }
  };
};

type Observe = (event: FlowEvent) => void;

// The one place that prints without being given where to: `log: true` asks for it.
const toStandardError: Print = (line) => console.error(line);

const idOf = (random: () => number): string =>
  [random(), random()]
    .map((part) =>
      Math.floor(part * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
