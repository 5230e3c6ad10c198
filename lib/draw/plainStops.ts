/**
 * What stands in a row of a picture in letters, and what leads on.
 *
 * @module
 */

import type { EdgeKind } from './plainSigns.js';

/** What stands in a row: a box, the keys of a route, or a path that goes on to a row below. */
export interface Stop {
  readonly kind: 'box' | 'label' | 'pass';
  readonly edge: EdgeKind;
  readonly lines: readonly string[];
  readonly width: number;
}

/** A path, or a part of it, from one row to the next. */
export interface Segment {
  readonly from: Stop;
  readonly to: Stop;
  readonly isDashed: boolean;
}
