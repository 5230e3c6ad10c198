/**
 * What an agent looks like when it is written down.
 *
 * @module
 */

import { known } from '../agents/known.js';
import { masking } from '../agents/secrets.js';
import { modalities, type Modality } from '../core/modality.js';
import type { Variable } from '../flow/ports.js';
import { nearest } from '../internal/nearest.js';
import type { Json, JsonRecord } from './json.js';
import type { AgentSpec, RetrySpec, TimeoutSpec } from './form.js';
import { checkName } from './names.js';
import { alias } from './nested.js';
import { at, type Place } from './place.js';
import { maybe, members, named, needed, personal } from './records.js';
import type { ModelRules } from './rules.js';
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
import { list, number, text, word } from './values.js';

const time = number({ above: 0, most: 3_600_000 });

/** How long an attempt may take. */
export const timeout: Shape<TimeoutSpec> = alias('Timeout', () =>
  members<TimeoutSpec>({
    firstToken: maybe(time, 'milliseconds until it begins'),
    idle: maybe(time, 'milliseconds of silence'),
    total: maybe(time, 'milliseconds in all'),
  }),
);

const wait = number({ least: 0, most: 120_000 });

/** How it is tried again. */
export const retry: Shape<RetrySpec> = alias('Retry', () =>
  members<RetrySpec>({
    attempts: maybe(number({ isWhole: true, least: 1, most: 5 }), 'in all'),
    delay: maybe(wait, 'the longest first wait, in milliseconds'),
    maxDelay: maybe(wait, 'the longest wait of all, in milliseconds'),
  }),
);

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
    quoted(
      allTypes.filter((one) => model.providers.some((name) => known[name]?.has.includes(one))),
      ' | ',
    ),
};

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
      .map((name) => `${JSON.stringify(name)} /* ${known[name]?.has.join(', ') ?? ''} */`)
      .join(' | '),
};

const mask = masking();

const checkParam = (name: string, place: Place, { problems }: Reading): void => {
  if (name === '') problems.add(place, 'A parameter needs a name.');
};

const looksLikeKey = (data: Json): boolean => {
  if (typeof data === 'string') return mask(data) !== data;
  return typeof data === 'object' && data !== null && Object.values(data).some(looksLikeKey);
};

/** The parameters that a model may set: those that say how something is answered, and nothing else. */
const harmless = {
  number: [
    'temperature',
    'top_p',
    'top_k',
    'max_tokens',
    'max_completion_tokens',
    'presence_penalty',
    'frequency_penalty',
    'seed',
    'cfg_scale',
    'steps',
    'dimensions',
  ],
  word: [
    'size',
    'quality',
    'style',
    'style_preset',
    'aspect_ratio',
    'background',
    'output_format',
    'reasoning_effort',
    'verbosity',
    'voice',
    'language',
  ],
} as const;

const isHarmless = (name: string, data: Json): boolean =>
  harmless.number.some((one) => one === name)
    ? typeof data === 'number'
    : harmless.word.some((one) => one === name) &&
      typeof data === 'string' &&
      /^[a-z\d][\w:-]{0,31}$/iu.test(data);

const param: Shape<Json> = {
  read: (data, place, reading) => {
    if (looksLikeKey(data)) {
      reading.problems.add(place, 'It looks like a key, and keys are never written down.');
    } else if (!isHarmless(String(place.at(-1)), data)) {
      restrict(
        reading,
        place,
        data,
        `A model can set ${quoted(harmless.number, ', ')} to numbers, and ${quoted(harmless.word, ', ')} to words.`,
      );
    }
    return data;
  },
  tell: () => 'number | string',
};

const params: Shape<JsonRecord> = {
  ...named(param, checkParam),
  tell: () =>
    `{ ${[
      ...harmless.number.map((name) => `${name}?: number`),
      ...harmless.word.map((name) => `${name}?: string`),
    ].join('; ')} }`,
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

const model = text({
  like: { pattern: /^\P{Cc}{1,200}$/u, says: 'the name of a model' },
  // Some providers make it a part of an address.
  model: {
    pattern: /^[a-z\d][\w.:-]{0,99}$/iu,
    says: 'a name of letters, digits, ".", ":", "_" and "-"',
  },
});

const agent: Shape<AgentSpec> = alias('Agent', () =>
  members<AgentSpec>({
    type: needed(type, 'what it gives'),
    provider: needed(provider, 'who is asked, and which types it has'),
    mission: needed(text(), 'what it is there for: its system instruction'),
    model: maybe(model, 'left out unless one is asked for'),
    params: maybe(params, 'how it answers'),
    timeout: maybe(timeout),
    retry: maybe(retry),
    fallback: maybe(list(agentName), 'who is asked when it has failed for good'),
    key: personal(
      variable(/^[A-Z][A-Z0-9_]*_(?:API_KEY|KEY|TOKEN)$/u, 'MY_OPENAI_API_KEY', 'a key'),
    ),
    baseURL: personal(variable(/^[A-Z][A-Z0-9_]*_(?:BASE_URL|URL)$/u, 'MY_BASE_URL', 'an address')),
  }),
);

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
