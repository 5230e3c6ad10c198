import { isAudio, isImage } from '../core/media.js';
import type { Values } from '../core/join.js';
import { expand, textOf, withSections } from '../core/template.js';
import type { AgentWork } from './definition.js';
import type { Question } from './ports.js';

/**
 * What an agent is asked: its instruction with the texts of the predecessors in their places, those without a
 * place in sections behind it, in declaration order; pictures and sounds come along as bytes.
 */
export const questionOf = (
  { instruction, before }: Pick<AgentWork, 'instruction' | 'before'>,
  places: ReadonlySet<string>,
  values: Values,
): Question => {
  const given = Object.entries(values);
  const bytes = given.map(([, value]) => value);
  const text =
    typeof instruction === 'string'
      ? instruct(instruction, places, given)
      : // The record is what the types of the task promise its function.
        instruction(values as never);
  return {
    text: before === undefined ? text : before(text),
    images: bytes.filter(isImage),
    audio: bytes.filter(isAudio),
  };
};

const instruct = (
  instruction: string,
  places: ReadonlySet<string>,
  given: readonly (readonly [name: string, value: unknown])[],
): string => {
  // Bytes go beside the text; in a place they are called by their name.
  const texts = given.map(([name, value]): readonly [string, string, boolean] =>
    isImage(value) || isAudio(value) ? [name, name, true] : [name, textOf(value), false],
  );
  const expanded = expand(instruction, new Map(texts.map(([name, text]) => [name, text])));
  const sections = texts.filter(([name, , isBytes]) => !isBytes && !places.has(name));
  return withSections(
    expanded,
    sections.map(([name, text]) => [name, text]),
  );
};
