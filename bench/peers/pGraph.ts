import { nameOf, type Parents } from '../support/graphs.js';

/** What is used of the package. */
interface PGraphModule {
  readonly PGraph: new (
    nodes: ReadonlyMap<string, { readonly run: () => Promise<unknown> }>,
    edges: readonly (readonly [before: string, after: string])[],
  ) => { readonly run: () => Promise<void> };
}

/** [p-graph](https://github.com/microsoft/p-graph), made once and run often. It carries no values, so they are kept beside it. */
export const pGraph = async (
  graph: Parents,
  run: (values: readonly unknown[]) => unknown,
): Promise<() => Promise<readonly unknown[]>> => {
  const name = 'p-graph';
  const { PGraph } = (await import(name)) as PGraphModule;
  let outputs: unknown[] = [];
  const made = new PGraph(
    new Map(
      graph.map((parents, task) => [
        nameOf(task),
        {
          run: async () => {
            outputs[task] = await run(parents.map((parent) => outputs[parent]));
          },
        },
      ]),
    ),
    graph.flatMap((parents, task) =>
      parents.map((parent) => [nameOf(parent), nameOf(task)] as const),
    ),
  );
  return async () => {
    outputs = [];
    await made.run();
    return outputs;
  };
};
