import { setMaxListeners } from 'node:events';
import { nameOf, type Parents } from '../support/graphs.js';

/** What is used of the package. */
interface LangGraphModule {
  readonly StateGraph: new (state: unknown) => LangGraph;
  readonly Annotation: {
    readonly Root: (fields: object) => unknown;
    (field: object): unknown;
  };
  readonly START: string;
}

interface LangGraph {
  readonly addNode: (name: string, run: (state: State) => unknown) => unknown;
  readonly addEdge: (from: string | readonly string[], to: string) => unknown;
  readonly compile: () => {
    readonly invoke: (
      input: object,
      options: { readonly recursionLimit: number },
    ) => Promise<State>;
  };
}

interface State {
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * [LangGraph.js](https://github.com/langchain-ai/langgraphjs), compiled once and run often. A task waits for all
 * that it needs, and its output goes into a record, which a reducer puts together.
 */
export const langGraph = async (
  graph: Parents,
  run: (values: readonly unknown[]) => unknown,
): Promise<() => Promise<State>> => {
  // It listens to one signal for each task, and would be warned of that for each.
  setMaxListeners(0);
  const name = '@langchain/langgraph';
  const { StateGraph, Annotation, START } = (await import(name)) as LangGraphModule;
  const made = new StateGraph(
    Annotation.Root({
      outputs: Annotation({
        reducer: (all: object, one: object) => Object.assign(all, one),
        default: () => ({}),
      }),
    }),
  );
  graph.forEach((parents, task) => {
    made.addNode(nameOf(task), async ({ outputs }) => ({
      outputs: { [nameOf(task)]: await run(parents.map((parent) => outputs[nameOf(parent)])) },
    }));
  });
  graph.forEach((parents, task) => {
    made.addEdge(parents.length === 0 ? START : parents.map(nameOf), nameOf(task));
  });
  const compiled = made.compile();
  return () => compiled.invoke({}, { recursionLimit: graph.length + 10 });
};
