/**
 * What can be wrong with marbles, with a run that is compared with them, and with a provider.
 *
 * @module
 */

import { RivuletError } from '../core/errors.js';

/** A marble diagram that cannot be read. */
export class InvalidMarbles extends RivuletError<'InvalidMarbles'> {
  /** The diagram. */
  readonly marbles: string;
  /** Where in the diagram, from 0. */
  readonly column: number;

  constructor(marbles: string, column: number, why: string) {
    super('InvalidMarbles', `${why}\n\n  ${marbles}\n  ${' '.repeat(column)}^\n`);
    this.marbles = marbles;
    this.column = column;
  }
}

/** The lanes of a run are not those that were expected. */
export class LanesDiffer extends RivuletError<'LanesDiffer'> {
  /** The expected lanes as text, for the difference that a test runner shows. */
  readonly expected: string;
  /** The lanes of the run as text, for the difference that a test runner shows. */
  readonly actual: string;
  /** By this, test runners know a failed assertion. */
  readonly code = 'ERR_ASSERTION';
  /** What was asserted. */
  readonly operator = 'toBe';

  constructor(message: string, expected: string, actual: string) {
    super('LanesDiffer', message);
    this.expected = expected;
    this.actual = actual;
  }
}

/** A flow cannot be run in virtual time, or not in this way. */
export class NoVirtualTime extends RivuletError<'NoVirtualTime'> {
  constructor(why: string, options?: ErrorOptions) {
    super('NoVirtualTime', why, options);
  }
}

/** A provider does not do what every provider has to. */
export class ContractBroken extends RivuletError<'ContractBroken'> {
  /** The provider. */
  readonly provider: string;
  /** By this, test runners know a failed assertion. */
  readonly code = 'ERR_ASSERTION';

  constructor(provider: string, what: string, options?: ErrorOptions) {
    super('ContractBroken', `"${provider}" does not do what a provider has to: ${what}`, options);
    this.provider = provider;
  }
}
