/**
 * What of a flow is for people to say alone: where keys and addresses are, how much is asked and spent, and what it costs.
 * No model is shown it, and it is put back into what a model has changed.
 *
 * @module
 */

import type { FlowSpec } from './flowSpec.js';
import type { AgentSpec, BudgetSpec, FlowBody, TaskSpec } from './form.js';
import type { Json } from './json.js';
import { at, type Place } from './place.js';

/** A flow as a model may see it. */
export const withoutReserved = (spec: FlowSpec): Json =>
  // What is written down is data, and none of its members is there and `undefined`.
  changed(
    spec,
    (agent) => without(agent, reserved),
    () => undefined,
  ) as unknown as Json;

/**
 * A flow with what is reserved: its agents have that of those of the same name, type and provider, and the flows in it that
 * of the flow at the same place.
 */
export const withReserved = (spec: FlowSpec, own: FlowSpec): FlowSpec =>
  changed(
    spec,
    (agent, name) => {
      const before = Object.hasOwn(own.agents ?? {}, name) ? own.agents?.[name] : undefined;
      return before?.type === agent.type && before.provider === agent.provider
        ? { ...agent, ...only(before, reserved) }
        : agent;
    },
    // What is written down is data, and what stands there was read by the table.
    (place) => at(own as unknown as Json, [...place, 'budget']) as BudgetSpec | undefined,
  );

const reserved = ['key', 'baseURL', 'limits', 'price', 'maxSteps'] as const;

const changed = (
  { rivulet, agents, ...body }: FlowSpec,
  agentOf: (agent: AgentSpec, name: string) => AgentSpec,
  budgetOf: (place: Place) => BudgetSpec | undefined,
): FlowSpec => ({
  rivulet,
  ...(agents !== undefined && { agents: mapped(agents, agentOf) }),
  ...withBudgets(body, [], budgetOf),
});

/** A flow and those within it, each with the budget for its place and no other. */
const withBudgets = (
  body: FlowBody,
  place: Place,
  budgetOf: (place: Place) => BudgetSpec | undefined,
): FlowBody => {
  const within = (task: TaskSpec, own: Place): TaskSpec => {
    const each = (tasks: readonly TaskSpec[], name: string): readonly TaskSpec[] =>
      tasks.map((one, index) => within(one, [...own, name, index]));
    if ('flow' in task) return { flow: withBudgets(task.flow, [...own, 'flow'], budgetOf) };
    if ('sequence' in task) return { sequence: each(task.sequence, 'sequence') };
    if ('race' in task) return { race: each(task.race, 'race') };
    if ('hedge' in task) return { ...task, hedge: each(task.hedge, 'hedge') };
    if ('loop' in task) return { ...task, loop: within(task.loop, [...own, 'loop']) };
    if ('forEach' in task) return { ...task, forEach: within(task.forEach, [...own, 'forEach']) };
    return task;
  };
  const budget = budgetOf(place);
  return {
    ...without(body, ['budget']),
    tasks: mapped(body.tasks, (task, name) => within(task, [...place, 'tasks', name])),
    ...(budget !== undefined && { budget }),
  };
};

const without = <A extends object, Key extends keyof A>(
  record: A,
  names: readonly Key[],
): Omit<A, Key> =>
  // These are its members, but for those that were left out.
  Object.fromEntries(
    Object.entries(record).filter(([name]) => !names.some((one) => one === name)),
  ) as Omit<A, Key>;

const only = <A extends object, Key extends keyof A>(
  record: A,
  names: readonly Key[],
): Partial<Pick<A, Key>> =>
  // These are its members of those names.
  Object.fromEntries(
    Object.entries(record).filter(([name]) => names.some((one) => one === name)),
  ) as Partial<Pick<A, Key>>;

const mapped = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
