/**
 * How an execution is begun, when there is a slot for it.
 *
 * @module
 */

import { close, execute } from '../execution.js';
import type { Attempt } from '../perform.js';
import type { TaskVertex, Work } from '../plan.js';
import { askingOf, mustQueue, tellStarted } from './asking.js';
import { moment, started } from './moments.js';
import { fail } from './settling.js';
import { hasEnded, labelOf, type State } from './state.js';
import { inputOf, isBare, joined } from './taskInput.js';
import type { Vertex } from './vertex.js';

/** Begins a task that is ready, or puts it into the queue. */
export const takeSlot = (state: State, vertex: Vertex): void => {
  const { task, phase } = vertex;
  // What was taken back while it stood in a queue is no longer ready.
  if (task === undefined || (phase !== 'ready' && phase !== 'queued')) return;
  if (mustWait(state, vertex, task)) {
    // It is looked at again when what it reads has grown, or is finished.
    vertex.phase = 'waiting';
    return;
  }
  if (mayBegin(state, vertex, task)) {
    vertex.isQueuedOutside = mustQueue(state, vertex, task);
    if (vertex.isQueuedOutside && phase === 'ready') {
      state.emit(moment(state, 'queued', vertex, task));
    }
    if (!hasEnded(state)) begin(state, vertex, task);
    return;
  }
  vertex.phase = 'queued';
  state.queue.push(vertex);
  if (phase === 'ready') state.emit(moment(state, 'queued', vertex, task));
};

const mayBegin = (state: State, vertex: Vertex, { definition }: TaskVertex): boolean => {
  if (state.running >= state.atOnce) return false;
  if (!takesSlot(definition.work)) return true;
  if (state.awaitsSlot) return false;
  vertex.hasSlot = state.slots.take();
  if (!vertex.hasSlot) awaitSlot(state);
  return vertex.hasSlot;
};

/**
 * Who reads along with what is made of tasks leaves one slot to these while they go on: if it took the last one, both
 * would wait for each other.
 */
const mustWait = (
  state: State,
  { unsettled }: Vertex,
  { definition, follows }: TaskVertex,
): boolean => follows && unsettled > 0 && takesSlot(definition.work) && !state.slots.hasSpare();

const awaitSlot = (state: State): void => {
  state.awaitsSlot = true;
  state.slots.wait(() => {
    state.awaitsSlot = false;
    if (state.isDraining) return 'busy';
    state.drain();
    return 'tried';
  });
};

/** Whether a task does its work itself; one that is made of tasks, or asks a person, waits for others who do theirs. */
const takesSlot = ({ _tag }: Work): boolean =>
  _tag === 'Agent' || _tag === 'Run' || _tag === 'Operator';

const begin = (state: State, vertex: Vertex, task: TaskVertex): void => {
  state.running++;
  vertex.phase = 'running';
  if (!vertex.isQueuedOutside) state.emit(started(state, vertex, task));
  if (hasEnded(state)) return;
  const { partials, recall } = task.definition;
  // While a task that works on partials waited for its slot, its input may have grown.
  const latest = partials ? joined(state, vertex, task) : undefined;
  const values = latest !== undefined && 'values' in latest ? latest.values : vertex.values;
  vertex.values = undefined;
  const isGrowing = partials && vertex.unsettled > 0;
  const { epoch } = vertex;
  try {
    const input = inputOf(state, task, values ?? {});
    const attempt = attemptOf(state, vertex, task);
    const execution = execute(vertex.index, attempt, input, isGrowing, state.listener);
    if (vertex.epoch !== epoch) {
      // Somebody has left while it began.
      close(execution);
      return;
    }
    vertex.execution = execution;
    // What stands in the memory may change, so what was made of it is made anew.
    if (state.isLive && !isGrowing && recall.length === 0) vertex.values = values;
  } catch (cause) {
    tellStarted(state, vertex, task);
    fail(state, vertex, task, cause);
  }
};

const attemptOf = (state: State, vertex: Vertex, task: TaskVertex): Attempt => ({
  label: labelOf(state, task),
  definition: task.definition,
  actor: task.definition.attempts[vertex.trouble?.actor ?? 0],
  isBare: isBare(state, task),
  context: state.context,
  // Most tasks hold none, and a function for each of them would cost them dear.
  nest: takesSlot(task.definition.work) ? nothingWithin : state.nestIn(vertex, task),
  asking: task.definition.work._tag === 'Agent' ? askingOf(state, vertex, task) : undefined,
});

const nothingWithin = (): never => {
  throw new TypeError('There is no plan within a task that does its work itself.');
};
