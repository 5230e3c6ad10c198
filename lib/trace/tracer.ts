/**
 * What is used of OpenTelemetry. A tracer of `@opentelemetry/api` fits, and so does a script.
 *
 * Lists and times can be written to, because OpenTelemetry's own can.
 *
 * @module
 */

/** Begins spans. */
export interface Tracer {
  /** Begins a span. Its parent is the span of the context: that of the active one, where none is given. */
  readonly startSpan: (name: string, options?: SpanOptions, context?: Context) => Span;
}

/** What a span begins with. */
export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: SpanLink[];
  readonly startTime?: SpanTime;
}

/** Whether a span is of work within the program, `0`, or of a request to somebody outside, `2`. */
export type SpanKind = 0 | 2;

/** When something was: seconds, and nanoseconds besides. */
export type SpanTime = [seconds: number, nanoseconds: number];

/** What is known of a span. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What an attribute can be. */
export type AttributeValue = string | number | boolean | string[];

/** A span under way. */
export interface Span {
  /** What it is called by others. */
  readonly spanContext: () => SpanContext;
  /** Puts attributes to those there are. */
  readonly setAttributes: (attributes: Attributes) => unknown;
  /** Notes that something happened. */
  readonly addEvent: (name: string, attributes: Attributes, time: SpanTime) => unknown;
  /** Says that it has failed. */
  readonly setStatus: (status: SpanStatus) => unknown;
  /** Ends it. */
  readonly end: (time: SpanTime) => void;
}

/** What a span is called. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** A span that another has to do with. */
export interface SpanLink {
  readonly context: SpanContext;
}

/** That what a span is of has failed, and what it said. */
export interface SpanStatus {
  readonly code: 2;
  readonly message?: string;
}

/** What surrounds a span: the span above it, and whatever else was put there. */
export interface Context {
  /** What is kept under a key. */
  readonly getValue: (key: symbol) => unknown;
  /** One that keeps this, too. */
  readonly setValue: (key: symbol, value: unknown) => Context;
  /** One without this. */
  readonly deleteValue: (key: symbol) => Context;
}
