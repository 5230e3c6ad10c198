/**
 * What a task is given: what its predecessors say, joined, and read by its codec.
 *
 * @module
 */

import { join, type Joined, type Values } from '../../core/join.js';
import { unstamped } from '../../core/stamp.js';
import { decodeInput } from '../finished.js';
import type { TaskVertex } from '../plan.js';
import { signalTo } from './signals.js';
import { at, labelOf, type State } from './state.js';
import type { Vertex } from './vertex.js';

/** What the predecessors of a task say, taken together. */
export const joined = (state: State, vertex: Vertex, task: TaskVertex): Joined =>
  state.given !== undefined && task.parents.length === 0
    ? { _tag: 'Ready', stamp: unstamped, values: state.given(vertex.index) }
    : join(
        task,
        task.parents.map((parent) => signalTo(at(state, parent), vertex.index)),
      );

/** The input of a task. One that recalls is given more than this, and is decoded when that is there. */
export const inputOf = (state: State, task: TaskVertex, values: Values): Values =>
  task.definition.recall.length > 0
    ? values
    : decodeInput(labelOf(state, task), task.definition, values, isBare(state, task));

/** A task without predecessors within another is given what that is given, and as that is. */
export const isBare = ({ given, isGivenBare }: State, { parents, bare }: TaskVertex): boolean =>
  parents.length === 0 && given !== undefined ? isGivenBare : bare;
