/**
 * How a task is tried as data: what its own options say, and not what its agents say.
 *
 * @module
 */

import type { Actor } from '../flow/plan.js';
import { retryPolicy, saysRetryable } from '../flow/retry.js';
import type { AgentNames } from './agentsIn.js';
import type { RetrySpec, TimeoutSpec } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';
import { filled } from './writeAgent.js';

/** How a task is tried, as far as its agents do not say it. */
export interface Attempts {
  readonly timeout: TimeoutSpec | undefined;
  readonly retry: RetrySpec | undefined;
  readonly fallback: readonly string[] | undefined;
}

/** How a task is tried as data. */
export const writeAttempts = (
  actors: readonly Actor[],
  place: Place,
  names: AgentNames,
  problems: Problems,
): Attempts => {
  const [first, ...others] = actors;
  const own = first?.agent?.fallback ?? [];
  const fallback = others.flatMap(({ agent }) => agent ?? []);
  const isOwn =
    fallback.length === own.length && fallback.every((other, index) => other === own[index]);
  return {
    timeout: writeTimeout(actors, [...place, 'timeout'], problems),
    retry: writeRetry(actors, [...place, 'retry'], problems),
    fallback: isOwn ? undefined : fallback.map((other) => names.get(other) ?? ''),
  };
};

const writeTimeout = (
  actors: readonly Actor[],
  place: Place,
  problems: Problems,
): TimeoutSpec | undefined =>
  filled(
    Object.fromEntries(
      (['firstToken', 'idle', 'total'] as const).flatMap((part) => {
        const other = actors.find(
          ({ agent, timeout }) => timeout?.[part] !== agent?.timeout?.[part],
        );
        const value = other?.timeout?.[part];
        if (other !== undefined && value === undefined) {
          problems.add(
            [...place, part],
            'It takes away a limit of the agent. Ask an agent without that limit.',
          );
        }
        return value === undefined ? [] : [[part, value] as const];
      }),
    ),
  );

const writeRetry = (
  actors: readonly Actor[],
  place: Place,
  problems: Problems,
): RetrySpec | undefined => {
  const differing = (part: keyof Actor['retry']): Actor | undefined =>
    actors.find(
      ({ agent, retry }) => retry[part] !== retryPolicy({ ...agent?.retry }, saysRetryable)[part],
    );
  if (differing('when') !== undefined) {
    problems.add([...place, 'when'], 'It is a function. Take it away.');
  }
  return filled(
    Object.fromEntries(
      (['attempts', 'delay', 'maxDelay'] as const).flatMap((part) => {
        const value = differing(part)?.retry[part];
        return value === undefined ? [] : [[part, value] as const];
      }),
    ),
  );
};
