/**
 * What has been spent, and whether more may be.
 *
 * @module
 */

import { BudgetExceeded } from '../core/budgetErrors.js';
import type { Usage } from '../core/event.js';
import type { Budget } from './budget.js';
import { costOf, type Price } from './price.js';

/** Keeps account of requests: those of a task are also those of its run, and of the run around that. */
export interface Ledger {
  /** What has been spent so far; `undefined` while nothing was sent. */
  readonly usage: () => Usage | undefined;
  /** Throws `BudgetExceeded` when a request of this size may not be sent. */
  readonly check: (size: number, price: Price | undefined) => void;
  /** Counts a request that is sent. It throws where `check` does. */
  readonly send: (size: number, price: Price | undefined) => Sent;
  /** One of which all that is spent is also spent here, with a budget of its own. */
  readonly within: (budget?: Budget) => Ledger;
}

/** A request that has been sent. */
export interface Sent {
  /** Its answer has grown to so many tokens, by its length. It throws `BudgetExceeded` when that is too long. */
  readonly grow: (tokens: number) => void;
  /** It was refused, and took nothing. */
  readonly refuse: () => void;
  /** It is over: this is what it took, where somebody said so. */
  readonly close: (usage: Usage | undefined, isWhole: boolean) => void;
}

/** What one ledger counts. */
interface Account {
  readonly budget: Budget;
  requests: number;
  input: number | undefined;
  output: number | undefined;
  cached: number | undefined;
  money: number | undefined;
  isAtLeast: boolean;
  /** Tokens and money of requests of which nobody has said what they took. */
  guessed: { tokens: number; money: number };
}

/** Keeps account of a run. */
export const ledger = (budget: Budget = {}): Ledger => keeping([accountOf(budget)]);

const accountOf = (budget: Budget): Account => ({
  budget,
  requests: 0,
  input: undefined,
  output: undefined,
  cached: undefined,
  money: undefined,
  isAtLeast: false,
  guessed: { tokens: 0, money: 0 },
});

/** The first account is the own one; the others are those around it. */
const keeping = (accounts: readonly [Account, ...Account[]]): Ledger => {
  const check: Ledger['check'] = (size, price) => {
    for (const account of accounts) {
      checkSpent(account, { requests: 1, tokens: size, money: guessedCost(price, size, 0) });
    }
  };
  return {
    usage: () => usageOf(accounts[0]),
    check,
    send: (size, price) => {
      check(size, price);
      for (const account of accounts) account.requests++;
      return sent(accounts, size, price);
    },
    within: (budget = {}) => keeping([accountOf(budget), ...accounts]),
  };
};

const sent = (accounts: readonly Account[], size: number, price: Price | undefined): Sent => {
  let guessed = { tokens: 0, money: 0 };
  let isClosed = false;
  const guess = (tokens: number, money: number): void => {
    for (const account of accounts) {
      account.guessed.tokens += tokens - guessed.tokens;
      account.guessed.money += money - guessed.money;
    }
    guessed = { tokens, money };
  };
  guess(size, guessedCost(price, size, 0));
  return {
    grow: (tokens) => {
      if (isClosed) return;
      guess(size + tokens, guessedCost(price, size, tokens));
      for (const account of accounts) {
        checkSpent(account, { requests: 0, tokens: 0, money: 0 });
      }
    },
    refuse: () => {
      if (isClosed) return;
      isClosed = true;
      guess(0, 0);
    },
    close: (usage, isWhole) => {
      if (isClosed) return;
      isClosed = true;
      const isKnown = usage !== undefined || isWhole;
      const isPriced = usage !== undefined || (isKnown && !costsTokens(price));
      const money = price !== undefined && isPriced ? costOf(price, usage ?? {}) : undefined;
      // What nobody tells goes on counting as it was guessed, but nothing counts twice.
      if (usage === undefined) guess(guessed.tokens, Math.max(0, guessed.money - (money ?? 0)));
      else guess(0, 0);
      for (const account of accounts) {
        account.input = sum(account.input, usage?.input);
        account.output = sum(account.output, usage?.output);
        account.cached = sum(account.cached, usage?.cached);
        account.money = sum(account.money, money);
        account.isAtLeast ||= !isKnown;
      }
    },
  };
};

/** Throws when an account has no room for more. */
const checkSpent = (
  account: Account,
  more: { readonly requests: number; readonly tokens: number; readonly money: number },
): void => {
  const { budget, requests, input = 0, output = 0, money = 0, guessed } = account;
  const spent = {
    requests: requests + more.requests,
    tokens: input + output + guessed.tokens + more.tokens,
    money: money + guessed.money + more.money,
  };
  for (const kind of ['requests', 'tokens', 'money'] as const) {
    // Three times 0.1 are a little more than 0.3.
    if (spent[kind] > (budget[kind] ?? Infinity) * (1 + 1e-9)) throw exceeded(kind, account);
  }
};

const exceeded = (kind: 'requests' | 'tokens' | 'money', account: Account): BudgetExceeded =>
  new BudgetExceeded(kind, account.budget[kind] ?? 0, usageOf(account) ?? { requests: 0 });

/** Whether what a request costs hangs on tokens, which not every provider tells. */
const costsTokens = ({ input = 0, output = 0 }: Price = {}): boolean => input > 0 || output > 0;

const guessedCost = (price: Price | undefined, input: number, output: number): number =>
  price === undefined ? 0 : costOf(price, { input, output });

const sum = (before: number | undefined, more: number | undefined): number | undefined =>
  more === undefined ? before : (before ?? 0) + more;

const usageOf = ({
  requests,
  input,
  output,
  cached,
  money,
  isAtLeast,
}: Account): Usage | undefined =>
  requests === 0
    ? undefined
    : {
        ...(input !== undefined && { input }),
        ...(output !== undefined && { output }),
        ...(cached !== undefined && { cached }),
        requests,
        ...(money !== undefined && { money }),
        ...(isAtLeast && { isAtLeast }),
      };
