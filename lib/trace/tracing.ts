import type { FlowEvent } from '../core/event.js';
import type { TracingOptions } from './options.js';
import { traced } from './traced.js';
import type { Tracer } from './tracer.js';

/**
 * Tells a run to OpenTelemetry to its very end, as an observer of it: for `start` and `settle`, and where the subscriber
 * may leave.
 *
 * The spans are those of `trace`. One observer is for one run at a time: events do not say which run they are of, so each
 * run that may be at it together with others needs one of its own. When two mix, it ends its spans, throws `RunsMixed`
 * once, which is reported as an error that nobody caught, and tells nothing more; the runs go on.
 *
 * @example
 * ```ts
 * import { agent, flow, task } from 'rivulet';
 * import { tracing, type Tracer } from 'rivulet/trace';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * export const tell = (tracer: Tracer) =>
 *   story.start({}, { observe: tracing(tracer, { name: 'story' }) });
 * ```
 *
 * @category operators on events
 */
export const tracing = (
  tracer: Tracer,
  options: TracingOptions = {},
): ((event: FlowEvent) => void) => traced(tracer, options).hear;
