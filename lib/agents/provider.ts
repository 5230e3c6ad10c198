/**
 * What a provider is: the adapter of one vendor's SDK to the types of agents it has.
 *
 * @module
 */

import type { Observable } from 'rxjs';
import type { Modality, Modalities } from '../core/modality.js';
import type { Answer, Occasion, Question } from '../flow/ports.js';

/** What an agent tells its provider when it is asked. */
export interface AgentSettings {
  /** What the agent is there for. Never mixed with what other agents said. */
  readonly mission: string;
  /** The model; the provider has a default. */
  readonly model: string | undefined;
  /** The key; the provider looks into its usual environment variable when there is none. */
  readonly key: string | undefined;
  /** The environment variable that the key was found in, where the agent names one; for messages. */
  readonly keyVariable?: string | undefined;
  /** Where the API is; the provider looks into its usual environment variable when there is none. */
  readonly baseURL: string | undefined;
  /** Passed on to the API as they are. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Answers one question. The answers grow and the last one is complete; an answer that may be incomplete
 * ends with an error instead. One subscription is one request, and unsubscribing aborts it.
 */
export type Ask<Out> = (question: Question, occasion: Occasion) => Observable<Answer<Out>>;

/** The adapter of one vendor. `M` are the types of agents that it has. */
export interface Provider<M extends Modality = Modality> {
  /** How it is called in messages and pictures. */
  readonly name: string;
  /** Which types of agents it has, and how each is asked. */
  readonly agents: { readonly [K in M]: (settings: AgentSettings) => Ask<Modalities[K]['gives']> };
  /** The model that is asked when an agent names none, where that is known and the same for all types. For prices and traces. */
  readonly model?: string;
  /** Whether its models are told of `Question.tools`, and give the calls with their answers. */
  readonly tools?: boolean;
  /** Whether it sees to it that answers have the `Question.form`. Otherwise the question asks for that in words. */
  readonly forms?: boolean;
  /**
   * Whose requests these are: what is the same for two agents, when they share the vendor's limits. It is told to nobody.
   * Without one, as `scripted` has none, there are no limits but those that an agent says.
   *
   * @defaultValue the key and the address of the agent
   */
  readonly account?: (settings: AgentSettings) => string | undefined;
  /**
   * Checks key and package before anything is sent. What it throws or rejects with is what the run ends with.
   *
   * @param task the task that needs the agent, for messages
   */
  readonly prepare?: (settings: AgentSettings, task: string) => void | PromiseLike<void>;
}
