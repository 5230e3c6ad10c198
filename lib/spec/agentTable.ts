/**
 * What an agent looks like when it is written down.
 *
 * @module
 */

import { known } from '../agents/known.js';
import { modalities, type Modality } from '../core/modality.js';
import type { Variable } from '../flow/ports.js';
import { nearest } from '../internal/nearest.js';
import type { AgentSpec } from './form.js';
import { checkModel, model } from './modelTable.js';
import { checkName } from './names.js';
import { alias } from './nested.js';
import { params } from './paramTable.js';
import { at, type Place } from './place.js';
import { maybe, members, named, needed, personal } from './records.js';
import { needsModel, type ModelRules } from './rules.js';
import {
  isRecord,
  isText,
  meant,
  ofKind,
  quoted,
  restrict,
  type Reading,
  type Shape,
} from './shape.js';
import { limits, maxSteps, price } from './spendTable.js';
import { retry, timeout } from './timeTable.js';
import { type as typeOfValues } from './typeTable.js';
import { list, text, word } from './values.js';

/** The name of an agent that there is. */
export const agentName: Shape<string> = {
  read: ofKind(isText, 'the name of an agent', (data, place, reading) => {
    if (reading.agents.includes(data)) return data;
    const like = nearest(data, reading.agents);
    const there =
      reading.agents.length === 0
        ? ' None is declared.'
        : ` There are: ${quoted(reading.agents.slice(0, 12), ', ')}.`;
    reading.problems.add(
      place,
      `There is no agent ${JSON.stringify(data)}.${like === undefined ? there : meant(like)}`,
    );
    return like;
  }),
  tell: () => 'string /* the name of an agent */',
};

// The table has a line for each type of agents.
const allTypes = Object.keys(modalities) as Modality[];

const type: Shape<Modality> = {
  ...word(allTypes),
  tell: ({ model }) =>
    allTypes
      .filter((one) => model.providers.some((name) => known[name]?.has.includes(one)))
      .map((one) => (one === 'search' ? `"search" /* ${found} */` : JSON.stringify(one)))
      .join(' | '),
};

const found = 'gives a list of { title, url, snippet }';

const provider: Shape<string> = {
  read: (data, place, reading) => {
    const name = word(Object.keys(known)).read(data, place, reading);
    if (name !== undefined && reading.model?.providers.includes(name) === false) {
      const allowed = quoted(reading.model.providers, ' or ');
      restrict(reading, place, data, `It has to be ${allowed}, not ${JSON.stringify(name)}.`);
    }
    return name;
  },
  tell: ({ model }) =>
    model.providers
      .map((name) => {
        const has = known[name]?.has.join(', ') ?? '';
        return `${JSON.stringify(name)} /* ${has}${needsModel(name) ? '; needs a model' : ''} */`;
      })
      .join(' | '),
};

/** Where something secret stands. What is given in its place is not repeated: it may be what is secret. */
const variable = (pattern: RegExp, example: string, what: string): Shape<Variable> => {
  const inner = members<Variable>({ env: needed(text()) });
  return {
    read: (data, place, reading) => {
      if (!isRecord(data)) {
        reading.problems.add(
          place,
          `It has to be { "env": "${example}" }: ${what} is never written down, only the environment variable that it is in.`,
        );
        return undefined;
      }
      const read = inner.read(data, place, reading);
      if (read === undefined || pattern.test(read.env)) return read;
      const ends = `an environment variable that is called like ${example}`;
      reading.problems.add([...place, 'env'], `It has to be ${ends}.`);
      return undefined;
    },
    tell: inner.tell,
  };
};

const agent: Shape<AgentSpec> = alias('Agent', () => {
  const { read, tell } = members<AgentSpec>({
    type: needed(type, 'what it gives'),
    provider: needed(provider, 'who is asked, and which types it has'),
    mission: needed(text(), 'what it is there for: its system instruction'),
    model: maybe(model, 'left out unless one is asked for'),
    params: maybe(params, 'how it answers'),
    timeout: maybe(timeout),
    retry: maybe(retry),
    fallback: maybe(list(agentName), 'who is asked when it has failed for good'),
    output: maybe(typeOfValues, 'what it answers as data, where its task does not say it'),
    maxSteps: personal(maxSteps),
    limits: personal(limits),
    price: personal(price),
    key: personal(
      variable(/^[A-Z][A-Z0-9_]*_(?:API_KEY|KEY|TOKEN)$/u, 'MY_OPENAI_API_KEY', 'a key'),
    ),
    baseURL: personal(variable(/^[A-Z][A-Z0-9_]*_(?:BASE_URL|URL)$/u, 'MY_BASE_URL', 'an address')),
  });
  return {
    read: (data, place, reading) => {
      const made = read(data, place, reading);
      if (made !== undefined) checkModel(made, place, reading);
      return made;
    },
    tell,
  };
});

const checkAgentName = (name: string, place: Place, reading: Reading): void => {
  checkName(name, place, reading);
  const given = reading.model?.agents;
  if (given === undefined || at(reading.model?.before, place) !== undefined) return;
  reading.problems.add(
    place,
    `Define no agents. Use those that there are: ${quoted(Object.keys(given), ', ')}.`,
  );
};

/** Agents by their names. */
export const agents: Shape<Readonly<Record<string, AgentSpec>>> = named(agent, checkAgentName);

/** Whether a model that keeps to these rules writes agents at all. */
export const writesAgents = ({ agents: given, before }: ModelRules): boolean =>
  given === undefined || at(before, ['agents']) !== undefined;
