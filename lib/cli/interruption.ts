import { exits } from './exits.js';

/** Listens to Ctrl-C and to being told to end. */
export interface Interruption {
  /** Is aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  readonly end: () => void;
}

/**
 * The first Ctrl-C (or SIGTERM) aborts the signal, so that a run stops cleanly; the second ends the process at once. What
 * does not stop by itself is ended after a while.
 */
export const interruption = (): Interruption => {
  const controller = new AbortController();
  const leave = (): never => process.exit(exits.interrupted);
  const hear = (): void => {
    if (controller.signal.aborted) leave();
    setTimeout(leave, patience).unref();
    controller.abort();
  };
  for (const signal of signals) process.on(signal, hear);
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
};

const signals = ['SIGINT', 'SIGTERM'] as const;

/** How long a clean stop may take, in milliseconds. */
const patience = 1500;
