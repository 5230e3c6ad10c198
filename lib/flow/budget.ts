/**
 * What a run may spend.
 *
 * @module
 */

/** What a run may spend, all its tasks together. It is stopped before it would spend more. */
export interface Budget {
  /**
   * Requests that are sent, those that fail among them.
   *
   * @defaultValue as many as there are
   */
  readonly requests?: number | undefined;
  /**
   * Tokens that are sent and come back. A request is not sent when there are too few left for its text; an answer is broken
   * off when it has grown too long for them. Until the provider tells them, four characters are a token.
   *
   * @defaultValue as many as there are
   */
  readonly tokens?: number | undefined;
  /**
   * US dollars, by the prices of the models. A flow with a model whose price is not known is refused before it begins.
   *
   * @defaultValue as much as it costs
   */
  readonly money?: number | undefined;
  /**
   * Milliseconds from the beginning of the run.
   *
   * @defaultValue as long as it takes
   */
  readonly time?: number | undefined;
}

/** Checks that a budget is one. */
export const checkedBudget = (budget: Budget): Budget => {
  for (const [name, value] of Object.entries(budget)) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      throw new RangeError(`budget.${name} must be at least 0, not ${String(value)}.`);
    }
  }
  return budget;
};

/** The budget of a run: of each kind what is said of the run, or else of its flow. */
export const budgetOf = (flow: Budget, run: Budget = {}): Budget => {
  const { requests, tokens, money, time } = checkedBudget(run);
  return {
    requests: requests ?? flow.requests,
    tokens: tokens ?? flow.tokens,
    money: money ?? flow.money,
    time: time ?? flow.time,
  };
};
