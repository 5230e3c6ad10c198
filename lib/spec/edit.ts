import { defer, map, type Observable } from 'rxjs';
import type { Agent } from '../flow/ports.js';
import type { FlowSpec } from './flowSpec.js';
import { checkedAgents, checkedSpec, withAgents } from './given.js';
import { questionOf } from './question.js';
import { requested } from './request.js';
import { withoutReserved, withReserved } from './reserved.js';
import { checkedProviders, realProviders, type PlanOptions } from './rules.js';

/**
 * Has a model change a flow as is wished. The changed flow is given as data, and nothing of it is run. What the model writes is
 * read, and refused, as by `plan`; what it leaves as it was is not the model's doing, and may go beyond what it may write itself.
 *
 * The model sees neither the names of variables for keys and addresses, nor budgets, limits, prices and `maxSteps`, and writes
 * none. They are put back: what belongs to an agent to that of the same name, as long as it is of the same type and provider,
 * and a budget to the flow at the same place. An agent that was renamed or given to another provider has none, nor has a flow
 * within the flow that was moved. The budget of the whole always stays.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { agent } from 'rivulet';
 * import { edit, toSpec, fromSpec } from 'rivulet/spec';
 *
 * const architect = agent({ type: 'text', provider: 'openai', mission: 'plan workflows' });
 * const spec = toSpec(fromSpec(await readFile('blog.json', 'utf8')));
 *
 * edit(spec, 'Ask me before anything is saved', architect).subscribe((changed) => {
 *   console.log(JSON.stringify(changed, undefined, 2));
 * });
 * ```
 *
 * @throws {@link InvalidSpec} when the flow cannot be read, or the agents of the options are wrong
 * @throws `UnknownProvider` when there is no such provider
 * @category flows as data
 */
export const edit = (
  spec: FlowSpec,
  wish: string,
  agent: Agent<'text', string>,
  { agents, providers }: PlanOptions = {},
): Observable<FlowSpec> => {
  const own = checkedSpec(spec);
  const ownAgents = own.agents ?? {};
  const before = withoutReserved(own);
  const rules = {
    // Where both have one of the same name, that of the flow stands.
    agents:
      agents === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(checkedAgents(agents)).filter(
              ([name]) => !Object.hasOwn(ownAgents, name),
            ),
          ),
    providers:
      providers === undefined
        ? [
            ...new Set([
              ...realProviders,
              ...Object.values(ownAgents).map(({ provider }) => provider),
            ]),
          ]
        : checkedProviders(providers),
    before,
  };
  const wanted = [
    `This is the flow that there is:\n${JSON.stringify(before, undefined, 1)}`,
    `Change it as is wished, and leave all else as it is. What is wished:\n${wish}`,
  ];
  return defer(() => requested(agent, questionOf(wanted, rules), rules)).pipe(
    map((read) => withReserved(withAgents(read, rules.agents), own)),
  );
};
