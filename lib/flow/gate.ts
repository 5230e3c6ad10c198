/**
 * The way to a provider: how many requests are under way at once, how many are sent in a minute, and nothing at all while
 * it has asked to be left alone. It is the only state that runs share.
 *
 * @module
 */

import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import type { Limits } from './limits.js';

/** The gate of one key. */
export interface Gate {
  /** Whether a request of this size would be let through at once. */
  readonly isOpen: (size: number) => boolean;
  /**
   * Makes a request when its turn comes: one after the other, in the order in which they were subscribed to. The place is
   * given back when it ends or is unsubscribed from.
   */
  readonly through: <A>(visit: Visit, request: (place: Place) => Observable<A>) => Observable<A>;
}

/** Somebody who wants to go through a gate. */
export interface Visit {
  /** How many tokens the request has, as far as that is known. */
  readonly size: number;
  /** The longest pause that is waited for, in milliseconds. */
  readonly patience: number;
  /** From 0 up to, but not, 1. */
  readonly random: () => number;
  /** The error for a pause that is longer, of so many milliseconds. */
  readonly refused: (pause: number) => Error;
}

/** The place of a request that has been let through. */
export interface Place {
  /** It is sent now. What is let through and then not sent does not count. */
  readonly sent: () => void;
  /** It took so many tokens. */
  readonly took: (tokens: number) => void;
  /** The provider has asked to be left alone for so many milliseconds. */
  readonly pause: (delay: number) => void;
}

/** How many requests are under way at once when nobody says it. */
export const usualConcurrency = 10;

const minute = 60_000;

/** After a pause those who waited are let through one by one, within so many milliseconds. */
const longestSpread = 1000;

/** What timers can wait for. More would be over at once; who is woken too early waits on. */
const longestTimer = 2 ** 31 - 1;

const gates = new WeakMap<SchedulerLike, Map<string, Gate & Limited>>();

interface Limited {
  /** From now on these limits hold, too: of each kind the lowest that was given. */
  readonly limit: (limits: Limits) => void;
}

/** The gate of an account. Runs with one source of time share it; other times cannot be compared. */
export const gateOf = (scheduler: SchedulerLike, account: string, limits: Limits): Gate => {
  const known = gates.get(scheduler) ?? new Map<string, Gate & Limited>();
  gates.set(scheduler, known);
  const gate = known.get(account) ?? gateOn(scheduler);
  known.set(account, gate);
  gate.limit(limits);
  return gate;
};

interface Waiting extends Visit {
  readonly open: () => void;
  readonly refuse: (error: Error) => void;
}

interface Entry {
  readonly time: number;
  tokens: number;
}

const gateOn = (scheduler: SchedulerLike): Gate & Limited => {
  let limits: Limits = {};
  const waiting = new Set<Waiting>();
  /** What was sent within the last minute, oldest first. */
  const sent: Entry[] = [];
  let active = 0;
  let pausedUntil = -Infinity;
  let spread: Spread = { until: -Infinity, next: -Infinity, gap: 0 };
  let wake: Subscription | undefined;
  let isAdvancing = false;

  /** When a request of this size may be sent, as far as time decides. */
  const opensAt = (size: number, now: number): number => {
    while (sent[0] !== undefined && sent[0].time + minute <= now) sent.shift();
    return Math.max(
      pausedUntil,
      now < spread.until ? spread.next : -Infinity,
      afterRequests(sent, limits.requestsPerMinute),
      afterTokens(sent, size, limits.tokensPerMinute),
    );
  };

  const hasRoom = (): boolean => active < (limits.concurrency ?? usualConcurrency);

  const advance = (): void => {
    // Whoever is let through may end at once, and others ask while he is: they are looked at in turn.
    if (isAdvancing) return;
    isAdvancing = true;
    wake?.unsubscribe();
    wake = undefined;
    for (const visitor of waiting) {
      const now = scheduler.now();
      const time = opensAt(visitor.size, now);
      if (time > now) {
        wakeIn(time - now);
        break;
      }
      if (!hasRoom()) break;
      waiting.delete(visitor);
      active++;
      if (now < spread.until) {
        spread.next = now + spread.gap * (0.5 + visitor.random() / 2);
      }
      visitor.open();
    }
    isAdvancing = false;
  };

  // Not at once: when a run is left, those of it who wait leave after those who were let through, and are not to be.
  const advanceSoon = (): void => {
    wake?.unsubscribe();
    wake = waiting.size === 0 ? undefined : scheduler.schedule(advance);
  };

  const wakeIn = (delay: number): void => {
    wake?.unsubscribe();
    wake = scheduler.schedule(advance, Math.min(delay, longestTimer));
  };

  const placeOf = (size: number): Place => {
    const entry: Entry = { time: scheduler.now(), tokens: size };
    return {
      sent: () => {
        if (limits.requestsPerMinute !== undefined || limits.tokensPerMinute !== undefined) {
          sent.push(entry);
        }
      },
      took: (tokens) => {
        entry.tokens = tokens;
      },
      pause: (delay) => {
        const until = scheduler.now() + delay;
        if (until <= pausedUntil) return;
        pausedUntil = until;
        const length = Math.min(delay, longestSpread);
        spread = { until: until + length, next: until, gap: length / (waiting.size + active) };
        // Not only the first who waits: those behind him may wait less long.
        for (const visitor of waiting) {
          if (delay > visitor.patience && waiting.delete(visitor)) {
            visitor.refuse(visitor.refused(delay));
          }
        }
        advance();
      },
    };
  };

  return {
    isOpen: (size) =>
      waiting.size === 0 && hasRoom() && opensAt(size, scheduler.now()) <= scheduler.now(),
    limit: (more) => {
      limits = {
        concurrency: lowest(limits.concurrency, more.concurrency),
        requestsPerMinute: lowest(limits.requestsPerMinute, more.requestsPerMinute),
        tokensPerMinute: lowest(limits.tokensPerMinute, more.tokensPerMinute),
      };
    },
    through: (visit, request) =>
      new Observable((subscriber) => {
        const pause = pausedUntil - scheduler.now();
        if (pause > visit.patience) {
          subscriber.error(visit.refused(pause));
          return;
        }
        const visitor: Waiting = {
          ...visit,
          open: () => {
            subscriber.add(request(placeOf(visit.size)).subscribe(subscriber));
            // Added last, so that what was sent has been closed before another takes its place.
            subscriber.add(() => {
              active--;
              advanceSoon();
            });
          },
          refuse: (error) => subscriber.error(error),
        };
        waiting.add(visitor);
        advance();
        return () => {
          // Whoever gives up may have been the one whom the others waited behind.
          if (waiting.delete(visitor)) advanceSoon();
        };
      }),
  };
};

/** Until when those who waited for the end of a pause are let through one by one, and when the next of them is. */
interface Spread {
  readonly until: number;
  readonly gap: number;
  next: number;
}

const afterRequests = (sent: readonly Entry[], limit = Infinity): number => {
  const first = sent[sent.length - limit];
  return first === undefined ? -Infinity : first.time + minute;
};

/** What is larger than a whole minute allows is sent when nothing else was. */
const afterTokens = (sent: readonly Entry[], size: number, limit = Infinity): number => {
  if (limit === Infinity) return -Infinity;
  let tokens = sent.reduce((sum, entry) => sum + entry.tokens, size);
  let time = -Infinity;
  for (const entry of sent) {
    if (tokens <= limit) return time;
    tokens -= entry.tokens;
    time = entry.time + minute;
  }
  return time;
};

const lowest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.min(one, other);
