/**
 * When requests are made, and when they are ended.
 *
 * @module
 */

import { filter, firstValueFrom, interval, map, startWith, takeUntil, timer } from 'rxjs';
import type { ContractBroken } from './errors.js';
import type { Bench, TestSettings } from './underTest.js';

/** Asks once for each listener, and not before. */
export const asksWhenHeard = async (bench: Bench, requests: () => number): Promise<void> => {
  const before = requests();
  // Nobody ever listens to this one.
  void bench.call();
  const source = bench.call();
  await bench.whole(source);
  const once = requests() - before;
  if (once === 0) {
    throw bench.broken(
      'no request was counted for an answer that came. The option requests has to tell how many were made in all.',
    );
  }
  if (once > 1) {
    throw bench.broken(
      `one listener made ${String(once)} requests. Ask when the Observable is subscribed to and not before (defer(() => …)), and once: retries belong to the task, so those of a client have to be off.`,
    );
  }
  await bench.whole(source);
  if (requests() - before === 2) return;
  throw bench.broken(
    `two listeners of one Observable made ${String(requests() - before)} requests. Each has to have its own: share nothing, and begin anew with each subscription.`,
  );
};

/** Makes no request while it is prepared. */
export const preparesAlone = async (bench: Bench, requests?: () => number): Promise<void> => {
  const before = requests?.() ?? 0;
  const { provider, settings } = bench;
  try {
    await provider.prepare?.(settings, 'a task');
  } catch (error) {
    throw bench.broken(
      `prepare fails with these settings: ${String(error)}. It is to fail only where a key or a package is missing.`,
      error,
    );
  }
  if ((requests?.() ?? 0) === before) return;
  throw bench.broken('prepare makes a request. It is to look at settings and packages only.');
};

/** Ends its request when it is left before an answer has come. */
export const endsEarly = async (bench: Bench, { open, settings }: Endless): Promise<void> => {
  const before = open();
  const seen = { isOver: false };
  const over = (): void => void (seen.isOver = true);
  const subscription = bench
    .call(bench.question, { ...bench.settings, ...settings })
    .subscribe({ error: over, complete: over });
  await becomes(() => open() > before || seen.isOver, bench.within);
  const isSeen = open() > before && !seen.isOver;
  subscription.unsubscribe();
  if (!isSeen) throw unseen(bench);
  await expectClosed(bench, open, before);
};

/** Ends its request when it is left in the middle of an answer. */
export const endsInTheMiddle = async (bench: Bench, { open, settings }: Endless): Promise<void> => {
  const { call, question, within } = bench;
  const before = open();
  const seen = { hasBegun: false, isOver: false };
  const over = (): void => void (seen.isOver = true);
  const subscription = call(question, { ...bench.settings, ...settings }).subscribe({
    next: () => (seen.hasBegun = true),
    error: over,
    complete: over,
  });
  await becomes(() => (seen.hasBegun && open() > before) || seen.isOver, within);
  const isSeen = seen.hasBegun && open() > before && !seen.isOver;
  subscription.unsubscribe();
  if (!isSeen) throw unseen(bench);
  await expectClosed(bench, open, before);
};

/** Leaves nothing open when it is left at once. */
export const endsAtOnce = async (bench: Bench, { open, settings }: Endless): Promise<void> => {
  const before = open();
  bench
    .call(bench.question, { ...bench.settings, ...settings })
    .subscribe({ error: () => undefined })
    .unsubscribe();
  // By the end of another one, the first would have been made.
  await bench.whole(bench.call());
  await expectClosed(bench, open, before);
};

/** An answer that begins and does not end. */
export interface Endless {
  /** The settings with which the provider begins such an answer, such as the name of a model that a test server knows. */
  readonly settings: Partial<TestSettings>;
  /** How many requests are under way now. */
  readonly open: () => number;
}

const unseen = ({ broken }: Bench): ContractBroken =>
  broken(
    'no open request was seen while it was asked with endless.settings. With these an answer has to begin and not to end, and endless.open has to tell how many requests are under way.',
  );

const expectClosed = async (
  { broken, within }: Bench,
  open: () => number,
  before: number,
): Promise<void> => {
  if (await becomes(() => open() <= before, within)) return;
  throw broken(
    `a request was still open ${String(within)} ms after nobody listened any more. Unsubscribing has to abort it: give an AbortSignal to fetch or to the client, and abort it in the teardown of the Observable.`,
  );
};

/** Whether something becomes true in time. */
const becomes = (isTrue: () => boolean, within: number): Promise<boolean> =>
  firstValueFrom(
    interval(2).pipe(startWith(0), map(isTrue), filter(Boolean), takeUntil(timer(within))),
    {
      defaultValue: false,
    },
  );
