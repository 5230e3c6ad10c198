import { InvalidOptions } from '../core/errors.js';
import { kindOf } from '../core/said.js';
import { byContent } from '../flow/byContent.js';
import { byLength } from '../flow/byLength.js';
import type { Decider } from '../flow/decider.js';
import type { UntilSpec } from './form.js';

/** A ready-made `until` of a loop. */
export interface Until {
  (answer: unknown): boolean;
  /** What it is made of. */
  readonly '~until': UntilSpec;
}

/**
 * Makes an `until` of data, so that a loop made in code can be written down. Words count as for `byContent`, and lengths
 * as for `byLength`.
 *
 * @example
 * ```ts
 * import { agent, flow, loop, task } from 'rivulet';
 * import { until } from 'rivulet/spec';
 *
 * const editor = agent({ type: 'text', provider: 'scripted', mission: 'shorten texts' });
 *
 * const short = flow({
 *   tasks: {
 *     draft: task('Write about rain', editor),
 *     short: loop(task('Shorten this: {{it}}', editor), { max: 5, until: until({ atMost: 280 }) }),
 *   },
 *   paths: { draft: ['short'] },
 * });
 * ```
 *
 * @category flows as data
 */
export const until = (spec: UntilSpec): Until => {
  const decide = deciderOf(spec);
  const stops = (answer: unknown): boolean =>
    decide(answer, { modality: kindOf(answer), calls: [] }) === 'stop';
  // A function of its own, which nobody else holds, so that it can carry the data.
  return Object.freeze(Object.assign(stops, { '~until': Object.freeze({ ...spec }) }));
};

/** What a ready-made `until` is made of; `undefined` for any other function. */
export const untilSpecOf = (made: unknown): UntilSpec | undefined =>
  typeof made === 'function' && '~until' in made
    ? // `until` above is who writes there.
      (made['~until'] as UntilSpec)
    : undefined;

const deciderOf = (spec: UntilSpec): Decider<'stop' | 'go'> => {
  if ('contains' in spec && spec.contains.length > 0 && spec.contains.every(isWord)) {
    return byContent({ stop: spec.contains }, 'go');
  }
  if ('atMost' in spec && isLength(spec.atMost)) return byLength({ stop: spec.atMost }, 'go');
  if ('atLeast' in spec && isLength(spec.atLeast)) {
    return spec.atLeast === 0
      ? byLength({ stop: 0 }, 'stop')
      : byLength({ go: spec.atLeast - 1 }, 'stop');
  }
  throw new InvalidOptions(
    undefined,
    'until needs one of { contains: [words] }, { atMost: length } and { atLeast: length }.',
  );
};

const isWord = (word: string): boolean => word.trim() !== '';

const isLength = (length: number): boolean => Number.isInteger(length) && length >= 0;
