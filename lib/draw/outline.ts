/**
 * A flow as those formats tell it that are text: everything has an id and words, and nothing has a place.
 *
 * @module
 */

import { UnknownTask } from '../core/errors.js';
import type { Graph, GraphTask } from '../core/graph.js';
import { inputBox, taskBox, type Box } from './box.js';
import type { Theme } from './theme.js';
import { stateCharacters } from './stateLook.js';
import type { States, TaskState } from './states.js';
import { visible } from './text.js';
import { wayLabelOf } from './way.js';

/** The inputs and the tasks of a graph, and the paths between them. */
export interface Outline {
  readonly items: readonly Item[];
  readonly paths: readonly OutlinePath[];
}

/** An input or a task. */
export interface Item {
  /** Letters, digits and `_`; no other item has it, and no format takes it for a word of its own. */
  readonly id: string;
  /** Its name as it is written. */
  readonly label: string;
  /** What is written under its name. */
  readonly lines: readonly string[];
  readonly box: Box;
  readonly state: TaskState | undefined;
  /** What it is made of, where it is made of tasks. */
  readonly inside: Outline | undefined;
}

/** A path between two items. */
export interface OutlinePath {
  readonly from: Item;
  readonly to: Item;
  /** Whether unfinished outputs go along it. */
  readonly partials: boolean;
  /** The keys by which a route leads along it, as they are written. */
  readonly ways: string | undefined;
}

/** How a graph is told. */
export interface Telling {
  readonly states: States;
  readonly theme: Theme['name'];
  /** Whether signs may be characters that ASCII does not have. */
  readonly letters: 'text' | 'ascii';
}

/** A graph with all that is within its tasks. */
export const outlineOf = (graph: Graph, telling: Telling): Outline =>
  within(graph, telling, [], idsOf());

const within = (
  graph: Graph,
  telling: Telling,
  above: readonly string[],
  idOf: (name: string) => string,
): Outline => {
  const items = [
    ...graph.inputs.map((input) => inputItem(input, above, idOf)),
    ...graph.tasks.map((task) => taskItem(task, telling, above, idOf)),
  ];
  const names = [...graph.inputs, ...graph.tasks.map(({ name }) => name)];
  const known = new Map(names.map((name, index) => [name, items[index]]));
  const itemOf = (name: string): Item => {
    const item = known.get(name);
    if (item === undefined) throw new UnknownTask(name, 'graph.edges', undefined, names);
    return item;
  };
  return {
    items,
    paths: graph.edges.map(({ from, to, ways }) => ({
      from: itemOf(from),
      to: itemOf(to),
      // A route waits for the whole output.
      partials: ways === undefined && itemOf(to).box.task?.partials === true,
      ways: ways && visible(wayLabelOf(ways).text),
    })),
  };
};

const inputItem = (
  input: string,
  above: readonly string[],
  idOf: (name: string) => string,
): Item => {
  const box = inputBox(input);
  return {
    id: idOf(['in', ...above, input].join('_')),
    label: visible(box.label),
    lines: [],
    box,
    state: undefined,
    inside: undefined,
  };
};

const taskItem = (
  task: GraphTask,
  telling: Telling,
  above: readonly string[],
  idOf: (name: string) => string,
): Item => {
  const box = taskBox(task, telling.theme);
  const path = [...above, task.name];
  const state = telling.states(path);
  const { inside } = task;
  const marks = (box.task?.marks ?? []).map(({ word }) => word).join(', ');
  const sign = state === undefined ? '' : stateCharacters[state.outcome][telling.letters];
  const told = state === undefined ? '' : `${sign} ${state.told}`;
  const lines = [box.task?.who ?? '', marks, told].filter((line) => line !== '');
  return {
    id: idOf(['task', ...path].join('_')),
    label: visible(box.label),
    lines: lines.map(visible),
    box,
    state,
    inside:
      inside === undefined || inside.kind === 'ask'
        ? undefined
        : within(inside.graph, telling, path, idOf),
  };
};

/** Ids that look like names, so that one more task does not change those of all others. */
const idsOf = (): ((name: string) => string) => {
  const taken = new Set<string>();
  return (name) => {
    const id = name.replace(/[^A-Za-z0-9]+/gu, '_').slice(0, 60);
    let free = id;
    for (let count = 2; taken.has(free); count++) free = `${id}_${String(count)}`;
    taken.add(free);
    return free;
  };
};
