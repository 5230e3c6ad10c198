/**
 * Where a value and its codec part, and how that is told.
 *
 * @module
 */

/** Where a value and its codec part. */
export interface Mismatch {
  /** Where in the value, such as `steps[2].minutes`; empty for the value itself. */
  readonly path: string;
  /** What the codec expects there. */
  readonly expected: string;
  /** A short sample of what is there. */
  readonly got: string;
  /** What the codec says itself, where it has words of its own. */
  readonly says?: string;
}

/** Where a value and its codec part, as the end of a sentence. */
export const partingOf = ({ path, expected, got, says }: Mismatch): string =>
  `is not what its codec says${path === '' ? '' : ` at ${path}`}: ${
    says === undefined ? `expected ${expected}, got ${got}` : `${says} (got ${got})`
  }.`;
