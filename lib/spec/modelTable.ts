/**
 * Which models agents may name.
 *
 * @module
 */

import { sample } from '../core/codec.js';
import type { AgentSpec } from './form.js';
import type { Place } from './place.js';
import { needsModel } from './rules.js';
import { restrict, type Reading, type Shape } from './shape.js';
import { text, type Like } from './values.js';

/** The name of a model. */
export const model: Shape<string> = {
  read: text({ like: { pattern: /^\P{Cc}{1,200}$/u, says: 'the name of a model' } }).read,
  tell: (telling) => {
    const { says } = telling.model.providers.some((name) => needsModel(name)) ? slashed : plain;
    return `string /* ${says} */`;
  },
};

/** Holds a model to name such models as the provider of the agent can be asked for. */
export const checkModel = (
  { type, provider, model: asked }: AgentSpec,
  place: Place,
  reading: Reading,
): void => {
  const isNeeded = needsModel(provider);
  if (asked === undefined) {
    if (!isNeeded) return;
    const message = `${JSON.stringify(provider)} has no model that is asked by default. Name one as "model".`;
    restrict(reading, [...place, 'provider'], provider, message);
    return;
  }
  const like = isNeeded ? slashed : plain;
  const own = [...place, 'model'];
  if (type === 'search') {
    // It is the engine by which is searched, and so decides on what is found.
    const message = 'What is searched by is not for a model to write. Leave it out.';
    restrict(reading, own, asked, message);
  } else if (!like.pattern.test(asked)) {
    restrict(reading, own, asked, `It has to be ${like.says}, not ${sample(asked)}.`);
  }
};

// Some providers make it a part of an address.
const plain: Like = {
  pattern: /^[a-z\d][\w.:-]{0,99}$/iu,
  says: 'a name of letters, digits, ".", ":", "_" and "-"',
};

// Servers of many models call them by their makers, too, and are told of them in the request.
const slashed: Like = {
  pattern: /^[a-z\d][\w.:-]{0,99}(?:\/[a-z\d][\w.:-]{0,99})*$/iu,
  says: `${plain.says}, or several with "/" between them`,
};
