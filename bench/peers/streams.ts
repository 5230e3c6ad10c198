import {
  combineLatest,
  forkJoin,
  from,
  lastValueFrom,
  of,
  shareReplay,
  switchMap,
  type Observable,
} from 'rxjs';
import type { Parents } from '../support/graphs.js';

/** A stream for each task, shared by all that need it: what is written by hand with RxJS. */
export const streams =
  (graph: Parents, run: (values: readonly unknown[]) => unknown) =>
  (): Promise<readonly unknown[]> => {
    const outputs: Observable<unknown>[] = [];
    for (const parents of graph) {
      const needs = parents.map((parent) => outputs[parent] ?? of(undefined));
      const input = needs.length === 0 ? of([]) : combineLatest(needs);
      outputs.push(
        input.pipe(
          switchMap((values) => {
            const output = run(values);
            return output instanceof Promise ? from(output as Promise<unknown>) : of(output);
          }),
          shareReplay({ bufferSize: 1, refCount: true }),
        ),
      );
    }
    return lastValueFrom(forkJoin(outputs));
  };
