/**
 * Whether a task is given what it asks for by name.
 *
 * @module
 */

import { InvalidOptions, UnknownPlace, WiringMismatch } from '../core/errors.js';
import { placesOf } from '../core/template.js';
import {
  plansIn,
  type Definition,
  type RaceWork,
  type SequenceWork,
  type TaskVertex,
} from './plan.js';

/** The value that a task within another is given, by name. */
export const itself = 'it';

/** Refuses places that nobody fills, and keys of the memory that are called like something else. */
export const checkNeeds = ({ name, names, definition }: TaskVertex): void => {
  const keys = keysOf(definition);
  const twice = keys.find((key) => names.includes(key));
  if (twice !== undefined) {
    throw new InvalidOptions(
      name,
      `it recalls "${twice}", which is also one of its predecessors. Remember it under another key.`,
    );
  }
  for (const place of placesIn(definition)) {
    if (!names.includes(place) && !keys.includes(place)) {
      throw new UnknownPlace(name, place, names);
    }
  }
};

/** Refuses a task that is given one value itself and has no predecessor, or several. */
export const checkOnly = ({ name, names, definition }: TaskVertex): void => {
  const within = takerOfOne(definition);
  if (within === undefined || names.length === 1) return;
  throw new WiringMismatch(
    name,
    `exactly one predecessor, since ${within} is given its value itself`,
    names.length === 0 ? 'none' : names.map((each) => `"${each}"`).join(', '),
  );
};

/** What takes one value itself, and no record, of that which is given what the task is given. */
const takerOfOne = ({ work }: Definition): string | undefined => {
  switch (work._tag) {
    case 'Loop':
      return 'a loop';
    case 'Each':
      return 'forEach';
    case 'Race':
    case 'Sequence':
      return firstIn(work)
        .map(takerOfOne)
        .find((taker) => taker !== undefined);
    default:
      return undefined;
  }
};

/** Refuses a flow in a flow some of whose inputs nobody gives. */
export const checkInputs = ({ name, names, definition: { work } }: TaskVertex): void => {
  if (work._tag !== 'Flow') return;
  for (const vertex of work.plan.vertices) {
    if (vertex._tag === 'Task' || names.includes(vertex.name)) continue;
    if (vertex.codec.decode(undefined)._tag === 'Right') continue;
    throw new WiringMismatch(
      name,
      `its input "${vertex.name}" from a predecessor of that name`,
      names.length === 0 ? 'nothing' : names.map((each) => `"${each}"`).join(', '),
    );
  }
};

/** Refuses a task that asks for more than the value itself, which is all it is given within another. */
export const checkBare = (definition: Definition, within: string): void => {
  const keys = keysOf(definition);
  for (const place of placesIn(definition)) {
    if (place !== itself && !keys.includes(place)) {
      throw new InvalidOptions(
        undefined,
        `The task within ${within} has a place {{${place}}}. It is given one value, whose place is {{${itself}}}.`,
      );
    }
  }
};

/** The places of the instructions that are given what the task is given. */
export const placesIn = ({ work }: Definition): readonly string[] => {
  switch (work._tag) {
    case 'Agent':
    case 'Ask':
      return typeof work.instruction === 'string' ? placesOf(work.instruction) : [];
    case 'Race':
    case 'Sequence':
      // What one of them recalls itself, it does not ask for.
      return firstIn(work).flatMap((first) => {
        const keys = keysOf(first);
        return placesIn(first).filter((place) => !keys.includes(place));
      });
    default:
      return [];
  }
};

/** The tasks within that are given what the task is given. */
const firstIn = (work: RaceWork | SequenceWork): readonly Definition[] =>
  plansIn(work).flatMap(({ vertices: [first] }) =>
    first?._tag === 'Task' ? [first.definition] : [],
  );

const keysOf = ({ recall }: Definition): readonly string[] => recall.map(({ key }) => key);
