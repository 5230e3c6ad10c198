import { isAudio, isImage } from '../core/media.js';
import type { Values } from '../core/join.js';
import { expand, placesOf, textOf, withSections } from '../core/template.js';
import { itself } from './checkNeeds.js';
import type { AgentWork } from './plan.js';
import type { Question } from './ports.js';

/** Whoever asks by an instruction. */
type Asking = Pick<AgentWork, 'instruction'> & Partial<Pick<AgentWork, 'before'>>;

/**
 * What an agent is asked: its instruction with the texts of the predecessors in their places, those without a
 * place in sections behind it, in declaration order; pictures and sounds come along as bytes.
 *
 * @param isBare whether it is given one value itself, which then needs no name
 */
export const questionOf = (work: Asking, values: Values, isBare: boolean): Question => {
  const { instruction, before } = work;
  const given = Object.entries(values);
  const bytes = given.map(([, value]) => value);
  const isOne = isBare && given.length === 1;
  const text =
    typeof instruction === 'string'
      ? instruct(instruction, placesIn(work, instruction), given, isOne)
      : // The input is what the types of the task promise its function.
        instruction((isOne ? values[itself] : values) as never);
  return {
    text: before === undefined ? text : before(text),
    images: bytes.filter(isImage),
    audio: bytes.filter(isAudio),
  };
};

const known = new WeakMap<Asking, ReadonlySet<string>>();

/** The places of an instruction, looked for once. */
const placesIn = (work: Asking, instruction: string): ReadonlySet<string> => {
  const before = known.get(work);
  if (before !== undefined) return before;
  const places = new Set(placesOf(instruction));
  known.set(work, places);
  return places;
};

const instruct = (
  instruction: string,
  places: ReadonlySet<string>,
  given: readonly (readonly [name: string, value: unknown])[],
  isOne: boolean,
): string => {
  // Bytes go beside the text; in a place they are called by their name.
  const texts = given.map(([name, value]): readonly [string, string, boolean] =>
    isImage(value) || isAudio(value) ? [name, name, true] : [name, textOf(value), false],
  );
  const expanded = expand(instruction, new Map(texts.map(([name, text]) => [name, text])));
  const sections = texts.filter(([name, , isBytes]) => !isBytes && !places.has(name));
  return withSections(
    expanded,
    sections.map(([name, text]) => [isOne ? '' : name, text]),
  );
};
