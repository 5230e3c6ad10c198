/**
 * What goes wrong with money and other things that are spent.
 *
 * @module
 */

import { RivuletError } from './errors.js';
import type { Usage } from './event.js';

/** What a run may spend. */
export type BudgetKind = 'requests' | 'tokens' | 'money' | 'time';

/** A run would have spent more than it may, and was stopped before that. */
export class BudgetExceeded extends RivuletError<'BudgetExceeded'> {
  /** What would have been too much. */
  readonly budget: BudgetKind;
  /** How much there may be: requests, tokens, US dollars, or milliseconds. */
  readonly limit: number;
  /** What had been spent. */
  readonly spent: Usage;

  constructor(budget: BudgetKind, limit: number, spent: Usage) {
    super(
      'BudgetExceeded',
      `The budget of ${units[budget](limit)} does not allow more. Spent: ${spentIn(spent)}. What was there is kept; nothing more was sent. Raise the option budget.${budget}, or ask for less.`,
    );
    this.budget = budget;
    this.limit = limit;
    this.spent = spent;
  }
}

/** A budget of money is set, and what a model costs is not known. */
export class UnknownPrice extends RivuletError<'UnknownPrice'> {
  /** Who would be asked. */
  readonly provider: string;
  /** The model, where it has a name. */
  readonly model: string | undefined;
  /** The task that would ask. */
  readonly task: string;

  constructor(provider: string, model: string | undefined, task: string) {
    super(
      'UnknownPrice',
      `Task "${task}" asks ${model === undefined ? '' : `"${model}" of `}"${provider}", and what that costs is not known, so a budget of money cannot be kept. Set the option price of its agent: { input, output }, in US dollars for a million tokens. Nothing was sent, and no task was started.`,
    );
    this.provider = provider;
    this.model = model;
    this.task = task;
  }
}

const units: Readonly<Record<BudgetKind, (limit: number) => string>> = {
  requests: (limit) => `${String(limit)} ${limit === 1 ? 'request' : 'requests'}`,
  tokens: (limit) => `${String(limit)} tokens`,
  money: (limit) => `$${String(limit)}`,
  time: (limit) => `${String(limit)} ms`,
};

const spentIn = ({ requests = 0, input, output, money, isAtLeast }: Usage): string =>
  [
    `${isAtLeast === true ? 'at least ' : ''}${units.requests(requests)}`,
    ...(input === undefined && output === undefined
      ? []
      : [units.tokens((input ?? 0) + (output ?? 0))]),
    ...(money === undefined ? [] : [units.money(money)]),
  ].join(', ');
