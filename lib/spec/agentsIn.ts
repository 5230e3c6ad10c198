import { plansIn, tasksOf, type Plan } from '../flow/plan.js';
import type { AnyAgent } from '../flow/ports.js';
import { nameOf } from './makeAgents.js';

/** The names of agents, in the order in which a flow first asks them. */
export type AgentNames = ReadonlyMap<AnyAgent, string>;

/** The agents of a flow and those that they fall back on, each with a name of its own. */
export const agentsIn = (plan: Plan): AgentNames => {
  const all = [...withFallbacks(askedIn(plan))];
  const taken = new Set<string>();
  const free = (name: string): string => {
    let own = name;
    for (let number = 2; taken.has(own); number++) own = `${name}-${String(number)}`;
    taken.add(own);
    return own;
  };
  const isNamed = (one: AnyAgent): boolean => nameOf(one) !== undefined;
  // Those that have a name come first, so that no other takes it.
  const inTurn = [...all.filter(isNamed), ...all.filter((one) => !isNamed(one))];
  const names = new Map(
    inTurn.map((one) => [one, free(nameOf(one) ?? `${one.provider}-${one.type}`)]),
  );
  return new Map(all.map((one) => [one, names.get(one) ?? '']));
};

const askedIn = (plan: Plan): readonly AnyAgent[] =>
  tasksOf(plan).flatMap(({ definition: { attempts, work } }) => [
    ...attempts.flatMap(({ agent }) => agent ?? []),
    ...plansIn(work).flatMap(askedIn),
  ]);

const withFallbacks = (asked: readonly AnyAgent[]): ReadonlySet<AnyAgent> => {
  const all = new Set(asked);
  // The set grows while it is walked.
  for (const { fallback = [] } of all) for (const other of fallback) all.add(other);
  return all;
};
