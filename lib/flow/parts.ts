/**
 * What a flow is made of, whatever its types.
 *
 * @module
 */

import type { AnyCodec } from '../core/codec.js';
import type { Budget } from './budget.js';
import type { OnFailure, Print } from './plan.js';
import type { AnyRoute } from './route.js';
import type { AnyTask } from './task.js';

/** How a flow behaves. */
export interface FlowOptions {
  /**
   * What happens when a task fails that others need: `'stop'` cancels the rest, `'isolate'` skips only what
   * needs it. The run fails either way.
   *
   * @defaultValue `'stop'`
   */
  readonly onFailure?: OnFailure | undefined;
  /**
   * How many tasks of a run may run at once.
   *
   * @defaultValue as many as can
   */
  readonly concurrency?: number | undefined;
  /**
   * What a run may spend.
   *
   * @defaultValue as much as it takes
   */
  readonly budget?: Budget | undefined;
  /**
   * Whether each event of a run is told as a line, and to whom: `true` is standard error.
   *
   * @defaultValue `false`
   */
  readonly log?: boolean | Print | undefined;
}

/** What a flow is made of, whatever its types. */
export interface PlainParts extends FlowOptions {
  readonly inputs?: Readonly<Record<string, AnyCodec>>;
  readonly tasks: Readonly<Record<string, AnyTask>>;
  readonly paths?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly routes?: Readonly<Record<string, AnyRoute | undefined>>;
}
