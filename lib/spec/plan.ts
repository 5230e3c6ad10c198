import { defer, map, type Observable } from 'rxjs';
import type { Agent } from '../flow/ports.js';
import type { FlowSpec } from './flowSpec.js';
import { checkedAgents, withAgents } from './given.js';
import { questionOf } from './question.js';
import { requested } from './request.js';
import { checkedProviders, realProviders, type PlanOptions } from './rules.js';

/**
 * Has a model write a flow for what is wanted. The flow is given as data, and nothing of it is run: look at it, draw it, keep
 * it in a file, and make a flow of it by `fromSpec`.
 *
 * What the model writes is read by the codec. When that refuses it, the model is told all that is wrong, and asked once more;
 * when it is refused again, the Observable ends with `PlanFailed`. A model is held to more than a person: it names no keys and
 * no addresses, sets no budgets, limits and prices, and only parameters that say how something is answered, gives plain names
 * to everything, files among it, overwrites nothing, and has loops and everything else within bounds. What a run of the flow
 * may spend, its options say: `{ budget: { money: 1 } }`.
 *
 * Each subscription asks anew, and unsubscribing aborts the request.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { fromSpec, plan } from 'rivulet/spec';
 *
 * const architect = agent({ type: 'text', provider: 'openai', mission: 'plan workflows' });
 *
 * plan('A blog post about a topic, with a picture and a title', architect).subscribe((spec) => {
 *   console.log(JSON.stringify(spec, undefined, 2));
 *   console.log(fromSpec(spec).graph);
 * });
 * ```
 *
 * @throws {@link InvalidSpec} when the agents of the options are wrong
 * @throws `UnknownProvider` when there is no such provider
 * @category flows as data
 */
export const plan = (
  intent: string,
  agent: Agent<'text', string>,
  { agents, providers = realProviders }: PlanOptions = {},
): Observable<FlowSpec> => {
  const rules = {
    agents: agents === undefined ? undefined : checkedAgents(agents),
    providers: checkedProviders(providers),
    before: undefined,
  };
  return defer(() =>
    requested(agent, questionOf([`What is wanted:\n${intent}`], rules), rules),
  ).pipe(map((read) => withAgents(read, rules.agents)));
};
