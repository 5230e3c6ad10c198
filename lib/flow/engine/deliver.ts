import { arrive } from './arrivals.js';
import { hear, signalTo } from './signals.js';
import { at, hasEnded, type State } from './state.js';
import { retract, takeBackFrom } from './takeBack.js';
import { noteNews } from './turns.js';
import { levelOf, type Vertex } from './vertex.js';

/** Tells its successors what a vertex said. */
export const deliver = (state: State, vertex: Vertex): void => {
  const { heard, signal, children } = vertex;
  const level = levelOf(signal);
  if (level === 0) return;
  // What came of an unfinished output that failed in the end stood on nothing.
  const isVoid = heard === 1 && level === 2 && signal._tag !== 'Final';
  hear(state, vertex, level);
  for (const index of children) {
    // One of them may have ended the run.
    if (hasEnded(state)) return;
    const child = at(state, index);
    const { task } = child;
    const said = signalTo(vertex, index);
    if (task === undefined || said._tag === 'Pending') continue;
    if (isVoid && task.definition.partials && retract(state, child)) takeBackFrom(state, child);
    const isFirst = task.join === 'first' && said._tag === 'Final';
    if (child.unsettled === 0 || isFirst) arrive(state, child, task);
    else if (task.definition.partials && child.pending === 0) noteNews(state, child);
  }
};
