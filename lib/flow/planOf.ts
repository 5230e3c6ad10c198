import { InvalidOptions } from '../core/errors.js';
import type { Graph } from '../core/graph.js';
import type { Plan } from './plan.js';
import { definitionOf } from './task.js';

/** A flow of whatever types. */
export interface AnyFlow {
  readonly '~task': object;
  readonly graph: Graph;
}

/** The plan of a flow. */
export const planOf = (flow: AnyFlow): Plan => {
  const { work } = definitionOf(flow);
  if (work._tag === 'Flow') return work.plan;
  throw new InvalidOptions(undefined, 'This is no flow. Make one with flow({ tasks: { … } }).');
};
