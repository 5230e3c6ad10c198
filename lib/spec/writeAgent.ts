import type { AgentOrigin, AnyAgent } from '../flow/ports.js';
import type { AgentNames } from './agentsIn.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';

/** An agent as data. What of it cannot be written is a problem. */
export const writeAgent = (
  { type, provider, mission, model, timeout, retry, fallback = [], origin }: AnyAgent,
  place: Place,
  names: AgentNames,
  problems: Problems,
): object => {
  const told = origin?.();
  if (told === undefined) {
    problems.add(place, 'Nothing is known of how it was made. Make it with agent({ … }).');
  } else if (!told.isNamed) {
    problems.add(
      [...place, 'provider'],
      `It was given as an object, which is code. Name one that is known, such as 'openai'.`,
    );
  }
  if (retry?.when !== undefined) {
    problems.add([...place, 'retry', 'when'], 'It is a function. Take it away.');
  }
  const { attempts, delay, maxDelay } = retry ?? {};
  return {
    type,
    provider,
    mission,
    model,
    params: filled(told?.params ?? {}),
    timeout: filled(timeout ?? {}),
    retry: filled({ attempts, delay, maxDelay }),
    fallback: fallback.length === 0 ? undefined : fallback.map((other) => names.get(other)),
    key: variable(told?.key, [...place, 'key'], 'MY_API_KEY', problems),
    baseURL: variable(told?.baseURL, [...place, 'baseURL'], 'MY_BASE_URL', problems),
  };
};

/** A record in which something is said. */
export const filled = <A extends object>(record: A): A | undefined =>
  Object.values(record).some((value) => value !== undefined) ? record : undefined;

const variable = (
  told: AgentOrigin['key'],
  place: Place,
  example: string,
  problems: Problems,
): { readonly env: string } | undefined => {
  if (told !== 'text') return told;
  problems.add(
    place,
    `It was given as a text, which is never written down. Give { env: '${example}' }, the variable that it is in.`,
  );
  return undefined;
};
