/**
 * What may be spent, and what it costs, when it is written down. All of it is for people to say.
 *
 * @module
 */

import type { BudgetSpec, LimitsSpec, PriceSpec } from './form.js';
import { maybe, members } from './records.js';
import type { Shape } from './shape.js';
import { number } from './values.js';

const amount = number({ least: 0 });

/** What a run may spend. */
export const budget: Shape<BudgetSpec> = members<BudgetSpec>({
  requests: maybe(amount),
  tokens: maybe(amount),
  money: maybe(amount),
  time: maybe(amount),
});

/** What a model costs. */
export const price: Shape<PriceSpec> = members<PriceSpec>({
  input: maybe(amount),
  output: maybe(amount),
  cached: maybe(amount),
  request: maybe(amount),
});

const rate = number({ least: 1 });

/** How much a provider is asked. */
export const limits: Shape<LimitsSpec> = members<LimitsSpec>({
  concurrency: maybe(rate),
  requestsPerMinute: maybe(rate),
  tokensPerMinute: maybe(rate),
});

/** How many requests an answer may take. */
export const maxSteps = number({ isWhole: true, least: 1 });
