/**
 * Tasks whose predecessors have said something: they become ready, settle without being run, or read on.
 *
 * @module
 */

import { same } from '../../core/same.js';
import { feed } from '../execution.js';
import type { TaskVertex } from '../plan.js';
import { dismissLosers } from './losers.js';
import { fail, skip, succeed } from './settling.js';
import type { State } from './state.js';
import { inputOf, joined } from './taskInput.js';
import type { Vertex } from './vertex.js';

/** All predecessors have settled, or the one of several that was wanted. */
export const arrive = (state: State, vertex: Vertex, task: TaskVertex): void => {
  if (vertex.phase === 'running' && vertex.execution?.inlet !== undefined) {
    read(state, vertex, task);
  } else if (vertex.phase === 'waiting') {
    becomeReady(state, vertex, task);
  }
};

/** A task waits again. Its predecessors may have settled long ago, and will not say so again. */
export const reconsider = (state: State, vertex: Vertex): void => {
  const { task, phase } = vertex;
  const isFirst = task?.join === 'first';
  if (task !== undefined && phase === 'waiting' && (isFirst || vertex.unsettled === 0)) {
    becomeReady(state, vertex, task);
  }
};

/** A task that waits has what it needs, or never will; or what there is does not go together yet. */
export const becomeReady = (state: State, vertex: Vertex, task: TaskVertex): void => {
  const input = joined(state, vertex, task);
  switch (input._tag) {
    case 'Incoherent':
      return;
    case 'Skipped':
      vertex.stamp = input.stamp;
      skip(state, vertex, task, input.because);
      return;
    case 'Failed':
      vertex.stamp = input.stamp;
      fail(state, vertex, task, input.error);
      return;
    case 'Ready':
    case 'Growing':
      if (input._tag === 'Growing' && !task.definition.partials) return;
      vertex.stamp = input.stamp;
      // What still grows may become something else, however it begins.
      if (
        input._tag === 'Ready' &&
        vertex.kept !== undefined &&
        same(vertex.kept.values, input.values)
      ) {
        succeed(state, vertex, task, vertex.kept, 'unchanged');
        return;
      }
      vertex.values = input.values;
      vertex.phase = 'ready';
      state.becameReady.push(vertex);
      if (task.join === 'first') dismissLosers(state, task);
  }
};

/** A task that works on partials and runs gets its next input. */
export const read = (state: State, vertex: Vertex, task: TaskVertex): void => {
  const { execution } = vertex;
  const input = joined(state, vertex, task);
  if (execution === undefined || (input._tag !== 'Growing' && input._tag !== 'Ready')) return;
  try {
    const isGrowing = input._tag === 'Growing';
    feed(execution, inputOf(state, task, input.values), isGrowing);
    if (state.isLive && !isGrowing && task.definition.recall.length === 0) {
      vertex.values = input.values;
    }
  } catch (cause) {
    fail(state, vertex, task, cause);
  }
};
