/**
 * What a model has to keep to when it writes a flow.
 *
 * @module
 */

import { known } from '../agents/known.js';
import { presets } from '../agents/openai/presets.js';
import { UnknownProvider } from '../core/providerErrors.js';
import { nearest } from '../internal/nearest.js';
import type { Json } from './json.js';
import type { AgentSpec } from './form.js';

/** What a model may use when it writes a flow. */
export interface PlanOptions {
  /**
   * The agents that it may use. It defines no others, is told their names, types and missions, and nothing else of them.
   *
   * @defaultValue it defines its own
   */
  readonly agents?: Readonly<Record<string, AgentSpec>>;
  /**
   * The names of the providers of the agents that it defines.
   *
   * @defaultValue all that are known, except `'scripted'` and those of which a model has to be named, such as `'ollama'`
   */
  readonly providers?: readonly string[];
}

/** What a model has to keep to when it writes a flow. */
export interface ModelRules {
  /** The agents that it may use without defining them. Where there are some, it may define no others. */
  readonly agents: Readonly<Record<string, AgentSpec>> | undefined;
  /** The providers of the agents that it defines. */
  readonly providers: readonly string[];
  /** What was there before. What it leaves as it is, is not the model's doing. */
  readonly before: Json | undefined;
}

/** Whether agents of a provider have to name a model: which there are, only those know who run its server. */
export const needsModel = (provider: string): boolean => Object.hasOwn(presets, provider);

/**
 * The providers that a model may name unless it is told otherwise: those that answer in earnest, and can be asked without
 * more being known of them.
 */
export const realProviders: readonly string[] = Object.keys(known).filter(
  (name) => name !== 'scripted' && !needsModel(name),
);

/** Refuses providers that there are not. */
export const checkedProviders = (providers: readonly string[]): readonly string[] => {
  const names = Object.keys(known);
  for (const name of providers) {
    if (!names.includes(name)) throw new UnknownProvider(name, nearest(name, names), names);
  }
  return [...providers];
};
