import type { Parents } from '../support/graphs.js';

/** A promise for each task, that awaits `Promise.all` of what it needs: what is written by hand. */
export const promises =
  (graph: Parents, run: (values: readonly unknown[], place: number) => unknown) =>
  (): Promise<readonly unknown[]> => {
    const outputs: Promise<unknown>[] = [];
    for (const [place, parents] of graph.entries()) {
      const needs = parents.map((parent) => outputs[parent] ?? Promise.resolve());
      outputs.push((async () => run(await Promise.all(needs), place))());
    }
    return Promise.all(outputs);
  };
