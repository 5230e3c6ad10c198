import { defer, of, type Observable } from 'rxjs';
import { sample } from '../core/codec.js';
import { DecodeFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import type { Values } from '../core/join.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';
import { itself } from './checkNeeds.js';
import { manyOf } from './inside.js';
import { isWorthACopy } from './isWorthACopy.js';
import { failing, onlyOf, type Composite } from './nest.js';
import type { EachWork } from './plan.js';

/** A task for each item of a list: the outputs in the order of the list, as far as all before them are there. */
export const doEach = (
  { item, concurrency, onFailure }: EachWork,
  { label, values, context, nest }: Composite,
): Observable<unknown> =>
  defer(() => {
    const list = onlyOf(values);
    if (!Array.isArray(list)) {
      const mismatch = { path: '', expected: 'a list', got: sample(list) };
      throw new DecodeFailed(label, 'input', mismatch);
    }
    if (list.length === 0) return of([]);
    const given = (index: number): Values => ({ [itself]: list[index] as unknown });
    const plan = manyOf(item, list.length, onFailure);
    return nest(plan, { given, isBare: true, atOnce: concurrency }).pipe(
      failing(({ causes }) => Object.keys(causes).length === list.length || onFailure === 'stop'),
      oncePerTurn(() => itemsOf(list.length), context.turns),
    );
  });

/**
 * Gathers outputs by their place in a list. Each time it is read it is copied, so a list that has become long is read less
 * often: when it has grown by a tenth.
 */
const itemsOf = (size: number): Accumulator<FlowEvent, readonly unknown[]> => {
  const ends = new Array<readonly unknown[] | undefined>(size).fill(undefined);
  let known = 0;
  let read = 0;
  const end = (task: string, output: readonly unknown[]): boolean => {
    ends[Number(task) - 1] = output;
    let hasNews = false;
    for (let next = ends[known]; next !== undefined; next = ends[++known]) {
      hasNews ||= next.length > 0;
    }
    return hasNews && isWorthACopy(known, read);
  };
  return {
    add: (event) => {
      switch (event.type) {
        case 'succeeded':
          return end(event.task, [event.value]);
        case 'skipped':
        case 'failed':
          return end(event.task, []);
        case 'run-completed':
        case 'run-failed':
          return true;
        default:
          return false;
      }
    },
    read: () => {
      read = known;
      return ends.slice(0, known).flatMap((output) => output ?? []);
    },
  };
};
