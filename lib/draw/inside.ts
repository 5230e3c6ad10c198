/**
 * What a task is made of, in words.
 *
 * @module
 */

import type { Graph, GraphAgent, GraphInside } from '../core/graph.js';
import { many } from './phrases.js';
import { lasting } from './timelineAxis.js';

/** What a task is made of, in a few words. */
export const captionOf = (inside: GraphInside): string => {
  switch (inside.kind) {
    case 'ask':
      return 'asks a person';
    case 'sequence':
      return `sequence · ${many(inside.graph.tasks.length, 'task')}`;
    case 'loop':
      return `loop · up to ${String(inside.max)}`;
    case 'each':
      return inside.concurrency === undefined
        ? 'for each'
        : `for each · ${String(inside.concurrency)} at once`;
    case 'race':
      return inside.after > 0
        ? `hedge · after ${lasting(inside.after)}`
        : `race of ${String(inside.graph.tasks.length)}`;
    case 'flow':
      return `flow · ${many(inside.graph.tasks.length, 'task')}`;
  }
};

/** An agent, in a few words. */
export const agentOf = ({ type, provider, model }: GraphAgent): string =>
  [type, provider, ...(model === undefined ? [] : [model])].join(' · ');

/** The agent that does all that a task is made of; of agents of one provider, what they have in common. */
export const agentWithin = (inside: GraphInside): string | undefined => {
  if (inside.kind === 'ask') return undefined;
  const [first, ...others] = agentsIn(inside.graph);
  if (first === undefined || others.some((other) => other?.provider !== first.provider)) {
    return undefined;
  }
  const isShared = (of: 'type' | 'model'): boolean =>
    others.every((other) => other?.[of] === first[of]);
  return [
    ...(isShared('type') ? [first.type] : []),
    first.provider,
    ...(isShared('model') && first.model !== undefined ? [first.model] : []),
  ].join(' · ');
};

/** Who does the tasks of a graph, and those that they are made of; code and people are no agents. */
const agentsIn = ({ tasks }: Graph): readonly (GraphAgent | undefined)[] =>
  tasks.flatMap(({ agent, inside }) =>
    inside === undefined || inside.kind === 'ask' ? [agent] : agentsIn(inside.graph),
  );
