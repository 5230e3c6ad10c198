/**
 * The contexts that spans begin in.
 *
 * `@opentelemetry/api` keeps them under global symbols, so that its copies of all versions, and runtimes that bring
 * OpenTelemetry along, understand each other. They are read here without it: it would have to be loaded, which takes
 * turns, and the first event of a run comes in the turn in which the run begins.
 *
 * @module
 */

import type { Context, Span } from './tracer.js';

const api = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');

/** The context that is active here; `undefined` where nobody keeps one. */
export const activeContext = (): Context | undefined => {
  const { context } = (Reflect.get(globalThis, api) ?? {}) as OpenTelemetry;
  return context?.active();
};

/** What is used of that which the package keeps. The symbol is that of its version 1, which has this. */
interface OpenTelemetry {
  readonly context?: { readonly active: () => Context };
}

/** A context within another one, in which spans are children of that span. */
export const contextOf = (span: Span, around: Context = nothing): Context =>
  around.setValue(spanKey, span);

const contextWith = (values: ReadonlyMap<symbol, unknown>): Context => ({
  getValue: (key) => values.get(key),
  setValue: (key, value) => contextWith(new Map([...values, [key, value]])),
  deleteValue: (key) => contextWith(new Map([...values].filter(([other]) => other !== key))),
});

const nothing = contextWith(new Map());
