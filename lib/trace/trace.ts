import { asyncScheduler, defer, finalize, tap, type Observable } from 'rxjs';
import type { FlowEvent } from '../core/event.js';
import type { AnyEvent } from '../core/typedEvent.js';
import { activeContext } from './context.js';
import type { TraceOptions } from './options.js';
import { traced } from './traced.js';
import type { Tracer } from './tracer.js';

/**
 * Lets all events through, and tells the run to OpenTelemetry: a span for the run, for each task, and for each attempt.
 *
 *     events             -(sw)-S-p-r---S-A|       s = run-started   w = waiting   S = started   p = partial
 *     trace(tracer)      -(sw)-S-p-r---S-A|       r = retrying   A = succeeded and run-completed
 *
 *     invoke_workflow     ^--------------!        the run
 *     task plot                ^---------!        the task
 *     chat gpt-5-mini          ^---!              its first attempt, which failed
 *     chat gpt-5-mini                  ^-!        its second one
 *
 * What the spans of agents are called, and what is known of them, is said by OpenTelemetry's conventions for generative
 * AI. What is within a task is within its attempt: runs, and the tools that a model calls (`execute_tool …`). A task has
 * links to those whose outputs it was given; one that does not run has no span, and what became of it is an event of the
 * run's span. The run is a child of the span that is active where it is subscribed to.
 *
 * Spans hold no prompts, which events do not tell, and what was said only with `content`. The tokens that a task took stand
 * with its last attempt. When the subscriber leaves, all spans end, as cancelled; to hear the run to its very end, observe
 * it by `tracing`.
 *
 * A tracer that throws ends the stream, and so do two runs in one stream that mix (`RunsMixed`).
 *
 * @example
 * ```ts
 * import { agent, flow, task } from 'rivulet';
 * import { trace, type Tracer } from 'rivulet/trace';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * // The tracer is one of OpenTelemetry: trace.getTracer('story')
 * export const tell = (tracer: Tracer) =>
 *   story.run().pipe(trace(tracer, { name: 'story' })).subscribe();
 * ```
 *
 * @category operators on events
 */
export const trace =
  (tracer: Tracer, options: TraceOptions = {}) =>
  <E extends AnyEvent>(events: Observable<E>): Observable<E> =>
    defer(() => {
      const { scheduler = asyncScheduler } = options;
      const context = activeContext();
      const spans = traced(tracer, options, () => context);
      return events.pipe(
        // These are events of a run.
        tap((event) => spans.hear(event as AnyEvent as FlowEvent)),
        finalize(() => spans.leave(scheduler.now())),
      );
    });
