/**
 * What waits look like when they are written down.
 *
 * @module
 */

import type { RetrySpec, TimeoutSpec } from './form.js';
import { alias } from './nested.js';
import { maybe, members } from './records.js';
import type { Shape } from './shape.js';
import { number } from './values.js';

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
