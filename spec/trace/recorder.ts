/**
 * OpenTelemetry's own SDK, and what it has been told.
 *
 * @module
 */

import type { HrTime, Tracer } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

/** A tracer, and what it has exported. */
export interface Recorder {
  readonly tracer: Tracer;
  /** The spans that have ended. */
  readonly spans: () => readonly ReadableSpan[];
  /**
   * The same as lines, a child further in than its parent: what it is called, from when to when it was, how it ended, and
   * the spans that it has links to, such as `task page 3-6 succeeded ← task draft`.
   */
  readonly tree: () => readonly string[];
  /** The span of a name; the first, where there are several. */
  readonly span: (name: string) => ReadableSpan;
}

/** Makes a tracer that exports to a list. */
export const recorder = (): Recorder => {
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor(exporter);
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    tracer: provider.getTracer('spec'),
    spans,
    tree: () => treeOf(spans()),
    span: (name) => {
      const found = spans()
        .toSorted((one, other) => millisecondsOf(one.startTime) - millisecondsOf(other.startTime))
        .find((span) => span.name === name);
      if (found === undefined) throw new Error(`There is no span "${name}".`);
      return found;
    },
  };
};

/** A time of the SDK in milliseconds. */
export const millisecondsOf = ([seconds, nanoseconds]: HrTime): number =>
  seconds * 1000 + nanoseconds / 1e6;

const treeOf = (spans: readonly ReadableSpan[]): readonly string[] => {
  const ids = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  // Which of those that began at one time was first, spans do not say: they stand in the order of the alphabet.
  const below = (parent: string | undefined, indent: string): readonly string[] =>
    spans
      .filter(({ parentSpanContext }) =>
        parent === undefined
          ? !ids.has(parentSpanContext?.spanId ?? '')
          : parentSpanContext?.spanId === parent,
      )
      .toSorted(
        (one, other) =>
          millisecondsOf(one.startTime) - millisecondsOf(other.startTime) ||
          lineOf(one, ids).localeCompare(lineOf(other, ids)),
      )
      .flatMap((span) => [
        indent + lineOf(span, ids),
        ...below(span.spanContext().spanId, `${indent}  `),
      ]);
  return below(undefined, '');
};

const lineOf = (
  { name, startTime, endTime, attributes, links }: ReadableSpan,
  ids: ReadonlyMap<string, ReadableSpan>,
): string => {
  const times = `${String(millisecondsOf(startTime))}-${String(millisecondsOf(endTime))}`;
  const outcome = [attributes['rivulet.outcome'], attributes['error.type']]
    .filter((part) => part !== undefined)
    .join(' ');
  const from = links.map(({ context }) => ids.get(context.spanId)?.name ?? 'nothing');
  return `${name} ${times} ${outcome}${from.length === 0 ? '' : ` ← ${from.join(', ')}`}`;
};
