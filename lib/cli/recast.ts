/**
 * Flows whose agents are asked elsewhere, or in less time.
 *
 * @module
 */

import { agent, type AgentOptions } from '../agents/agent.js';
import type { Modality } from '../core/modality.js';
import { graphOf } from '../flow/graphOf.js';
import type { Actor, Definition, Plan, Work } from '../flow/plan.js';
import type { Agent, AnyAgent } from '../flow/ports.js';
import { WrongUsage } from './wrongUsage.js';

/** What is different about the agents and the attempts of a flow. */
export interface Recast {
  /** Who is asked instead of all providers of the flow. */
  readonly provider?: string | undefined;
  /** Which model is asked. */
  readonly model?: string | undefined;
  /** How long an attempt may take, in milliseconds. */
  readonly timeout?: number | undefined;
}

/**
 * The same flow with other agents, also within tasks that are made of tasks. Of an agent stay its type, its mission, its tools
 * and its codec. Its key, its address, its parameters and its fallbacks belong to its provider, and go with that.
 */
export const recast = (plan: Plan, changes: Recast): Plan =>
  Object.values(changes).every((change) => change === undefined)
    ? plan
    : recasting(changes, new Map())(plan);

const recasting = (changes: Recast, made: Map<AnyAgent, AnyAgent>): ((plan: Plan) => Plan) => {
  const isAnother = changes.provider !== undefined || changes.model !== undefined;
  const agentFor = (old: AnyAgent): AnyAgent => {
    const known = made.get(old);
    if (known !== undefined) return known;
    const other =
      changes.provider === undefined ? otherModel(old, changes) : elsewhere(old, changes);
    made.set(old, other);
    return other;
  };
  const actorsFor = (attempts: readonly Actor[]): readonly Actor[] =>
    isAnother
      ? attempts
          .slice(0, 1)
          .map((actor) =>
            actor.agent === undefined ? actor : { ...actor, agent: agentFor(actor.agent) },
          )
      : attempts;
  const definitionFor = (definition: Definition): Definition => ({
    ...definition,
    work: workFor(definition.work),
    attempts: hurried(definition.work, actorsFor(definition.attempts), changes.timeout),
  });
  const workFor = (work: Work): Work => {
    switch (work._tag) {
      case 'Agent':
        return isAnother ? { ...work, agent: agentFor(work.agent) } : work;
      case 'Run':
      case 'Operator':
      case 'Ask':
        return work;
      case 'Race':
        return { ...work, contenders: work.contenders.map(planFor) };
      case 'Sequence':
        return { ...work, steps: planFor(work.steps) };
      case 'Loop':
        return { ...work, round: planFor(work.round) };
      case 'Each':
        return { ...work, item: planFor(work.item) };
      case 'Flow':
        return { ...work, plan: planFor(work.plan) };
    }
  };
  const planFor = (plan: Plan): Plan => {
    const vertices = plan.vertices.map((vertex) =>
      vertex._tag === 'Input'
        ? vertex
        : { ...vertex, definition: definitionFor(vertex.definition) },
    );
    const names = vertices.map(({ name }) => name);
    const numbers = new Map(names.map((name, index) => [name, index]));
    const edges = plan.graph.edges.map(({ from, to, ways }) => ({
      from: numbers.get(from) ?? -1,
      to: numbers.get(to) ?? -1,
      ...(ways !== undefined && { ways }),
    }));
    return { ...plan, vertices, graph: graphOf(plan.graph.inputs, vertices, edges, names) };
  };
  return planFor;
};

/** People take their time, and what is made of tasks takes that of its tasks. */
const hurried = (
  { _tag }: Work,
  attempts: readonly Actor[],
  total: number | undefined,
): readonly Actor[] =>
  total === undefined || !(_tag === 'Agent' || _tag === 'Run' || _tag === 'Operator')
    ? attempts
    : attempts.map((actor) => ({ ...actor, timeout: { ...actor.timeout, total } }));

const elsewhere = (old: AnyAgent, { provider, model }: Recast): AnyAgent =>
  remade(old, { provider, ...(model !== undefined && { model }) });

const otherModel = (old: AnyAgent, { model }: Recast): AnyAgent => {
  const origin = old.origin?.();
  if (origin?.isNamed !== true || origin.key === 'text' || origin.baseURL === 'text') {
    throw new WrongUsage(
      `The agent that is there to ${JSON.stringify(old.mission)} cannot be asked for another model: ${
        origin?.isNamed === true
          ? 'its key or its address stands in the file as a text'
          : 'its provider stands in the file as an object'
      }, and cannot be taken from there. Say the provider, too: --provider NAME.`,
    );
  }
  const { key, baseURL, params, limits } = origin;
  return remade(old, {
    provider: old.provider,
    model,
    params,
    limits,
    ...(key !== undefined && { key }),
    ...(baseURL !== undefined && { baseURL }),
  });
};

const remade = (old: AnyAgent, given: object): AnyAgent => {
  const { type, mission, timeout, retry } = old;
  const { tools = [], maxSteps, output } = old.abilities?.() ?? {};
  // The types of an agent say which provider may be named; whoever names one on a command line has no types, and what does
  // not fit is refused when the agent is made.
  const options = {
    type,
    mission,
    tools,
    ...given,
    ...(timeout !== undefined && { timeout }),
    ...(retry !== undefined && { retry }),
    ...(maxSteps !== undefined && { maxSteps }),
    ...(output !== undefined && { output }),
  } as unknown as AgentOptions<Modality>;
  const made: Agent<Modality, unknown> = agent(options);
  return made;
};
