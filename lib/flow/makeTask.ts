/**
 * What the constructor of tasks does when it runs: from options to a definition, checked.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import { InvalidOptions } from '../core/errors.js';
import type { Join } from '../core/graph.js';
import type { Guard } from '../operators/guard.js';
import { actorsOf, type AttemptOptions } from './actors.js';
import { formOf } from './form.js';
import type { AgentWork, Definition, OperatorWork, Recall, RunWork, Save } from './plan.js';
import type { AnyAgent } from './ports.js';
import type { Chunks } from './rechunk.js';

/** The options that all tasks have, whatever their types. */
export interface PlainOptions extends AttemptOptions {
  readonly join?: Join | undefined;
  readonly optional?: boolean | undefined;
  readonly exclude?: boolean | undefined;
  readonly partials?: boolean | undefined;
  readonly chunks?: Chunks | undefined;
  readonly guard?: Guard<never> | undefined;
  readonly recall?: readonly string[] | undefined;
  readonly remember?: string | undefined;
  readonly save?: SaveOption | undefined;
}

/** How the output of a task is saved: under its own name, under another, or in place of what is there. */
export type SaveOption =
  | boolean
  | string
  | { readonly name?: string | undefined; readonly overwrite?: boolean | undefined };

/** The options of a task that an agent does, whatever their types. */
export interface PlainAgentOptions extends PlainOptions {
  readonly before?: AgentWork['before'];
  readonly after?: AgentWork['after'];
  readonly output?: AnyCodec | undefined;
  readonly fallback?: AnyAgent | readonly AnyAgent[] | undefined;
}

/** A task of code, whatever its types. */
export interface PlainCode extends PlainOptions {
  readonly input?: AnyCodec | undefined;
  readonly output?: AnyCodec | undefined;
  readonly run?: RunWork['run'] | undefined;
  readonly operator?: OperatorWork['operator'] | undefined;
}

/** Defines what an agent does. */
export const agentTask = (
  instruction: AgentWork['instruction'],
  agent: AnyAgent | undefined,
  { before, after, fallback, output: own, ...options }: PlainAgentOptions,
): Definition => {
  if (agent === undefined) {
    throw new InvalidOptions(undefined, 'task(instruction, agent) needs an agent: agent({ … }).');
  }
  if (typeof instruction === 'string' && options.join === 'settled') {
    throw new InvalidOptions(
      undefined,
      "join 'settled' needs a function for its instruction: a failure is never put into a text.",
    );
  }
  const agents = [agent, ...[fallback ?? agent.fallback ?? []].flat()];
  const output = own ?? agent.abilities?.().output;
  const form = output !== undefined && givesText(agent) ? formOf(output) : undefined;
  const strange = form === undefined ? undefined : agents.find((other) => !givesText(other));
  if (strange !== undefined) {
    throw new InvalidOptions(
      undefined,
      `fallback: an agent of type "${strange.type}" cannot answer in the form of an output codec; text and vision can.`,
    );
  }
  const work: AgentWork = { _tag: 'Agent', agent, instruction, before, after, form };
  return defined(work, agents, undefined, output, options);
};

/** Whether an agent answers with a text that can have a form. */
const givesText = ({ type }: AnyAgent): boolean => type === 'text' || type === 'vision';

/** Defines what code does. */
export const codeTask = ({ input, output, run, operator, ...options }: PlainCode): Definition => {
  if (run !== undefined && operator === undefined) {
    return defined({ _tag: 'Run', run }, [], input, output, options);
  }
  if (operator !== undefined && run === undefined) {
    return defined({ _tag: 'Operator', operator }, [], input, output, options);
  }
  throw new InvalidOptions(
    undefined,
    'task({ … }) needs one of run and operator, and cannot have both.',
  );
};

/** Checks what all tasks share, and puts it together. */
export const defined = (
  work: Definition['work'],
  agents: readonly AnyAgent[],
  input: AnyCodec | undefined,
  output: AnyCodec | undefined,
  options: PlainOptions,
): Definition => {
  const { join = 'all', optional = false, exclude = false, partials = false, chunks } = options;
  if (!joins.includes(join)) {
    throw new InvalidOptions(undefined, `join must be ${joins.join(', ')}, not ${join}.`);
  }
  if (partials && join !== 'all') {
    throw new InvalidOptions(
      undefined,
      `partials: true needs join 'all', not '${join}': a task that does without some cannot say so before they have settled.`,
    );
  }
  if (chunks !== undefined && !partials) {
    throw new InvalidOptions(
      undefined,
      'chunks cut unfinished outputs, and need partials: true beside them.',
    );
  }
  return Object.freeze({
    work: Object.freeze(work),
    attempts: Object.freeze(actorsOf(options, agents)),
    input,
    output,
    join,
    optional,
    exclude,
    partials,
    chunks,
    guard: options.guard,
    recall: Object.freeze(recalled(options.recall ?? [])),
    remember: keyOf('remember', options.remember),
    save: savedAs(options.save ?? false),
  });
};

/** `key?` is a key that the task does without when nothing is kept there. */
const recalled = (keys: readonly string[]): readonly Recall[] =>
  keys.map((key) => {
    const optional = key.endsWith('?');
    return { key: keyOf('recall', optional ? key.slice(0, -1) : key) ?? key, optional };
  });

const keyOf = (option: string, key: string | undefined): string | undefined => {
  if (key === '') {
    throw new InvalidOptions(undefined, `${option}: a key of the memory cannot be empty.`);
  }
  return key;
};

const savedAs = (save: SaveOption): Save | undefined => {
  if (save === false) return undefined;
  const { name, overwrite = false } = typeof save === 'object' ? save : {};
  return Object.freeze({ name: typeof save === 'string' ? save : name, overwrite });
};

const joins: readonly string[] = ['all', 'any', 'first', 'settled'] satisfies readonly Join[];
