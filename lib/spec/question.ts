import { writesAgents } from './agentTable.js';
import { describe } from './describe.js';
import { plainName } from './names.js';
import type { ModelRules } from './rules.js';
import { mostParts } from './shape.js';

/** What a model is asked that is to write a flow: how it is written, and then what is wanted. */
export const questionOf = (wanted: readonly string[], model: ModelRules): string =>
  [
    'Write a flow of tasks as one JSON object of the type `Flow`. Answer with that object and nothing else.',
    describe(model),
    [...meaning, `- Names are ${plainName.says}. Inputs and tasks share theirs.`].join('\n'),
    ...agentsOf(model),
    ...wanted,
  ].join('\n\n');

const meaning: readonly string[] = [
  '- A {{place}} is the name of a predecessor: of an input or a task from which a path or a route leads to this task; or it is a key that the task recalls. A predecessor without a place is put behind the instruction.',
  '- Paths make no circle. What a route leads to is not repeated in paths.',
  '- A task within a loop or forEach, and each but the first of a sequence, is given one value, and {{it}} is its only place. A loop and a forEach have exactly one predecessor; that of a forEach gives a list, as an agent does by `output: { "list": … }`.',
  '- Tasks that do not need each other run at the same time, so give paths only where something is needed.',
  `- No list and no record has more than ${String(mostParts)} parts. Leave out what is not needed.`,
];

const agentsOf = (model: ModelRules): readonly string[] => {
  const { agents } = model;
  if (agents === undefined) return [];
  const lines = Object.entries(agents).map(
    ([name, { type, output, mission }]) =>
      `- ${JSON.stringify(name)} (${type}${output === undefined ? '' : `, gives ${JSON.stringify(output)}`}): ${mission.replace(/\s+/gu, ' ').slice(0, 300)}`,
  );
  return [
    [
      writesAgents(model)
        ? 'Besides those that it has, the flow may use these agents, and it defines no others:'
        : 'The flow uses these agents, by their names, and defines none:',
      ...lines,
    ].join('\n'),
  ];
};
