/**
 * Runs as traces of OpenTelemetry.
 *
 * @module
 */

export { RunsMixed } from './errors.js';
export type { TraceOptions, TracingOptions } from './options.js';
export { trace } from './trace.js';
export type {
  Attributes,
  AttributeValue,
  Context,
  Span,
  SpanContext,
  SpanKind,
  SpanLink,
  SpanOptions,
  SpanStatus,
  SpanTime,
  Tracer,
} from './tracer.js';
export { tracing } from './tracing.js';
