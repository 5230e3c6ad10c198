/**
 * What is still done with a finished output before its task counts as done: its route is asked, it is saved to a file, and
 * it is kept in the memory, as far as the task says so.
 *
 * @module
 */

import { concat, defer, from, map, of, reduce, take, throwIfEmpty, type Observable } from 'rxjs';
import { messageOf, RouteFailed } from '../core/errors.js';
import type { ToolCall } from '../core/event.js';
import { NowhereToSave } from '../core/fileErrors.js';
import { kindOf, type Said } from '../core/said.js';
import { fromSource, isPromiseLike } from '../internal/fromSource.js';
import { nearest } from '../internal/nearest.js';
import type { Actor, Definition, PlanRoute, Save } from './plan.js';
import type { Context } from './perform.js';
import { inTime } from './timeout.js';

/** What has been done with an output. */
export interface Conclusion {
  /** The ways that it goes. */
  readonly ways?: readonly string[];
  /** The file that it was saved to. */
  readonly file?: string;
}

/** A task that has its output. */
export interface Finished {
  readonly label: string;
  readonly definition: Definition;
  readonly actor: Actor | undefined;
  readonly route: PlanRoute | undefined;
  readonly value: unknown;
  readonly calls: readonly ToolCall[] | undefined;
}

/** Whether something is still to be done with the outputs of a task. */
export const isConcluded = (
  { remember, save }: Definition,
  route: PlanRoute | undefined,
): boolean => remember !== undefined || save !== undefined || route !== undefined;

/**
 * Does what is to be done with an output, one after the other: what comes later is not done when something before it
 * fails.
 */
export const conclude = (finished: Finished, context: Context): Observable<Conclusion> => {
  const { label, definition, route, value } = finished;
  const { remember, save } = definition;
  const steps: Observable<Conclusion>[] = [];
  if (route !== undefined) steps.push(routed(finished, route, context));
  if (save !== undefined) steps.push(saved(label, save, value, context));
  if (remember !== undefined) steps.push(remembered(remember, value, context));
  return concat(...steps).pipe(reduce((all, next): Conclusion => ({ ...all, ...next }), {}));
};

const routed = (
  { label, actor, value, calls = [] }: Finished,
  { decide, ways }: PlanRoute,
  { scheduler }: Context,
): Observable<Conclusion> => {
  const keys = [...ways.keys()];
  const total = actor?.timeout?.total;
  const said: Said = { modality: kindOf(value), calls };
  return defer(() => {
    // The types of the route promise its function this output.
    const decided = fromSource(asked(label, keys, () => decide(value as never, said)));
    return total === undefined ? decided : decided.pipe(inTime({ total }, label, scheduler));
  }).pipe(
    take(1),
    throwIfEmpty(() => gaveNone(label, keys)),
    map((given) => ({ ways: checked(label, keys, given) })),
  );
};

const asked = (label: string, keys: readonly string[], decide: () => unknown): unknown => {
  const failed = (cause: unknown): never => {
    throw new RouteFailed(label, keys, `failed: ${messageOf(cause)}`, { cause });
  };
  try {
    const decided = decide();
    return isPromiseLike(decided) ? decided.then((given) => given, failed) : decided;
  } catch (cause) {
    return failed(cause);
  }
};

const checked = (label: string, keys: readonly string[], given: unknown): readonly string[] => {
  const ways = [...new Set<unknown>(Array.isArray(given) ? given : [given])];
  const found = ways.flatMap((way) => keys.filter((key) => key === way));
  const unknown = ways.find((way) => !keys.some((key) => key === way));
  if (unknown !== undefined || found.length < ways.length) {
    const like = typeof unknown === 'string' ? nearest(unknown, keys) : undefined;
    const hint = like === undefined ? '' : ` Did it mean "${like}"?`;
    throw new RouteFailed(
      label,
      keys,
      `gave ${typeof unknown === 'string' ? JSON.stringify(unknown) : `a value of type ${typeof unknown}`}, which is none of its keys.${hint}`,
    );
  }
  if (found.length === 0) {
    throw gaveNone(label, keys);
  }
  return found;
};

const gaveNone = (label: string, keys: readonly string[]): RouteFailed =>
  new RouteFailed(label, keys, 'gave no key. A way may lead nowhere: { none: [] }.');

const saved = (
  label: string,
  save: Save,
  value: unknown,
  { files }: Context,
): Observable<Conclusion> =>
  defer(() => {
    if (files === undefined) throw new NowhereToSave(label);
    const file = files.save({
      name: save.name ?? label.replaceAll('/', '-'),
      value,
      overwrite: save.overwrite,
    });
    return isPromiseLike(file) ? from(file) : of(file);
  }).pipe(map((file) => ({ file })));

const remembered = (key: string, value: unknown, { memory }: Context): Observable<Conclusion> =>
  defer(() => {
    const kept = memory.set(key, value);
    return isPromiseLike(kept) ? from(kept) : of(undefined);
  }).pipe(map(() => ({})));
