/**
 * The names of the variables in which keys and addresses are: no model is told them.
 *
 * @module
 */

import type { Json } from './json.js';
import type { FlowSpec } from './flowSpec.js';
import type { AgentSpec } from './form.js';

/** A flow as a model may see it. */
export const withoutVariables = (spec: FlowSpec): Json => {
  const { agents } = spec;
  const shown = {
    ...spec,
    ...(agents !== undefined && {
      agents: mapped(agents, (agent) =>
        Object.fromEntries(
          Object.entries(agent).filter(([name]) => name !== 'key' && name !== 'baseURL'),
        ),
      ),
    }),
  };
  // What is written down is data, and none of its members is there and `undefined`.
  return shown as unknown as Json;
};

/** A flow whose agents have the variables of those of the same name, type and provider. */
export const withVariables = (
  spec: FlowSpec,
  own: Readonly<Record<string, AgentSpec>>,
): FlowSpec => {
  if (spec.agents === undefined) return spec;
  const agents = mapped(spec.agents, (agent, name): AgentSpec => {
    const before = Object.hasOwn(own, name) ? own[name] : undefined;
    if (before?.type !== agent.type || before.provider !== agent.provider) return agent;
    return {
      ...agent,
      ...(before.key !== undefined && { key: before.key }),
      ...(before.baseURL !== undefined && { baseURL: before.baseURL }),
    };
  });
  return { ...spec, agents };
};

const mapped = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
