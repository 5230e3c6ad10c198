import type { FlowEvent } from '../core/event.js';
import { beginRun, flowTitle } from './begins.js';
import { activeContext } from './context.js';
import { endRun } from './ends.js';
import { RunsMixed } from './errors.js';
import { hear, hearEnd } from './hear.js';
import type { TracingOptions } from './options.js';
import type { RunSpan } from './spanTree.js';
import type { Tracer } from './tracer.js';

/** One run after the other, as spans. */
export interface Traced {
  /**
   * Is told an event.
   *
   * @throws {@link RunsMixed} when a run begins before the one before it has ended
   */
  readonly hear: (event: FlowEvent) => void;
  /** Nothing more will be told. */
  readonly leave: (time: number) => void;
}

/** Makes spans of events. The first of a run begins where it is told, as a child of the span that is active there. */
export const traced = (
  tracer: Tracer,
  { name, content = false }: TracingOptions,
  context = activeContext,
): Traced => {
  const tracing = { tracer, content };
  let run: RunSpan | undefined;
  let isMixed = false;
  // Clocks may be set back, and no span ends before it began.
  let now = -Infinity;
  const leave = (time: number): void => {
    if (run !== undefined) endRun(run, Math.max(now, time), { outcome: 'cancelled' });
    run = undefined;
  };
  const begin = ({ runId, graph, time }: Extract<FlowEvent, { type: 'run-started' }>): void => {
    if (run !== undefined) {
      isMixed = true;
      leave(now);
      throw new RunsMixed(runId);
    }
    now = time;
    run = beginRun(tracing, graph, flowTitle(name, runId), time, context());
  };
  return {
    hear: (event) => {
      if (isMixed) return;
      if (event.type === 'run-started') {
        begin(event);
        return;
      }
      if (run === undefined) return;
      now = Math.max(now, event.time);
      if ('task' in event) hear(tracing, run, event, now);
      else {
        hearEnd(run, event, now);
        run = undefined;
      }
    },
    leave,
  };
};
