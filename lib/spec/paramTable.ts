/**
 * What the parameters of an agent look like when they are written down.
 *
 * @module
 */

import { masking } from '../agents/secrets.js';
import type { Json, JsonRecord } from './json.js';
import type { Place } from './place.js';
import { named } from './records.js';
import { quoted, restrict, type Reading, type Shape } from './shape.js';

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

/** The parameters of an agent. */
export const params: Shape<JsonRecord> = {
  ...named(param, checkParam),
  tell: () =>
    `{ ${[
      ...harmless.number.map((name) => `${name}?: number`),
      ...harmless.word.map((name) => `${name}?: string`),
    ].join('; ')} }`,
};
