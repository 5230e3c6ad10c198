import type { Modality } from '../core/modality.js';
import type { Question } from '../flow/ports.js';
import { answers, answersEach, grows, isSpoken, tells } from './contractAnswers.js';
import { fails, hasAccount, hidesKey } from './contractFailures.js';
import { callsTools, givesForms } from './contractForms.js';
import {
  asksWhenHeard,
  endsAtOnce,
  endsEarly,
  endsInTheMiddle,
  preparesAlone,
  type Endless,
} from './contractRequests.js';
import { positive } from './positive.js';
import { benchOf, type ProviderUnderTest, type TestSettings } from './underTest.js';

/** Which provider is looked at, and what it is asked with. */
export interface ProviderContractOptions<M extends Modality> {
  /** The provider. */
  readonly provider: ProviderUnderTest<NoInfer<M>>;
  /** Which of its agents are asked. */
  readonly type: M;
  /**
   * What it is told of the agent: the address of a test server, a model, …
   *
   * @defaultValue a mission and a key that are made up
   */
  readonly settings?: Partial<TestSettings>;
  /**
   * What it is asked.
   *
   * @defaultValue to say hello; with a picture for `vision`, and with a sound for `recognition`
   */
  readonly question?: string | Question;
  /**
   * How many requests have been made so far. With it is checked when requests are made, and how many.
   *
   * @defaultValue that is not looked at
   */
  readonly requests?: () => number;
  /**
   * How it can be asked for an answer that does not end. With it is checked that it stops when it is left.
   *
   * @defaultValue that is not looked at
   */
  readonly endless?: Endless;
  /**
   * Settings with which it fails, such as a model that a test server refuses. With it is checked how it fails.
   *
   * @defaultValue that is not looked at
   */
  readonly failing?: Partial<TestSettings>;
  /**
   * A question with tools of which it calls one or more. With it is checked how it calls, for providers that say
   * `tools: true`.
   *
   * @defaultValue that is not looked at
   */
  readonly calling?: Question;
  /**
   * How many milliseconds an answer may take, and the end of a request that nobody listens to any more.
   *
   * @defaultValue `5000`
   */
  readonly within?: number;
}

/** One thing that a provider has to do. */
export interface ContractCheck {
  /** What it does. */
  readonly title: string;
  /** Looks whether it does, or rejects with {@link ContractBroken}, which says what is wrong and what to do. */
  readonly check: () => Promise<void>;
}

/**
 * What every provider has to do, as a list of checks for any test runner. Whoever writes one runs them against a server of
 * his own that answers as the vendor does.
 *
 * @example
 * ```ts
 * import { it } from 'node:test';
 * import { scripted } from 'rivulet/agents/scripted';
 * import { providerContract } from 'rivulet/testing';
 *
 * for (const { title, check } of providerContract({ provider: scripted(), type: 'text' })) {
 *   it(title, check);
 * }
 * ```
 *
 * @category testing
 */
export const providerContract = <M extends Modality>({
  provider,
  type,
  settings = {},
  question,
  requests,
  endless,
  failing,
  calling,
  within = 5000,
}: ProviderContractOptions<M>): readonly ContractCheck[] => {
  const { agents }: ProviderUnderTest<M> = provider;
  const bench = benchOf(
    { provider, type, agent: agents[type], within: positive('within', within) },
    settings,
    question,
  );
  const talks = type === 'text' || type === 'vision';
  const all: readonly (ContractCheck | false)[] = [
    { title: 'answers with what its type gives', check: () => answers(bench) },
    isSpoken(type) && { title: 'grows by what its deltas say', check: () => grows(bench) },
    { title: 'says with the last answer how it ended', check: () => tells(bench) },
    { title: 'answers each who listens from the beginning', check: () => answersEach(bench) },
    { title: 'is prepared without a request', check: () => preparesAlone(bench, requests) },
    { title: 'has one account for one key', check: () => hasAccount(bench) },
    { title: 'shows its key to nobody', check: () => hidesKey(bench) },
    requests !== undefined && {
      title: 'asks once for each who listens, and not before',
      check: () => asksWhenHeard(bench, requests),
    },
    endless !== undefined && {
      title: 'ends its request when it is left at once',
      check: () => endsAtOnce(bench, endless),
    },
    endless !== undefined && {
      title: 'ends its request when it is left before it is done',
      check: () => endsEarly(bench, endless),
    },
    endless !== undefined &&
      isSpoken(type) && {
        title: 'ends its request when it is left in the middle of an answer',
        check: () => endsInTheMiddle(bench, endless),
      },
    failing !== undefined && {
      title: 'fails with an error that says whether to try again',
      check: () => fails(bench, failing),
    },
    talks &&
      provider.forms === true && {
        title: 'gives JSON of the form that it is asked for',
        check: () => givesForms(bench),
      },
    talks &&
      provider.tools === true &&
      calling !== undefined && {
        title: 'calls tools, and goes on when it is told what came of it',
        check: () => callsTools(bench, calling),
      },
  ];
  return all.filter((each) => each !== false);
};
