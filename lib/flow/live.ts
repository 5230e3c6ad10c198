/**
 * A run whose inputs change: who lets their values in, and when.
 *
 * @module
 */

import type { Observable, SchedulerLike, Subscription } from 'rxjs';
import { InputOverflow } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import { fromSource } from '../internal/fromSource.js';
import type { Door } from './engine/door.js';
import { checkNames, decodeInput } from './inputs.js';
import type { Plan } from './plan.js';
import { perform, type Porter } from './run.js';
import type { LiveOptions, Policy } from './runOptions.js';

/** How many versions are kept by the policy `'concat'`. */
const limit = 1000;

/** Runs a plan whose inputs change, each time it is subscribed to. */
export const live = (
  plan: Plan,
  inputs: Readonly<Record<string, unknown>>,
  options: LiveOptions = {},
): Observable<FlowEvent> =>
  perform(plan, options, true, () => {
    checkNames(plan, inputs);
    const { policy = 'switch' } = options;
    const sources = plan.graph.inputs.map((name) => fromSource(inputs[name]));
    return (door, turns) =>
      listen(
        plan,
        sources,
        policy === 'switch' ? door : queueing(door, policy, sources.length, turns),
      );
  });

/** A door, and who stands in it. */
interface Entrance extends Door, Partial<Porter> {}

const listen = (
  { vertices }: Plan,
  sources: readonly Observable<unknown>[],
  door: Entrance,
): Porter => {
  const subscriptions: Subscription[] = [];
  sources.forEach((source, input) => {
    const vertex = vertices[input];
    if (vertex?._tag !== 'Input') return;
    const fail = (error: unknown): void => door.fail(input, error);
    const next = (value: unknown): void => {
      try {
        door.set(input, decodeInput(vertex, value, true));
      } catch (error) {
        fail(error);
      }
    };
    subscriptions.push(
      source.subscribe({ next, error: fail, complete: () => door.complete(input) }),
    );
  });
  return {
    idle: () => door.idle?.(),
    leave: () => {
      door.leave?.();
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
};

/** Lets in whole versions of all inputs, one after the other, when nothing is in flight. */
const queueing = (
  door: Door,
  policy: Exclude<Policy, 'switch'>,
  size: number,
  turns: SchedulerLike,
): Entrance => {
  const latest: unknown[] = [];
  const given = new Set<number>();
  const completed = new Set<number>();
  const waiting: (readonly unknown[])[] = [];
  let isFirst = true;
  let turn: Subscription | undefined;

  const isWhole = (): boolean =>
    latest.length > 0 &&
    Array.from({ length: size }, (_, input) => given.has(input) || completed.has(input)).every(
      Boolean,
    );

  const gather = (): void => {
    turn = undefined;
    if (!isWhole()) return;
    if (policy === 'concat' && waiting.length >= limit) door.fail(0, new InputOverflow(limit));
    else if (policy === 'concat' || isFirst || door.isIdle()) waiting.push([...latest]);
    admit();
  };

  const admit = (): void => {
    while (isFirst || door.isIdle()) {
      const next = waiting.shift();
      if (next === undefined) break;
      isFirst = false;
      for (const input of given) door.set(input, next[input]);
    }
    if (turn === undefined && waiting.length === 0)
      for (const input of completed) door.complete(input);
  };

  return {
    ...door,
    set: (input, value) => {
      latest[input] = value;
      given.add(input);
      turn ??= turns.schedule(gather);
    },
    complete: (input) => {
      completed.add(input);
      // What came just before is still to be gathered.
      turn ??= turns.schedule(gather);
    },
    idle: admit,
    leave: () => turn?.unsubscribe(),
  };
};
