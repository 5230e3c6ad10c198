/**
 * How many executions of code and agents may run at once. What is made of tasks, waits, or asks a person takes no slot,
 * so that whoever holds one never waits for another: nothing can block, with a limit of one too.
 *
 * @module
 */

import { fifo, type Fifo } from '../internal/fifo.js';

/** The slots of a flow. Those of a flow within another are also slots of that. */
export interface Slots {
  /** Takes a slot; whether there was one. */
  readonly take: () => boolean;
  /** Whether two could be taken. */
  readonly hasSpare: () => boolean;
  /** Gives a slot back. Who waits for one is told when {@link settle} is called. */
  readonly release: () => void;
  /** Calls once when there may be a slot again. Whoever is at something then, and will try later, gives `'busy'`. */
  readonly wait: (retry: Retry) => void;
  /** Somebody begins something during which nobody else is to begin. */
  readonly enter: () => void;
  /** Tells those who wait, unless somebody is at something during which nobody else is to begin; whether it told somebody. */
  readonly settle: () => boolean;
  /** What was entered is done. */
  readonly leave: () => void;
  /** Slots of these, of which no more than a limit are taken at once. */
  readonly within: (limit: number) => Slots;
}

/** Tries again to take a slot. */
export type Retry = () => 'busy' | 'tried';

interface Gate {
  readonly limit: number;
  readonly waiting: Fifo<Retry>;
  taken: number;
}

/** What the slots of one run share. */
interface Shared {
  /** Where slots were given back since those who wait were last told. */
  readonly freed: Fifo<Gate>;
  /** How many have entered. */
  depth: number;
}

/** The slots of a run. */
export const slots = (limit: number): Slots =>
  guarding([], { freed: fifo(), depth: 0 }).within(limit);

const guarding = (gates: readonly Gate[], shared: Shared): Slots => {
  // Whoever is told may give back slots, and then others are told; one after the other. One who is busy is not
  // overtaken: the others are told when it has tried, and asks again.
  const tell = (): boolean => {
    let hasTold = false;
    for (let gate = shared.freed.shift(); gate !== undefined; gate = shared.freed.shift()) {
      while (gate.taken < gate.limit) {
        const retry = gate.waiting.shift();
        if (retry === undefined) break;
        hasTold = true;
        if (retry() === 'busy') {
          shared.freed.push(gate);
          return false;
        }
      }
    }
    return hasTold;
  };
  return {
    take: () => {
      if (gates.some(({ taken, limit }) => taken >= limit)) return false;
      for (const gate of gates) gate.taken++;
      return true;
    },
    release: () => {
      for (const gate of gates) {
        gate.taken--;
        shared.freed.push(gate);
      }
    },
    wait: (retry) => gates.find(({ taken, limit }) => taken >= limit)?.waiting.push(retry),
    enter: () => {
      shared.depth++;
    },
    settle: () => shared.depth === 1 && tell(),
    hasSpare: () => gates.every(({ taken, limit }) => taken + 1 < limit),
    leave: () => {
      if (shared.depth === 1) tell();
      shared.depth--;
    },
    within: (limit) =>
      limit === Infinity
        ? guarding(gates, shared)
        : guarding([...gates, { limit, waiting: fifo(), taken: 0 }], shared),
  };
};
