import type { FlowEvent } from '../core/event.js';
import type { Graph } from '../core/graph.js';

/** What a run has brought so far, by task. */
export interface Outcome {
  /** What tasks gave, and the file that it was saved to. */
  readonly results: ReadonlyMap<string, Result>;
  /** How many characters there are of texts that are not finished. */
  readonly begun: ReadonlyMap<string, number>;
  /** What the run failed with. */
  readonly error: unknown;
  /** Takes an event in. */
  readonly add: (event: FlowEvent) => void;
}

/** What a task gave. */
export interface Result {
  readonly value: unknown;
  readonly file: string | undefined;
}

/** Follows a run. */
export const outcome = (): Outcome => {
  const results = new Map<string, Result>();
  const begun = new Map<string, number>();
  let error: unknown;
  return {
    results,
    begun,
    get error() {
      return error;
    },
    add: (event) => {
      switch (event.type) {
        case 'started':
          begun.set(event.task, 0);
          break;
        case 'partial':
          if (typeof event.value === 'string') begun.set(event.task, event.value.length);
          break;
        case 'succeeded':
          begun.delete(event.task);
          results.set(event.task, { value: event.value, file: event.file });
          break;
        case 'failed':
        case 'skipped':
          begun.delete(event.task);
          break;
        case 'run-failed':
          ({ error } = event);
          break;
        default:
      }
    },
  };
};

/** The finished outputs that are shown: those that nobody works on, or, where a run came to no end, all. */
export const shownOf = (
  { tasks, edges }: Graph,
  { results }: Outcome,
  isWhole: boolean,
): readonly (readonly [string, Result])[] => {
  const kept = tasks.flatMap(({ name, exclude }): readonly (readonly [string, Result])[] => {
    const result = results.get(name);
    return exclude || result === undefined ? [] : [[name, result]];
  });
  const isUsed = new Set(edges.map(({ from }) => from));
  const last = kept.filter(([name]) => !isUsed.has(name));
  return isWhole && last.length > 0 ? last : kept;
};
