/**
 * Which of its successors get what a task gave.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';
import type { Said } from '../core/said.js';
import type { Decide } from './plan.js';

/** One of some keys, or several; each at most once counts. */
export type OneOrMore<Key> = Key | readonly Key[];

/** Where the keys of a route lead: to a task, to several, or by an empty list to none. */
export type Ways = Readonly<Record<string, string | readonly string[]>>;

/** Which of its successors get what a task gave. */
export interface Route<In, Table> {
  /** The types of the route; only the library looks at what stands here. */
  readonly '~route': { readonly in: In; readonly table: Table };
}

/** Any route. It mentions no types, so that nothing is inferred from it. */
export interface AnyRoute {
  readonly '~route': object;
}

/** A route as types test for it. */
export interface TypedRoute {
  readonly '~route': { readonly in: unknown; readonly table: Ways };
}

/** A route without its types. */
export interface PlainRoute {
  readonly decide: Decide;
  readonly table: Ways;
}

/**
 * Makes a route: it leads from the task under whose name it stands in `routes` to those of its table whose keys
 * `decide` gives. They are successors of the task, and are not repeated in `paths`.
 *
 *     triage      -----(refund)        decide gives 'refund'
 *     refunds     -----s-----R         refund: 'refunds'
 *     answer      -----k               other: 'answer' is not taken, and skipped
 *
 * `decide` is asked once for each output, before the task counts as done. It gets the finished output, and what kind of
 * value it is; it gives a key, several, or a promise of them. A key that the table does not have, none at all, and
 * an error are a failure of the task: `RouteFailed`. A way may lead nowhere: `none: []`.
 *
 * What is not taken is skipped, and a skip travels on: a task behind several branches joins them by `join: 'any'`. The
 * type of the parameter has to be written, since the flow is not known yet.
 *
 * @example
 * ```ts
 * import { agent, flow, route, task } from 'rivulet';
 *
 * const clerk = agent({ type: 'text', provider: 'scripted', mission: 'answer letters' });
 *
 * const post = flow({
 *   tasks: {
 *     triage: task('Sum up the letter', clerk),
 *     refunds: task('Refund it', clerk),
 *     answer: task('Answer kindly', clerk),
 *     reply: task('Write it out', clerk, { join: 'any' }),
 *   },
 *   paths: { refunds: ['reply'], answer: ['reply'] },
 *   routes: {
 *     triage: route((sum: string) => (sum.includes('refund') ? 'refund' : 'other'), {
 *       refund: 'refunds',
 *       other: 'answer',
 *     }),
 *   },
 * });
 * ```
 *
 * @category flows
 */
export const route = <In, const Table extends Ways, Key extends keyof Table & string>(
  decide: (output: In, said: Said) => OneOrMore<Key> | PromiseLike<OneOrMore<Key>>,
  table: Table,
): Route<In, Table> => {
  const keys = Object.keys(table);
  if (typeof decide !== 'function' || keys.length === 0) {
    throw new InvalidOptions(
      undefined,
      "route(decide, { key: 'task' }) needs a function and a table with at least one key.",
    );
  }
  const plain: PlainRoute = Object.freeze({
    // What the flow gives it is what the types of the route promise.
    decide,
    table: Object.freeze(Object.fromEntries(keys.map((key) => [key, copied(table[key])]))),
  });
  return Object.freeze({ '~route': plain as unknown as Route<In, Table>['~route'] });
};

const copied = (targets: string | readonly string[] | undefined): readonly string[] =>
  Object.freeze([targets ?? []].flat());

/**
 * What a route is made of.
 *
 * @internal
 */
export const plainRouteOf = (given: AnyRoute): PlainRoute =>
  // Routes are made above and nowhere else, and this is what they hold.
  given['~route'] as PlainRoute;
