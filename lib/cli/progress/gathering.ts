import type { FlowEvent } from '../../core/event.js';
import { notBegun, reduce, type ProgressState } from './state.js';

/** Events on their way into a state. */
export interface Gathering {
  /** Takes the next event. */
  readonly add: (event: FlowEvent) => void;
  /** The state after all events. */
  readonly state: () => ProgressState;
}

/** Gathers the state of a run. Events wait for others, so that a state is not copied for each of them. */
export const gathering = (): Gathering => {
  let state = notBegun;
  let waiting: FlowEvent[] = [];
  const settle = (): ProgressState => {
    state = reduce(state, waiting);
    waiting = [];
    return state;
  };
  return {
    add: (event) => {
      waiting.push(event);
      if (waiting.length >= 1000) settle();
    },
    state: settle,
  };
};
