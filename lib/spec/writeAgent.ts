import { agent } from '../agents/agent.js';
import { known } from '../agents/known.js';
import type { AgentOrigin, AnyAgent } from '../flow/ports.js';
import type { AgentNames } from './agentsIn.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';
import { typeOf } from './types.js';

/** An agent as data. What of it cannot be written is a problem. */
export const writeAgent = (
  { type, provider, mission, model, timeout, retry, fallback = [], origin, abilities }: AnyAgent,
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
      `It was given as an object, which is code. ${named(type)}`,
    );
  }
  if (retry?.when !== undefined) {
    problems.add([...place, 'retry', 'when'], 'It is a function. Take it away.');
  }
  const { tools = [], maxSteps, output } = abilities?.() ?? {};
  if (tools.length > 0) {
    problems.add(
      [...place, 'tools'],
      'They are code. Leave its tasks out, and put them in with flow.with({ tasks }) when the flow has been read.',
    );
  }
  const { attempts, delay, maxDelay } = retry ?? {};
  const { concurrency, ...rates } = told?.limits ?? {};
  return {
    type,
    provider,
    mission,
    model,
    params: filled(told?.params ?? {}),
    timeout: filled(timeout ?? {}),
    retry: filled({ attempts, delay, maxDelay }),
    fallback: fallback.length === 0 ? undefined : fallback.map((other) => names.get(other)),
    output: output === undefined ? undefined : typeOf(output, [...place, 'output'], problems),
    maxSteps: maxSteps === usualSteps ? undefined : maxSteps,
    limits: filled({ concurrency, ...limited(rates) }),
    // One without members says that it costs nothing.
    price: told?.price,
    key: variable(told?.key, [...place, 'key'], 'MY_API_KEY', problems),
    baseURL: variable(told?.baseURL, [...place, 'baseURL'], 'MY_BASE_URL', problems),
  };
};

/** A record in which something is said. */
export const filled = <A extends object>(record: A): A | undefined =>
  Object.values(record).some((value) => value !== undefined) ? record : undefined;

/** Numbers of which those are left out that let everything through. */
export const limited = <A extends object>(record: A): Partial<A> =>
  // Nothing but that they are fewer has changed.
  Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== Infinity),
  ) as Partial<A>;

// What every agent has that does not say it.
const usualSteps = agent({ type: 'text', provider: 'scripted', mission: '' }).abilities?.()
  .maxSteps;

const named = (type: string): string => {
  const [name] = Object.keys(known).filter(
    (one) => one !== 'scripted' && known[one]?.has.includes(type),
  );
  return name === undefined
    ? `None that has a name has agents of type "${type}": leave its tasks out, and put them in with flow.with({ tasks }) when the flow has been read.`
    : `Name one that is known, such as '${name}'.`;
};

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
