/**
 * Tools that models may call.
 *
 * @module
 */

import { isObservable, type Observable } from 'rxjs';
import { mismatchOf, type Codec } from '../core/codec.js';
import type * as E from 'fp-ts/lib/Either.js';
import { left } from '../core/either.js';
import { InvalidOptions } from '../core/errors.js';
import type { JsonSchema } from '../core/jsonSchema.js';
import { partingOf } from '../core/mismatch.js';
import { schemaOf } from '../core/schemaOf.js';
import { deepest, isTooDeep } from '../internal/isTooDeep.js';
import type { Source } from './source.js';

/** A tool: what a model is told of it, and what is done when it is called. */
export interface ToolOptions<In, Out> {
  /** What it does, and when it is of use. The model reads it. */
  readonly description: string;
  /** Reads what it is called with, and says what that has to be: an object. */
  readonly input: Codec<In>;
  /**
   * What is done: gives a value, or an Observable, promise or async iterable, whose last value counts. It is unsubscribed
   * from when nobody wants the answer any more.
   *
   * @defaultValue nothing: the call is told with the answer of the agent, as `succeeded.calls`, and the conversation is
   * over; `byTools` can route it
   */
  readonly run?: ((input: In) => Source<Out>) | undefined;
  /**
   * Whether a person has to allow a call, by the `answers` of the run: always, or as it is called.
   *
   * @defaultValue `false`
   */
  readonly approval?: boolean | ((input: In) => boolean) | undefined;
}

/** A tool that models may call. */
export interface Tool {
  readonly description: string;
  /** What it has to be called with. */
  readonly schema: JsonSchema;
  /** Reads what it is called with; in the left, what is wrong with it. */
  readonly read: (input: unknown) => E.Either<string, unknown>;
  /** What is done, with what `read` gave; absent when it is left to those who read the answer. */
  readonly run: ((input: unknown) => Source<unknown>) | undefined;
  /** Whether a person has to allow it. */
  readonly asks: (input: unknown) => boolean;
  /** Whether a person may have to be asked at all. */
  readonly mayAsk: boolean;
}

/** Tools by their names: letters, digits, `_` and `-`, at most 64. */
export type Tools = Readonly<Record<string, Tool>>;

/**
 * Where tools come from: a record of them, or an Observable of one, such as `mcpTools` of `rivulet/mcp` gives. The latter is
 * subscribed to for each attempt of a task, its first record counts, and it is unsubscribed from when the attempt is over.
 */
export type ToolSource = Tools | Observable<Tools>;

/**
 * Makes a tool. An agent with `tools` may call it, as often as it likes and several at once; what it gives goes back to the
 * model, as does what it fails with.
 *
 *     the model      --c--------------d|      c = calls weather, and d = the answer
 *     run              -----w|                w = what it gives
 *     tool events      c----w                 state 'called', then 'succeeded'
 *
 * What it is called with is read by the codec first; a model that calls it wrongly is told what is wrong.
 *
 * @example
 * ```ts
 * import * as t from 'io-ts';
 * import { agent, tool } from 'rivulet';
 *
 * const weather = tool({
 *   description: 'Tells the weather of a city.',
 *   input: t.type({ city: t.string }),
 *   run: ({ city }) => `It rains in ${city}.`,
 * });
 *
 * const guide = agent({ type: 'text', provider: 'openai', mission: 'guide travellers', tools: { weather } });
 * ```
 *
 * @throws {@link InvalidOptions} when what it is called with cannot be told to a model
 * @category agents
 */
export const tool = <In, Out = unknown>({
  description,
  input,
  run,
  approval = false,
}: ToolOptions<In, Out>): Tool => {
  const schema = schemaOf(input);
  if (schema === undefined) {
    throw new InvalidOptions(
      undefined,
      `tool({ input }): ${input.name ?? 'this codec'} cannot be written as a JSON Schema. Use io-ts types, or a schema that can, such as one of zod.`,
    );
  }
  return Object.freeze<Tool>({
    description,
    schema,
    read: (value) => {
      if (isTooDeep(value)) return left(`is nested more than ${String(deepest)} deep.`);
      const decoded = input.decode(value);
      return decoded._tag === 'Right'
        ? decoded
        : left(partingOf(mismatchOf(decoded.left, value, input.name ?? 'another value')));
    },
    // What `read` gave is what its codec says.
    run: run === undefined ? undefined : (value) => run(value as In),
    asks: typeof approval === 'function' ? (value) => approval(value as In) : () => approval,
    mayAsk: approval !== false,
  });
};

/** The sources of tools that are given as one or several, and the names of those that are known, checked. */
export const toolSources = (given: ToolSource | readonly ToolSource[]): readonly ToolSource[] => {
  const sources = isList(given) ? given : [given];
  for (const source of sources) if (!isObservable(source)) checkTools(source);
  return sources;
};

/** Checks the names of tools. */
export const checkTools = (tools: Tools): Tools => {
  for (const name of Object.keys(tools)) {
    if (!/^[\w-]{1,64}$/u.test(name)) {
      throw new InvalidOptions(
        undefined,
        `tools: ${JSON.stringify(name)} is no name for a tool. Letters, digits, _ and - make one, at most 64.`,
      );
    }
  }
  return tools;
};

const isList = (given: ToolSource | readonly ToolSource[]): given is readonly ToolSource[] =>
  Array.isArray(given);
