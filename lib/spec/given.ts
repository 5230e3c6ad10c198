/**
 * Agents that a model is given, to be used by their names.
 *
 * @module
 */

import { InvalidSpec } from '../core/specErrors.js';
import { agentsIn } from './agentsIn.js';
import { large, plainData } from './data.js';
import type { FlowSpec } from './flowSpec.js';
import type { AgentSpec } from './form.js';
import { planOf } from '../flow/planOf.js';
import { readSpec, type Read } from './readSpec.js';

/** Refuses what is no flow. */
export const checkedSpec = (spec: unknown): FlowSpec => {
  const data = plainData(spec, large);
  const read = data._tag === 'Left' ? data : readSpec(data.right);
  if (read._tag === 'Left') throw new InvalidSpec(read.left);
  return read.right.spec;
};

/** Refuses agents that cannot be made. */
export const checkedAgents = (
  agents: Readonly<Record<string, AgentSpec>>,
): Readonly<Record<string, AgentSpec>> =>
  // A flow that asks none of them is wrong only where they are.
  checkedSpec({ rivulet: 1, agents, tasks: { question: { ask: '' } } }).agents ?? {};

/** A flow with those agents that it was given and that it uses. */
export const withAgents = (
  { spec, flow }: Read,
  given: Readonly<Record<string, AgentSpec>> = {},
): FlowSpec => {
  const used = new Set(agentsIn(planOf(flow)).values());
  const added = Object.entries(given).filter(([name]) => used.has(name));
  if (added.length === 0) return spec;
  const { rivulet, agents, ...body } = spec;
  return { rivulet, agents: { ...Object.fromEntries(added), ...agents }, ...body };
};
