/**
 * Whether all is there that a run will need, before anything is begun.
 *
 * @module
 */

import { isObservable } from 'rxjs';
import { UnknownPrice } from '../core/budgetErrors.js';
import { NowhereToSave } from '../core/fileErrors.js';
import { NobodyToAsk } from '../core/peopleErrors.js';
import { isPromiseLike } from '../internal/fromSource.js';
import { canAsk } from './asking.js';
import { plansIn, tasksOf, type Definition, type Plan } from './plan.js';
import type { AnyAgent } from './ports.js';
import type { RunOptions } from './runOptions.js';

/** A task and what it is called in errors, such as `draft/2` for the second task within `draft`. */
interface Labelled {
  readonly label: string;
  readonly definition: Definition;
}

/**
 * Makes sure that every agent and every person can be asked, and that there is a place for what is saved. It throws what is
 * missing, or rejects with it where something has to be loaded to know; `undefined` where nothing has.
 */
export const prepared = (
  plan: Plan,
  { answers, files, budget }: Pick<RunOptions, 'answers' | 'files' | 'budget'>,
): Promise<void> | undefined => {
  const tasks = labelled(plan, '');
  for (const { label, definition } of tasks) {
    if (definition.work._tag === 'Ask' && !canAsk(label, answers)) throw new NobodyToAsk(label);
    if (definition.save !== undefined && files === undefined) throw new NowhereToSave(label);
  }
  const agents = new Map<AnyAgent, string>();
  for (const { label, definition } of tasks) {
    for (const { agent } of definition.attempts) {
      if (agent !== undefined && !agents.has(agent)) agents.set(agent, label);
    }
  }
  const needsPrice = budget?.money !== undefined || hasBudgetOfMoney(plan);
  const preparing = [...agents].flatMap(([agent, label]) => {
    checkPeople(agent, label, answers);
    const loading = agent.prepare(label);
    const priced = needsPrice ? (): void => checkPrice(agent, label) : undefined;
    if (isPromiseLike(loading)) return [loading.then(priced)];
    priced?.();
    return [];
  });
  return preparing.length === 0 ? undefined : first(preparing);
};

/** Makes sure that somebody can be asked who has to allow tools. Those that come from elsewhere are known later. */
const checkPeople = (agent: AnyAgent, label: string, answers: RunOptions['answers']): void => {
  for (const source of agent.abilities?.().tools ?? []) {
    if (isObservable(source)) continue;
    const asking = Object.entries(source).find(
      ([name, { mayAsk }]) => mayAsk && !canAsk(`${label}/${name}`, answers),
    );
    if (asking !== undefined) throw new NobodyToAsk(`${label}/${asking[0]}`);
  }
};

/** Whether a flow, or one within it, has a budget of money. */
const hasBudgetOfMoney = (plan: Plan): boolean =>
  plan.budget.money !== undefined ||
  tasksOf(plan).some(({ definition }) => plansIn(definition.work).some(hasBudgetOfMoney));

const checkPrice = (agent: AnyAgent, label: string): void => {
  const account = agent.account?.();
  // Once it has been prepared its provider is there; and those that have no account cost nothing.
  if (account === undefined || isPromiseLike(account) || account.price !== undefined) return;
  throw new UnknownPrice(agent.provider, account.model, label);
};

// Of several that cannot be asked, the first in declaration order is told, not the one that said so first.
const first = async (preparing: readonly PromiseLike<void>[]): Promise<void> => {
  const all = await Promise.allSettled(preparing);
  const refusal = all.find(({ status }) => status === 'rejected');
  if (refusal?.status === 'rejected') throw refusal.reason;
};

const labelled = (plan: Plan, within: string): readonly Labelled[] =>
  tasksOf(plan).flatMap(({ name, definition }) => [
    { label: within + name, definition },
    ...plansIn(definition.work).flatMap((inner) => labelled(inner, `${within}${name}/`)),
  ]);
