/**
 * From tasks as data to tasks.
 *
 * @module
 */

import { ask } from '../flow/ask.js';
import { checkBare } from '../flow/checkNeeds.js';
import { forEach } from '../flow/forEach.js';
import { loop } from '../flow/loop.js';
import { agentTask } from '../flow/makeTask.js';
import { hedge, race } from '../flow/race.js';
import { sequence } from '../flow/sequence.js';
import { definitionOf, type AnyTask, type Task } from '../flow/task.js';
import { attempted } from './attempted.js';
import type { AgentTaskSpec, AskSpec, LoopSpec, TaskSpec } from './form.js';
import { checkFallbacks, makeOutput } from './makeAgents.js';
import type { Making } from './making.js';
import type { Place } from './place.js';
import { restrict } from './shape.js';
import { codecOfType } from './types.js';
import { until } from './until.js';

/** Makes a task. One that cannot be made is a problem. */
export const makeTask = (spec: TaskSpec, place: Place, making: Making): AnyTask | undefined => {
  if ('agent' in spec) return byAgent(spec, place, making);
  if ('ask' in spec) return byPerson(spec, place, making);
  if ('sequence' in spec) return inOrder(spec.sequence, [...place, 'sequence'], making);
  if ('loop' in spec) return again(spec, place, making);
  if ('race' in spec) return competing(spec.race, [...place, 'race'], making, race);
  if ('hedge' in spec) {
    const { after } = spec;
    return competing(spec.hedge, [...place, 'hedge'], making, ([first, second]) =>
      first === undefined || second === undefined ? undefined : hedge(first, second, after),
    );
  }
  if ('flow' in spec) return making.flow(spec.flow, [...place, 'flow'], making);
  const { forEach: item, ...options } = spec;
  return within(item, [...place, 'forEach'], 'forEach', making, (one) => forEach(one, options));
};

const byAgent = (
  { agent: name, instruction, fallback: names, output: type, ...options }: AgentTaskSpec,
  place: Place,
  { agents, problems }: Making,
): AnyTask | undefined => {
  const agent = agents.get(name);
  const fallback = names?.flatMap((other) => agents.get(other) ?? []);
  // What is wrong with an agent is told where it stands.
  if (agent === undefined || fallback?.length !== names?.length) return undefined;
  checkFallbacks(agent.type, fallback ?? [], place, problems);
  const output = makeOutput(agent.type, type, place, problems);
  return attempted(place, problems, () =>
    Object.freeze({ '~task': agentTask(instruction, agent, { ...options, output, fallback }) }),
  );
};

const byPerson = (
  { ask: question, output, ...options }: AskSpec,
  place: Place,
  { problems }: Making,
): AnyTask | undefined =>
  attempted(place, problems, () =>
    ask({ question, output: output === undefined ? undefined : codecOfType(output), ...options }),
  );

const inOrder = (specs: readonly TaskSpec[], place: Place, making: Making): AnyTask | undefined => {
  const { problems } = making;
  const steps = specs.map((spec, index) => {
    const step = [...place, index];
    const made = makeTask(spec, step, making);
    return index === 0 ? made : bare(made, step, 'a sequence', making);
  });
  const [first, second, ...others] = steps.filter((step) => step !== undefined);
  if (first === undefined || second === undefined || others.length + 2 < steps.length) {
    return undefined;
  }
  // What a task within is refused for, is told of its number, from 1.
  const stepOf = (error: Error): Place =>
    'task' in error && typeof error.task === 'string' ? [...place, Number(error.task) - 1] : place;
  return attempted(stepOf, problems, (): AnyTask => sequence(first, second, ...others));
};

const again = (
  { loop: round, max, until: last, history }: LoopSpec,
  place: Place,
  making: Making,
): AnyTask | undefined => {
  const rounds = making.rounds * max;
  if (rounds > mostRounds) {
    const message = `With the loops around it, that is ${String(rounds)} times; it can be ${String(mostRounds)} at the most.`;
    restrict(making, [...place, 'max'], max, message);
  }
  const inner = { ...making, rounds };
  return within(round, [...place, 'loop'], 'a loop', inner, (one) =>
    loop(one, { max, until: last === undefined ? undefined : until(last), history }),
  );
};

/** How often a model may have something done by loops in loops. */
const mostRounds = 100;

/** A task of one task, which is given a value itself. */
const within = (
  spec: TaskSpec,
  place: Place,
  what: string,
  making: Making,
  make: (one: AnyTask) => AnyTask,
): AnyTask | undefined => {
  const one = bare(makeTask(spec, place, making), place, what, making);
  return one === undefined ? undefined : attempted(place, making.problems, () => make(one));
};

/** A task that can be given a value itself. */
const bare = (
  made: AnyTask | undefined,
  place: Place,
  what: string,
  { problems }: Making,
): AnyTask | undefined =>
  made === undefined
    ? undefined
    : attempted(place, problems, () => {
        checkBare(definitionOf(made), what);
        return made;
      });

const competing = (
  specs: readonly TaskSpec[],
  place: Place,
  making: Making,
  compete: (tasks: readonly Task<unknown, unknown>[]) => AnyTask | undefined,
): AnyTask | undefined => {
  const tasks = specs.map((spec, index) => {
    const { join = 'all' } = 'join' in spec ? spec : {};
    if (join !== 'all') {
      making.problems.add([...place, index, 'join'], "Those who compete join by 'all'.");
    }
    return makeTask(spec, [...place, index], making);
  });
  const known = tasks.filter((one) => one !== undefined);
  if (known.length < tasks.length) return undefined;
  // What they need and give, is seen when the flow is made.
  return attempted(place, making.problems, () =>
    compete(known as readonly Task<unknown, unknown>[]),
  );
};
