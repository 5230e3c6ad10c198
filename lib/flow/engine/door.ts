/**
 * Where inputs come in, from when a run begins until it is over.
 *
 * @module
 */

import { FlowFailed, InputFailed, isRivuletError, type SkipCause } from '../../core/errors.js';
import { same } from '../../core/same.js';
import { unstamped } from '../../core/stamp.js';
import { resultsOf, stopWith } from './ends.js';
import { say, sayInput } from './signals.js';
import { at, type State } from './state.js';
import { noteNews } from './turns.js';

/** Where inputs come in. */
export interface Door {
  /** Gives an input a value. One that is the same as before is none. */
  readonly set: (input: number, value: unknown) => void;
  /** No more values will come for an input. */
  readonly complete: (input: number) => void;
  /** An input cannot give values any more, and the run fails. */
  readonly fail: (input: number, error: unknown) => void;
  /** Whether every task has settled. */
  readonly isIdle: () => boolean;
}

/** The door of a run. */
export const doorOf = (state: State): Door => ({
  set: (input, value) => set(state, input, value),
  complete: (input) => complete(state, input),
  fail: (input, error) => fail(state, input, error),
  isIdle: () => state.unsettled === 0,
});

const set = (state: State, index: number, value: unknown): void => {
  const vertex = at(state, index);
  const { source } = vertex;
  if (state.isOver || source === undefined) return;
  if (source.version > 0 && same(source.value, value)) return;
  source.value = value;
  source.version++;
  if (source.version === 1) sayInput(state, vertex, source);
  else {
    // What stood on the old value is stopped at once. The new one is said when the turn ends: of several inputs
    // that change together, each is heard once.
    state.changed.push(vertex);
    noteNews(state, vertex);
  }
  state.drain();
};

const complete = (state: State, index: number): void => {
  const vertex = at(state, index);
  const { source } = vertex;
  if (state.isOver || source?.isOpen !== true) return;
  source.isOpen = false;
  state.openInputs--;
  if (source.version === 0) {
    const because: SkipCause = { task: source.name, reason: 'empty' };
    vertex.phase = 'settled';
    say(state, vertex, { _tag: 'Skipped', because, stamp: unstamped });
  }
  state.drain();
};

const fail = (state: State, index: number, cause: unknown): void => {
  if (state.isOver) return;
  const name = at(state, index).source?.name ?? '';
  const error = isRivuletError(cause) ? cause : new InputFailed(name, cause);
  stopWith(state, new FlowFailed({ [name]: error }, resultsOf(state.vertices), error));
};
