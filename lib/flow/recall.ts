import {
  concatMap,
  defer,
  from,
  map,
  of,
  reduce,
  switchMap,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';
import type { Values } from '../core/join.js';
import { MemoryMissing } from '../core/memoryErrors.js';
import { isPromiseLike } from '../internal/fromSource.js';
import type { Recall } from './plan.js';
import type { Memory } from './ports.js';

/**
 * Puts what a memory keeps under some keys into the records that a task is given. A key under which nothing is kept is
 * an error, unless the task can do without.
 */
export const recalling =
  (label: string, recall: readonly Recall[], memory: Memory): MonoTypeOperatorFunction<Values> =>
  (records) =>
    records.pipe(
      switchMap((values) =>
        from(recall).pipe(
          concatMap(({ key, optional }) =>
            valueOf(memory, key).pipe(
              map((value): Values => {
                if (value !== undefined) return { [key]: value };
                if (optional) return {};
                throw new MemoryMissing(label, key);
              }),
            ),
          ),
          reduce((all, one): Values => ({ ...all, ...one }), values),
        ),
      ),
    );

// What is there at once is given at once: no turn is lost for a memory of this process.
const valueOf = (memory: Memory, key: string): Observable<unknown> =>
  defer(() => {
    const value = memory.get(key);
    return isPromiseLike(value) ? from(value) : of(value);
  });
