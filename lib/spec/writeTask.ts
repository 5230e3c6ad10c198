/**
 * From tasks to tasks as data.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import { same } from '../core/same.js';
import { ask } from '../flow/ask.js';
import {
  tasksOf,
  type AgentWork,
  type AskWork,
  type Definition,
  type Plan,
  type PlainInstruction,
  type Save,
} from '../flow/plan.js';
import type { AnyAgent } from '../flow/ports.js';
import { definitionOf } from '../flow/task.js';
import type { AgentNames } from './agentsIn.js';
import type { SaveSpec, TypeSpec, UntilSpec } from './form.js';
import type { Place } from './place.js';
import { problemsFound, type Problems } from './problems.js';
import { typeOf } from './types.js';
import { untilSpecOf } from './until.js';
import { writeAttempts } from './writeAttempts.js';

/** What is known while the parts of a flow are written. */
export interface Writing {
  readonly names: AgentNames;
  readonly problems: Problems;
  /** Writes a flow that is a task. */
  readonly body: (plan: Plan, place: Place, writing: Writing) => object;
}

/** A task as data. What of it cannot be written is a problem. */
export const writeTask = (definition: Definition, place: Place, writing: Writing): object => {
  const { work } = definition;
  switch (work._tag) {
    case 'Run':
    case 'Operator':
      writing.problems.add(
        place,
        'It is code. Leave it out, and put it in with flow.with({ tasks }) when the flow has been read.',
      );
      return {};
    case 'Agent':
      return byAgent(work, definition, place, writing);
    case 'Ask':
      return byPerson(work, definition, place, writing);
    case 'Sequence':
      return { sequence: writeAll(work.steps, [...place, 'sequence'], writing) };
    case 'Loop':
      return {
        loop: writeAll(work.round, [...place, 'loop'], writing)[0],
        max: work.max,
        until: writeUntil(work.until, [...place, 'until'], writing),
        history: yes(work.history),
      };
    case 'Each':
      return {
        forEach: writeAll(work.item, [...place, 'forEach'], writing)[0],
        concurrency: work.concurrency === Infinity ? undefined : work.concurrency,
        onFailure: work.onFailure === 'stop' ? undefined : work.onFailure,
      };
    case 'Race': {
      const name = work.after > 0 ? 'hedge' : 'race';
      const tasks = work.contenders.flatMap((plan, index) =>
        writeAll(plan, [...place, name, index], writing),
      );
      return { [name]: tasks, after: work.after > 0 ? work.after : undefined };
    }
    case 'Flow':
      return { flow: writing.body(work.plan, [...place, 'flow'], writing) };
  }
};

/** The tasks within a task. Where there is one, it has the place to itself. */
const writeAll = (plan: Plan, place: Place, writing: Writing): readonly object[] => {
  const tasks = tasksOf(plan);
  return tasks.map(({ definition }, index) =>
    writeTask(definition, tasks.length === 1 ? place : [...place, index], writing),
  );
};

const byAgent = (
  { agent, instruction, before, after }: AgentWork,
  definition: Definition,
  place: Place,
  writing: Writing,
): object => {
  const { names, problems } = writing;
  for (const [name, given] of Object.entries({ before, after })) {
    if (given !== undefined) problems.add([...place, name], 'It is a function. Take it away.');
  }
  const { timeout, retry, fallback } = writeAttempts(definition.attempts, place, names, problems);
  return {
    agent: names.get(agent),
    instruction: writeText(instruction, [...place, 'instruction'], writing),
    output: writeOutput(definition.output, agent, [...place, 'output'], problems),
    ...writeOptions(definition, place, writing),
    timeout,
    retry,
    fallback,
  };
};

/** What the answer has to be, where the agent does not say it. */
const writeOutput = (
  output: AnyCodec | undefined,
  agent: AnyAgent,
  place: Place,
  problems: Problems,
): TypeSpec | undefined => {
  const told = agent.abilities?.().output;
  if (output === undefined || output === told) return undefined;
  const type = typeOf(output, place, problems);
  // What is wrong with that of the agent is told there.
  const isSame = told !== undefined && same(type, typeOf(told, place, problemsFound()));
  return isSame ? undefined : type;
};

const byPerson = (
  { instruction }: AskWork,
  definition: Definition,
  place: Place,
  writing: Writing,
): object => {
  const { output, attempts } = definition;
  const [person] = attempts;
  if ((person?.retry.attempts ?? 1) > 1) {
    writing.problems.add(
      [...place, 'retry'],
      'A question that a person is asked is not asked again. Take it away.',
    );
  }
  return {
    ask: writeText(instruction, [...place, 'ask'], writing),
    output:
      output === undefined || output === anyText
        ? undefined
        : typeOf(output, [...place, 'output'], writing.problems),
    ...writeOptions(definition, place, writing),
    timeout: person?.timeout,
  };
};

// A question without an `output` is given the codec that every such question has.
const anyText = definitionOf(ask({ question: '' })).output;

const writeOptions = (
  { join, optional, exclude, partials, chunks, guard, recall, remember, save }: Definition,
  place: Place,
  { problems }: Writing,
): object => {
  if (guard !== undefined) problems.add([...place, 'guard'], 'It is a function. Take it away.');
  if (chunks !== undefined)
    problems.add([...place, 'chunks'], 'They are functions. Take them away.');
  return {
    join: join === 'all' ? undefined : join,
    optional: yes(optional),
    exclude: yes(exclude),
    partials: yes(partials),
    recall:
      recall.length === 0
        ? undefined
        : recall.map(({ key, optional: isOptional }) => (isOptional ? `${key}?` : key)),
    remember,
    save: writeSave(save),
  };
};

const writeSave = (save: Save | undefined): SaveSpec | undefined => {
  if (save === undefined) return undefined;
  const { name, overwrite } = save;
  return overwrite ? { ...(name !== undefined && { name }), overwrite } : (name ?? true);
};

const writeText = (
  instruction: PlainInstruction,
  place: Place,
  { problems }: Writing,
): string | undefined => {
  if (typeof instruction === 'string') return instruction;
  problems.add(place, 'It is a function. Write a text with a {{place}} for each predecessor.');
  return undefined;
};

const writeUntil = (made: unknown, place: Place, { problems }: Writing): UntilSpec | undefined => {
  const spec = untilSpecOf(made);
  if (made !== undefined && spec === undefined) {
    problems.add(place, "It is a function. Make it with until({ … }) of 'rivulet/spec'.");
  }
  return spec;
};

/** What is said only where it is so. */
const yes = (is: boolean): true | undefined => (is ? true : undefined);
