/**
 * A provider that is looked at, and how it is asked.
 *
 * @module
 */

import {
  asyncScheduler,
  isObservable,
  lastValueFrom,
  materialize,
  takeUntil,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import type { Modalities, Modality } from '../core/modality.js';
import type { Answer, Occasion, Question } from '../flow/ports.js';
import { png } from '../internal/png.js';
import { wav } from '../internal/wav.js';
import { ContractBroken } from './errors.js';

/** What is used of a provider. Every `Provider` that has agents of this type fits. */
export interface ProviderUnderTest<M extends Modality> {
  /** How it is called in messages. */
  readonly name: string;
  /** How its agents are asked, by their types. */
  readonly agents: {
    readonly [K in M]: (
      settings: TestSettings,
    ) => (question: Question, occasion: Occasion) => Observable<Answer<Modalities[K]['gives']>>;
  };
  /** Whether its models may call tools. */
  readonly tools?: boolean;
  /** Whether it sees to the form of answers. */
  readonly forms?: boolean;
  /** Whose limits its requests have. */
  readonly account?: (settings: TestSettings) => string | undefined;
  /** Checks key and package. */
  readonly prepare?: (settings: TestSettings, task: string) => void | PromiseLike<void>;
}

/** How an agent of whatever type is asked. */
export type AgentUnderTest = (
  settings: TestSettings,
) => (question: Question, occasion: Occasion) => Observable<Answer<unknown>>;

/** What a provider is told of an agent: the same as the `AgentSettings` of `rivulet`. */
export interface TestSettings {
  /** What the agent is there for. */
  readonly mission: string;
  /** The model. */
  readonly model: string | undefined;
  /** The key. A check looks for it where it must not be. */
  readonly key: string | undefined;
  /** The environment variable of the key, where the agent names one. */
  readonly keyVariable?: string | undefined;
  /** Where the API is, such as the address of a test server. */
  readonly baseURL: string | undefined;
  /** What is passed on to the API. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A provider, and how it is asked. */
export interface Bench {
  readonly provider: Omit<ProviderUnderTest<never>, 'agents'>;
  readonly type: Modality;
  /** How its agents of this type are asked. */
  readonly agent: AgentUnderTest;
  readonly settings: TestSettings;
  readonly question: Question;
  readonly within: number;
  /** The Observable of an answer. */
  readonly call: (question?: Question, settings?: TestSettings) => Observable<Answer<unknown>>;
  /** Listens to an answer, until it ends or it is too late. */
  readonly hear: (source: Observable<Answer<unknown>>) => Promise<Heard>;
  /** Listens to an answer that has to come whole. */
  readonly whole: (source: Observable<Answer<unknown>>) => Promise<Whole>;
  /** The error for what is wrong, and what to do about it. */
  readonly broken: (what: string, cause?: unknown) => ContractBroken;
}

/** What was heard. */
export interface Heard {
  readonly answers: readonly Answer<unknown>[];
  /** Whether it completed. */
  readonly isWhole: boolean;
  /** What it failed with. */
  readonly error?: unknown;
}

/** A whole answer: how it grew, and the last of it. */
export interface Whole {
  readonly answers: readonly Answer<unknown>[];
  readonly last: Answer<unknown>;
}

/** Makes a bench. */
export const benchOf = (
  { provider, type, agent, within }: Pick<Bench, 'provider' | 'type' | 'agent' | 'within'>,
  settings: Partial<TestSettings>,
  question: string | Question | undefined,
): Bench => {
  const broken: Bench['broken'] = (what, cause) =>
    new ContractBroken(provider.name, what, cause === undefined ? undefined : { cause });
  const set = { ...usualSettings, ...settings };
  const asked = typeof question === 'object' ? question : questionOf(type, question);

  const hear: Bench['hear'] = async (source) => {
    const told = await lastValueFrom(
      source.pipe(materialize(), takeUntil(timer(within)), toArray()),
      { defaultValue: [] },
    );
    const answers = told.flatMap((note) => (note.kind === 'N' ? [note.value] : []));
    const end = told.at(-1);
    if (end === undefined || end.kind === 'N') {
      throw broken(
        `its answer had not ended after ${String(within)} ms. The Observable has to complete after the last answer, or end with an error. (The option within allows more time.)`,
      );
    }
    return { answers, isWhole: end.kind === 'C', ...(end.kind === 'E' && { error: end.error }) };
  };

  return {
    provider,
    type,
    agent,
    settings: set,
    question: asked,
    within,
    hear,
    broken,
    call: (now = asked, those = set) => {
      let source: unknown;
      try {
        source = agent(those)(now, { scheduler: asyncScheduler });
      } catch (error) {
        throw broken(
          `agents.${type}(settings)(question, occasion) throws. It has to give an Observable that fails when it is subscribed to: put the work into defer(() => …).`,
          error,
        );
      }
      if (isObservable(source)) return source as Observable<Answer<unknown>>;
      throw broken(
        `agents.${type}(settings)(question, occasion) gives no Observable. A promise or an async iterable becomes one by defer(() => from(…)).`,
      );
    },
    whole: async (source) => {
      const { answers, isWhole, error } = await hear(source);
      const last = answers.at(-1);
      if (!isWhole) {
        throw broken(`its answer failed: ${String(error)}. Is what it is asked with right?`, error);
      }
      if (last !== undefined) return { answers, last };
      throw broken(
        'it completed without an answer. When there is none, it has to end with an error.',
      );
    },
  };
};

const usualSettings: TestSettings = {
  mission: 'answer briefly',
  model: undefined,
  key: 'sk-contract-0123456789abcdef',
  baseURL: undefined,
  params: {},
};

/** A question with the bytes that agents of this type have to have. */
const questionOf = (type: Modality, text = 'Say hello.'): Question => ({
  text,
  images:
    type === 'vision'
      ? [{ _tag: 'Image', mime: 'image/png', bytes: png(8, () => [0, 96, 160]) }]
      : [],
  audio:
    type === 'recognition'
      ? [{ _tag: 'Audio', mime: 'audio/wav', bytes: wav(8000, Array<number>(800).fill(0)) }]
      : [],
});
