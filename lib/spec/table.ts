/**
 * What a flow looks like when it is written down.
 *
 * @module
 */

import { sample } from '../core/codec.js';
import { agentName, agents, writesAgents } from './agentTable.js';
import type {
  AgentTaskSpec,
  AskSpec,
  FlowBody,
  FlowHead,
  FlowTaskSpec,
  ForEachSpec,
  HedgeSpec,
  LoopSpec,
  RaceSpec,
  SaveAs,
  SaveSpec,
  SequenceSpec,
  TaskSpec,
  TaskSpecOptions,
  UntilSpec,
} from './form.js';
import { checkName, plainName } from './names.js';
import { alias, nested } from './nested.js';
import { marked, maybe, members, named, needed, personal, type Fields } from './records.js';
import { route } from './routeTable.js';
import type { Shape } from './shape.js';
import { budget } from './spendTable.js';
import { retry, timeout } from './timeTable.js';
import { type } from './typeTable.js';
import { byKind, flag, list, number, text, word } from './values.js';

/** A flow with its agents. */
export type WholeFlow = FlowHead & FlowBody;

const filled = { pattern: /./su, says: 'a name' };

const plain = alias('Name', () => text({ like: filled, model: plainName }));

const recalled = text({
  like: filled,
  model: { pattern: /^[\p{L}_][\p{L}\p{M}\p{N}_ -]{0,63}\??$/u, says: plainName.says },
});

const save: Shape<SaveSpec> = byKind<SaveSpec>('true, a name, or { name, overwrite }', {
  boolean: flag,
  string: plain,
  record: members<SaveAs>({ name: maybe(plain), overwrite: personal(flag) }),
});

const options: Fields<TaskSpecOptions> = {
  join: maybe(
    word(['all', 'any', 'first']),
    'which predecessors it needs; "all" where it is left out, "any" where branches of a route meet again',
  ),
  optional: maybe(flag, 'may give nothing, which skips what needs it'),
  exclude: maybe(flag, 'is left out of the results'),
  timeout: maybe(timeout),
  recall: maybe(
    list(recalled),
    'keys of the memory, which are places, too; "key?" where it may be missing',
  ),
  remember: maybe(plain, 'the key of the memory under which the output is kept'),
  save: maybe(save, 'saves the output to a file: true, or its name'),
};

const concurrency = number({ isWhole: true, least: 1, most: 16 });

const onFailure = word(['stop', 'isolate']);

const agentTask = alias('AgentTask', () =>
  members<AgentTaskSpec>({
    agent: needed(agentName, 'who is asked'),
    instruction: needed(text(), 'what is asked, with a {{place}} for each predecessor'),
    output: maybe(
      type,
      'what a text or vision agent has to answer, as data; what its agent says, or any text, where it is left out',
    ),
    ...options,
    partials: maybe(flag, 'works on unfinished outputs of its predecessors'),
    retry: maybe(retry),
    fallback: maybe(list(agentName)),
  }),
);

const personTask = alias('AskTask', () =>
  members<AskSpec>({
    ask: needed(text(), 'what a person is asked, with a {{place}} for each predecessor'),
    output: maybe(type, 'what the answer has to be; "text" where it is left out'),
    ...options,
  }),
);

const until: Shape<UntilSpec> = alias('Until', () =>
  marked<UntilSpec>('what ends a loop', {
    contains: members<Extract<UntilSpec, { readonly contains: unknown }>>({
      contains: needed(list(text({ like: { pattern: /\S/u, says: 'a word' } }), 1), 'words'),
    }),
    atMost: members<Extract<UntilSpec, { readonly atMost: unknown }>>({
      atMost: needed(number({ isWhole: true, least: 0 }), 'characters'),
    }),
    atLeast: members<Extract<UntilSpec, { readonly atLeast: unknown }>>({
      atLeast: needed(number({ isWhole: true, least: 0 }), 'characters'),
    }),
  }),
);

/** A task. */
const task: Shape<TaskSpec> = nested('Task', () =>
  marked<TaskSpec>('a task of an agent, of a person, or of other tasks', {
    agent: agentTask,
    ask: personTask,
    sequence: alias('Sequence', () =>
      members<SequenceSpec>({
        sequence: needed(
          list(task, 2),
          'done one after the other; the place of what came before is {{it}}',
        ),
      }),
    ),
    loop: alias('Loop', () =>
      members<LoopSpec>({
        loop: needed(task, 'done again and again; the place of what came before is {{it}}'),
        max: needed(number({ isWhole: true, least: 1, most: 20 }), 'how often at the most'),
        until: maybe(until, 'which answer is the last one'),
        history: maybe(flag, 'gives the list of all answers'),
      }),
    ),
    forEach: alias('ForEach', () =>
      members<ForEachSpec>({
        forEach: needed(task, 'done for each item of a list; the place of the item is {{it}}'),
        concurrency: maybe(concurrency),
        onFailure: maybe(onFailure),
      }),
    ),
    race: alias('Race', () =>
      members<RaceSpec>({ race: needed(list(task, 2), 'the first success is taken') }),
    ),
    hedge: alias('Hedge', () =>
      members<HedgeSpec>({
        hedge: needed(list(task, 2, 2), 'the second begins when the first is late'),
        after: needed(number({ above: 0 }), 'milliseconds'),
      }),
    ),
    flow: alias('FlowTask', () =>
      members<FlowTaskSpec>({ flow: needed(body, 'its inputs are predecessors of these names') }),
    ),
  }),
);

const parts: Fields<FlowBody> = {
  inputs: maybe(named(type, checkName), 'what comes from outside'),
  tasks: needed(named(task, checkName), 'what there is to do'),
  paths: maybe(
    named(list(text()), () => undefined),
    'from an input or a task to the tasks that need it',
  ),
  routes: maybe(
    named(route, () => undefined),
    'from a task to some of those that need it, by a choice',
  ),
  onFailure: maybe(onFailure),
  concurrency: maybe(concurrency, 'how many tasks may run at once'),
  budget: personal(budget),
};

const body: Shape<FlowBody> = alias('Body', () => members<FlowBody>(parts, false));

/** A flow with its agents. */
export const wholeFlow: Shape<WholeFlow> = alias('Flow', () =>
  members<WholeFlow>(
    {
      rivulet: needed(version, 'the version of this form'),
      agents: maybe(agents, 'who can be asked', writesAgents),
      ...parts,
    },
    false,
  ),
);

const version: Shape<1> = {
  read: (data, place, { problems }) => {
    if (data !== 1)
      problems.add(place, `Version ${sample(data)} is not known; this library reads 1.`);
    // What else is wrong is told as of this one.
    return 1;
  },
  tell: () => '1',
};
