/**
 * A span from its beginning to its end, in the times of a run.
 *
 * @module
 */

import { contextOf } from './context.js';
import { failureAttributes, originOf } from './failure.js';
import type { Attributes, Context, SpanContext, SpanKind, SpanTime, Tracer } from './tracer.js';

/** What a span begins with. Times are milliseconds. */
export interface Beginning {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly time: number;
  readonly attributes: Attributes;
  /** The spans that it goes on from. */
  readonly links?: readonly SpanContext[];
  /** What it begins in. */
  readonly context: Context | undefined;
}

/** How a span ends. */
export interface Ending {
  readonly outcome: 'completed' | 'succeeded' | 'skipped' | 'failed' | 'cancelled';
  /** What failed. */
  readonly error?: unknown;
  readonly attributes?: Attributes;
}

/** A span under way. */
export interface OpenSpan {
  /** What others know it by. */
  readonly own: SpanContext;
  /** What its children begin in. */
  readonly context: Context;
  readonly add: (attributes: Attributes) => void;
  /** Something happened in it. */
  readonly note: (name: string, time: number, attributes: Attributes) => void;
  readonly end: (time: number, ending: Ending) => void;
}

/**
 * Begins a span.
 *
 * @param content whether the messages of errors are told
 */
export const openSpan = (
  tracer: Tracer,
  content: boolean,
  { name, kind = 0, time, attributes, links = [], context }: Beginning,
): OpenSpan => {
  const startTime = spanTime(time);
  const linked = links.map((each) => ({ context: each }));
  const span = tracer.startSpan(name, { kind, startTime, attributes, links: linked }, context);
  return {
    own: span.spanContext(),
    context: contextOf(span, context),
    add: (more) => void span.setAttributes(more),
    note: (event, at, facts) => void span.addEvent(event, facts, spanTime(at)),
    end: (at, { outcome, error, attributes: more }) => {
      span.setAttributes({ ...more, 'rivulet.outcome': outcome });
      if (outcome === 'failed') {
        const origin = originOf(error);
        span.setAttributes(failureAttributes(origin));
        const isTold = content && origin instanceof Error;
        span.setStatus({ code: 2, ...(isTold && { message: origin.message }) });
      }
      span.end(spanTime(at));
    },
  };
};

// A small number, as virtual times are, would be taken for the milliseconds that the process runs.
const spanTime = (time: number): SpanTime => {
  const seconds = Math.floor(time / 1000);
  const nanoseconds = Math.round((time - seconds * 1000) * 1e6);
  return nanoseconds < 1e9 ? [seconds, nanoseconds] : [seconds + 1, 0];
};
